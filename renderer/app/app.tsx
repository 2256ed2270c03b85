import { Center, Loader, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import type { Client } from '../api/client.ts';
import { ClientProvider, Refusal, useHostEvents } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { Today } from '../today/today.tsx';
import { ScreenStopped } from '../ui/error-panel.tsx';
import { Frame } from './frame.tsx';
import { useRoute } from './route.ts';
import { theme } from './theme.ts';

const VisitScreen = lazy(() => import('../visit/visit-screen.tsx'));

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

const Screens = (): ReactNode => {
  const route = useRoute();
  const { t } = useText();
  useHostEvents();
  const waiting = (
    <Center mih="50vh" role="status" aria-label={t('app.loading')}>
      <Loader type="dots" />
    </Center>
  );
  return (
    <Frame screen={route.screen}>
      <ErrorBoundary FallbackComponent={ScreenStopped} resetKeys={[route.screen]}>
        <Suspense fallback={waiting}>
          {route.screen === 'today' ? (
            <Today />
          ) : (
            <VisitScreen key={route.visit} visit={route.visit} part={route.part} />
          )}
        </Suspense>
      </ErrorBoundary>
    </Frame>
  );
};

export const App = ({ client, nonce }: { readonly client: Client; readonly nonce: string }): ReactNode => {
  const [queries] = useState(makeQueries);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <ClientProvider value={client}>
          <Screens />
        </ClientProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
};
