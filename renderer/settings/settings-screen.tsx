import './settings.css';
import { Tabs, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePerson } from '../app/person.ts';
import { goTo, TABS, type Tab } from '../app/route.ts';
import { AuditTable } from '../audit/audit-table.tsx';
import { useText } from '../language/language.ts';
import { MicrophoneTest } from '../record/microphone-test.tsx';
import { About } from './about.tsx';
import { Backup } from './backup.tsx';
import { ClinicSettingsForm } from './clinic-settings.tsx';
import { Connections } from './connections.tsx';
import { Models } from './models.tsx';
import { OwnVoice } from './own-voice.tsx';
import { PeopleSettings } from './people-settings.tsx';
import { PhraseSettings } from './phrase-settings.tsx';

const Panel = ({ tab }: { readonly tab: Tab }): ReactNode => {
  switch (tab) {
    case 'sound':
      return (
        <>
          <MicrophoneTest />
          <OwnVoice />
        </>
      );
    case 'models':
      return <Models />;
    case 'phrases':
      return <PhraseSettings />;
    case 'people':
      return <PeopleSettings />;
    case 'clinic':
      return (
        <>
          <ClinicSettingsForm />
          <Backup />
        </>
      );
    case 'connections':
      return <Connections />;
    case 'history':
      return <AuditTable />;
    case 'about':
      return <About />;
  }
};

/** What a person or the clinic decides. A tab is an address, so that help can point at it. */
const SettingsScreen = ({ tab }: { readonly tab: Tab }): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const shown = TABS.filter((one) => one !== 'history' || role !== 'scribe');
  return (
    <div className="settings">
      <Title order={1} size="h2" mb="md">
        {t('settings.title')}
      </Title>
      <Tabs
        value={tab}
        orientation="vertical"
        keepMounted={false}
        onChange={(value) => {
          const chosen = TABS.find((one) => one === value);
          if (chosen) goTo({ screen: 'settings', tab: chosen });
        }}
      >
        <Tabs.List>
          {shown.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`settings.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map((one) => (
          <Tabs.Panel key={one} value={one} pl="lg">
            <Title order={2} size="h4" mb="sm">
              {t(`settings.${one}`)}
            </Title>
            <Panel tab={one} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
};

export default SettingsScreen;
