import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { RecordConnectionView, SignsIn } from '../../shared/contract/connections.ts';
import { useAction } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { SmartFields } from './smart-fields.tsx';
import { askedOf, Confirmed, ServerFields, typedFrom } from './server-fields.tsx';

/** Where approved visits go now. */
const WhereTo = ({ kept }: { readonly kept: RecordConnectionView | undefined }): ReactNode => {
  const { t } = useText();
  return (
    <>
      <Title order={3} size="h5" mt="lg" mb="xs">
        {t('connections.record')}
      </Title>
      <Text size="sm" mb="sm">
        {kept ? t('connections.record.some', { host: kept.host }) : t('connections.record.none')}
      </Text>
    </>
  );
};

/** The record system that approved visits are sent to: none, until an administrator names one. */
export const RecordForm = ({
  kept,
  onSaved,
}: {
  readonly kept: RecordConnectionView | undefined;
  readonly onSaved: () => void;
}): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const save = useAction('connections.set-record');
  const attempt = useAction('connections.try-record');
  const [typed, setTyped] = useState(typedFrom(kept));
  const [client, setClient] = useState(kept?.smart?.client ?? kept?.launch?.client ?? '');
  const [signsIn, setSignsIn] = useState<SignsIn>(kept?.launch ? 'person' : 'program');
  const mayChange = role === 'administrator';
  const error = save.error ?? attempt.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const registered = client.trim();
        const server = { ...askedOf(typed), ...(registered !== '' && { client: registered, signsIn }) };
        save.mutate({ server }, { onSuccess: onSaved });
      }}
    >
      <WhereTo kept={kept} />
      <Stack gap="sm">
        {kept && <Confirmed kept={kept} />}
        {mayChange && (
          <>
            <ServerFields
              typed={typed}
              kept={kept}
              placeholder="https://ehr.clinic.example/fhir"
              onTyped={setTyped}
            />
            <SmartFields
              kept={kept}
              client={client}
              signsIn={signsIn}
              onClient={setClient}
              onSignsIn={setSignsIn}
            />
            <Group>
              <Button type="submit" loading={save.isPending} disabled={typed.url.trim() === ''}>
                {t('settings.save')}
              </Button>
              {kept && (
                <>
                  <Button
                    variant="default"
                    loading={attempt.isPending}
                    onClick={() => {
                      attempt.mutate({});
                    }}
                  >
                    {t('connections.model.try')}
                  </Button>
                  <Button
                    variant="default"
                    onClick={() => {
                      save.mutate({ server: null }, { onSuccess: onSaved });
                    }}
                  >
                    {t('connections.record.end')}
                  </Button>
                </>
              )}
            </Group>
          </>
        )}
        {attempt.data && (
          <Text size="sm" role="status">
            {t('connections.record.answers')}
          </Text>
        )}
        {error && (
          <ErrorPanel
            error={errorOf(error)}
            onAgain={() => {
              save.reset();
              attempt.reset();
            }}
          />
        )}
      </Stack>
    </form>
  );
};
