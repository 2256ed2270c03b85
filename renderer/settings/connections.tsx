import { ActionIcon, Button, Group, Text, TextInput, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useAction, useAsk } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { ModelForm } from './model-form.tsx';
import { Partners } from './partners.tsx';
import { RecordForm } from './record-form.tsx';
import { RecordSignIn } from './record-sign-in.tsx';
import { useSettings } from './use-settings.ts';

/** The hosts that Footnote may reach: none, until an administrator says so. */
const Hosts = ({ onChanged }: { readonly onChanged: () => void }): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const settings = useSettings();
  const change = useAction('settings.egress');
  const [host, setHost] = useState('');
  const hosts = settings.data?.egress ?? [];
  const mayChange = role === 'administrator';
  const set = (to: readonly string[]): void => {
    change.mutate(
      { hosts: [...to] },
      {
        onSuccess: () => {
          setHost('');
          onChanged();
        },
      },
    );
  };
  if (settings.error)
    return (
      <ErrorPanel
        error={errorOf(settings.error)}
        onAgain={() => {
          void settings.refetch();
        }}
      />
    );
  return (
    <>
      <Text size="sm" mb="sm">
        {t(hosts.length === 0 ? 'connections.none' : 'connections.some')}
      </Text>
      {hosts.length > 0 && (
        <ul className="settings-rows">
          {hosts.map((one) => (
            <li key={one} className="settings-row">
              <span className="grow">{one}</span>
              {mayChange && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('connections.remove', { host: one })}
                  onClick={() => {
                    set(hosts.filter((other) => other !== one));
                  }}
                >
                  <IconX size={18} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            set([...new Set([...hosts, host.trim().toLowerCase()])]);
          }}
        >
          <Group align="end">
            <TextInput
              label={t('connections.host')}
              placeholder="ehr.clinic.example"
              value={host}
              onChange={(event) => {
                setHost(event.currentTarget.value);
              }}
            />
            <Button type="submit" variant="default" disabled={host.trim() === ''} loading={change.isPending}>
              {t('connections.add')}
            </Button>
          </Group>
        </form>
      ) : (
        <Text size="sm" c="dimmed">
          {t('settings.administrator')}
        </Text>
      )}
      {change.error && <ErrorPanel error={errorOf(change.error)} onAgain={change.reset} />}
    </>
  );
};

/** What else is asked, and which hosts may be reached at all. */
export const Connections = (): ReactNode => {
  const { t } = useText();
  const connections = useAsk('connections.get', {});
  const settings = useSettings();
  if (connections.error)
    return (
      <ErrorPanel
        error={errorOf(connections.error)}
        onAgain={() => {
          void connections.refetch();
        }}
      />
    );
  if (!connections.data) return <Waiting />;
  const { record } = connections.data;
  const refetch = (): void => {
    void connections.refetch();
    void settings.refetch();
  };
  return (
    <>
      <ModelForm
        key={JSON.stringify(connections.data.model)}
        kept={connections.data.model}
        evaluation={connections.data.evaluation}
        onSaved={refetch}
      />
      <RecordForm
        key={JSON.stringify({ ...record, launch: record?.launch?.redirect })}
        kept={record}
        onSaved={refetch}
      />
      {record?.launch && <RecordSignIn host={record.host} launch={record.launch} onChanged={refetch} />}
      {record && <Partners />}
      <Title order={3} size="h5" mt="lg" mb="xs">
        {t('connections.hosts')}
      </Title>
      <Hosts onChanged={refetch} />
    </>
  );
};
