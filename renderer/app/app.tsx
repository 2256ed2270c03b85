import { Center, Loader, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import type { Client } from '../api/client.ts';
import { ClientProvider, Refusal, useAppState, useHostEvents } from '../api/queries.ts';
import { captureFor } from '../capture/shell-capture.ts';
import { useText } from '../language/language.ts';
import { CaptureProvider, useCaptureHere } from '../record/capture-here.ts';
import { Today } from '../today/today.tsx';
import { ErrorPanel, errorOf, ScreenStopped } from '../ui/error-panel.tsx';
import { Frame } from './frame.tsx';
import { PersonProvider } from './person.ts';
import { useRoute, type Route } from './route.ts';
import { themeWith } from './theme.ts';

const VisitScreen = lazy(() => import('../visit/visit-screen.tsx'));
const SettingsScreen = lazy(() => import('../settings/settings-screen.tsx'));
const DoingScreen = lazy(() => import('../doing/doing-screen.tsx'));
const FirstRun = lazy(() =>
  import('../people/first-run.tsx').then(({ FirstRun: screen }) => ({ default: screen })),
);
const SignIn = lazy(() =>
  import('../people/sign-in.tsx').then(({ SignIn: screen }) => ({ default: screen })),
);
const LockScreen = lazy(() =>
  import('../people/sign-in.tsx').then(({ LockScreen: screen }) => ({ default: screen })),
);

/** An expected error is an answer; asking again by itself would only make the person wait for the same one. */
const makeQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (count, error) => !(error instanceof Refusal) && count < 2,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

const Screen = ({ route }: { readonly route: Route }): ReactNode => {
  switch (route.screen) {
    case 'today':
      return <Today />;
    case 'visit':
      return <VisitScreen key={route.visit} visit={route.visit} part={route.part} />;
    case 'settings':
      return <SettingsScreen tab={route.tab} />;
    case 'doing':
      return <DoingScreen />;
  }
};

const Waiting = (): ReactNode => {
  const { t } = useText();
  return (
    <Center mih="50vh" role="status" aria-label={t('app.loading')}>
      <Loader type="dots" />
    </Center>
  );
};

/** First the record and who works in it, then the screens. */
const Doors = ({ route }: { readonly route: Route }): ReactNode => {
  const state = useAppState();
  const queries = useQueryClient();
  const [isWelcoming, setWelcoming] = useState(false);
  if (state.error)
    return (
      <ErrorPanel
        error={errorOf(state.error)}
        onAgain={() => {
          void state.refetch();
        }}
      />
    );
  if (!state.data) return <Waiting />;
  const { record, desk, recordings } = state.data;
  if (record === 'none' || isWelcoming)
    return (
      <FirstRun
        onSetUp={() => {
          setWelcoming(true);
        }}
        onDone={() => {
          setWelcoming(false);
          void queries.invalidateQueries();
        }}
      />
    );
  if (!desk) return <SignIn />;
  if (desk.locked)
    return <LockScreen label={desk.label} hasPin={desk.hasPin} isRecording={recordings.length > 0} />;
  return (
    <PersonProvider value={desk}>
      <Screen route={route} />
    </PersonProvider>
  );
};

const Screens = (): ReactNode => {
  const route = useRoute();
  useHostEvents();
  const { now } = useCaptureHere();
  return (
    <Frame screen={route.screen}>
      <ErrorBoundary
        fallbackRender={({ resetErrorBoundary }) => (
          <ScreenStopped
            resetErrorBoundary={resetErrorBoundary}
            isRecording={['recording', 'paused', 'stopping'].includes(now.phase)}
          />
        )}
        resetKeys={[JSON.stringify(route)]}
      >
        <Suspense fallback={<Waiting />}>
          <Doors route={route} />
        </Suspense>
      </ErrorBoundary>
    </Frame>
  );
};

export const App = ({ client, nonce }: { readonly client: Client; readonly nonce: string }): ReactNode => {
  const { t } = useText();
  const theme = useMemo(() => themeWith(t('sign-in.show')), [t]);
  const [queries] = useState(makeQueries);
  const [capture] = useState(() => captureFor(client));
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <ClientProvider value={client}>
          <CaptureProvider value={capture}>
            <Screens />
          </CaptureProvider>
        </ClientProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
};
