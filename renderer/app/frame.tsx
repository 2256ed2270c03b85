import {
  ActionIcon,
  Group,
  Menu,
  SegmentedControl,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import {
  IconChartBar,
  IconKeyboard,
  IconLock,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSettings,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import type { AtTheDesk } from '../../shared/contract/people.ts';
import { useAction, useAppState } from '../api/queries.ts';
import { speak, useText, type Tongue } from '../language/language.ts';
import { RecordingLight } from '../record/recording-light.tsx';
import { goTo, type Route } from './route.ts';

const CheatSheet = lazy(() =>
  import('./cheat-sheet.tsx').then(({ CheatSheet: sheet }) => ({ default: sheet })),
);
const Palette = lazy(() => import('./palette.tsx'));
const ThemeSwitch = (): ReactNode => {
  const { t } = useText();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const label = t(scheme === 'light' ? 'app.theme.dark' : 'app.theme.light');
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => {
          setColorScheme(scheme === 'light' ? 'dark' : 'light');
        }}
      >
        {scheme === 'light' ? <IconMoon size={20} /> : <IconSun size={20} />}
      </ActionIcon>
    </Tooltip>
  );
};

const LanguageSwitch = (): ReactNode => {
  const { t, tongue } = useText();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('app.language')}
      value={tongue}
      onChange={(value) => {
        speak(value as Tongue);
      }}
      data={[
        { value: 'en', label: 'EN' },
        { value: 'es', label: 'ES' },
      ]}
    />
  );
};

/** Who is signed in, and the ways out of sight. */
const PersonMenu = ({ desk }: { readonly desk: AtTheDesk }): ReactNode => {
  const { t } = useText();
  const queries = useQueryClient();
  const lock = useAction('people.lock');
  const signOut = useAction('people.sign-out');
  const after = {
    onSuccess: () => {
      void queries.invalidateQueries();
    },
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('app.person', { who: desk.label })}>
          <IconUser size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {desk.label} · {t(`role.${desk.role}`)}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconSettings size={16} aria-hidden="true" />}
          onClick={() => {
            goTo({ screen: 'settings', tab: 'sound' });
          }}
        >
          {t('settings.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconChartBar size={16} aria-hidden="true" />}
          onClick={() => {
            goTo({ screen: 'doing' });
          }}
        >
          {t('doing.title')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLock size={16} aria-hidden="true" />}
          onClick={() => {
            lock.mutate({}, after);
          }}
        >
          {t('app.lock')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden="true" />}
          onClick={() => {
            signOut.mutate(
              {},
              {
                onSuccess: () => {
                  // Whoever comes next begins at the day, not in somebody's visit.
                  goTo({ screen: 'today' });
                  after.onSuccess();
                },
              },
            );
          }}
        >
          {t('app.sign-out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};

const HeadButton = ({
  label,
  icon,
  onClick,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}): ReactNode => (
  <Tooltip label={label}>
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  </Tooltip>
);

/** A new screen begins at its top and takes the focus, so that a reader of the screen hears that it came. */
const useFreshScreen = (screen: string): void => {
  useEffect(() => {
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [screen]);
};

/** What surrounds every screen: the name, the person, the switches and the keyboard list. */
export const Frame = ({
  screen,
  children,
}: {
  readonly screen: Route['screen'];
  readonly children: ReactNode;
}): ReactNode => {
  const { t } = useText();
  const state = useAppState();
  const desk = state.data?.desk;
  const isIn = desk !== undefined && !desk.locked;
  const [helping, help] = useDisclosure(false);
  const [searching, search] = useDisclosure(false);
  useFreshScreen(screen);
  useHotkeys(
    [
      ['shift+?', help.toggle],
      [
        'alt+H',
        () => {
          goTo({ screen: 'today' });
        },
      ],
      [
        'mod+K',
        () => {
          if (isIn) search.open();
        },
      ],
    ],
    ['INPUT', 'TEXTAREA', 'SELECT'],
    true,
  );
  return (
    <div className="frame">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('app.skip')}
      </a>
      <header className="frame-head">
        <a className="wordmark" href="#/" title={t('app.home')}>
          Footnote<sup aria-hidden="true">1</sup>
        </a>
        {screen === 'today' && (
          <Text size="sm" c="dimmed" visibleFrom="md">
            {t('app.tagline')}
          </Text>
        )}
        <Group gap={4} ml="auto" wrap="nowrap">
          {isIn && <RecordingLight />}
          {isIn && (
            <HeadButton
              label={`${t('palette.title')} (Ctrl K)`}
              icon={<IconSearch size={20} />}
              onClick={search.open}
            />
          )}
          <LanguageSwitch />
          <ThemeSwitch />
          <HeadButton label={`${t('app.help')} (?)`} icon={<IconKeyboard size={20} />} onClick={help.open} />
          {isIn && <PersonMenu desk={desk} />}
        </Group>
      </header>
      <main id="main" tabIndex={-1} className={`frame-main screen-${screen}`}>
        {children}
      </main>
      {helping && (
        <Suspense>
          <CheatSheet opened onClose={help.close} />
        </Suspense>
      )}
      {searching && isIn && (
        <Suspense>
          <Palette onClose={search.close} />
        </Suspense>
      )}
    </div>
  );
};
