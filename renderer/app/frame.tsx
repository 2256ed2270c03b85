import {
  ActionIcon,
  Group,
  SegmentedControl,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconKeyboard, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { speak, useText, type Tongue } from '../language/language.ts';
import { CheatSheet } from './cheat-sheet.tsx';
import { goTo, type Route } from './route.ts';

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

/** What surrounds every screen: the name, the switches, the keyboard list, and where visits are kept. */
export const Frame = ({
  screen,
  children,
}: {
  readonly screen: Route['screen'];
  readonly children: ReactNode;
}): ReactNode => {
  const { t } = useText();
  const [helping, help] = useDisclosure(false);
  useHotkeys([
    ['shift+?', help.toggle],
    [
      'alt+H',
      () => {
        goTo({ screen: 'today' });
      },
    ],
  ]);
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
          <Text size="sm" c="dimmed" visibleFrom="sm">
            {t('app.tagline')}
          </Text>
        )}
        <Group gap="xs" ml="auto">
          <LanguageSwitch />
          <ThemeSwitch />
          <Tooltip label={`${t('app.help')} (?)`}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('app.help')}
              onClick={help.open}
            >
              <IconKeyboard size={20} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </header>
      <main id="main" tabIndex={-1} className={`frame-main screen-${screen}`}>
        {children}
      </main>
      <CheatSheet opened={helping} onClose={help.close} />
    </div>
  );
};
