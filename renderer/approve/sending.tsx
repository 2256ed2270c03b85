import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { PickPatient } from './pick-patient.tsx';
import { momentIn } from '../ui/time.ts';

/** The way of an approved visit into the record system: sent when, or why not yet, and one button. */
export const SendingState = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t, has, tongue } = useText();
  const { role } = usePerson();
  const send = useChange('release.send');
  const [patient, setPatient] = useState('');
  const { sending, canSend, summary } = view;
  if (!sending && !canSend) return null;
  const reason = `error.${sending?.reason ?? ''}`;
  const isRefused = sending?.state === 'refused';
  const asksWho = isRefused && sending.reason === 'patient-unknown';
  const asksWhich = isRefused && sending.reason === 'patient-ambiguous';
  const said = sending
    ? t(`sending.${sending.state}`, { host: sending.host, when: momentIn(tongue, sending.at) })
    : t('sending.never');
  return (
    <section className="sending">
      <Title order={3} size="h5" mb="xs">
        {t('sending.title')}
      </Title>
      <Text size="sm" role="status">
        {said} {has(reason) && t(reason)}
      </Text>
      {canSend && role === 'clinician' && sending?.state !== 'sent' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const named = patient.trim();
            send.mutate({ visit: summary.id, ...(named !== '' && { patient: named }) });
          }}
        >
          <Group align="end" mt="xs">
            {asksWho && (
              <TextInput
                label={t('sending.patient')}
                maxLength={64}
                value={patient}
                onChange={(event) => {
                  setPatient(event.currentTarget.value);
                }}
              />
            )}
            <Button type="submit" variant="default" loading={send.isPending}>
              {t(sending ? 'sending.again' : 'sending.now')}
            </Button>
          </Group>
        </form>
      )}
      {canSend && role === 'clinician' && asksWhich && (
        <PickPatient
          visit={summary.id}
          onPick={(id) => {
            send.mutate({ visit: summary.id, patient: id });
          }}
        />
      )}
      {send.error && <ErrorPanel error={errorOf(send.error)} onAgain={send.reset} />}
    </section>
  );
};
