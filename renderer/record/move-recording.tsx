import { Button, Modal, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useChange, useVisit, useVisits } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { momentIn } from '../ui/time.ts';
import { identifiersShown } from './identifiers.ts';

interface MoveProps {
  readonly visit: string;
  readonly recording: string;
}

/** The patient the sound would go to, by name and identifiers, before it goes there. */
const Confirm = ({
  visit,
  recording,
  to,
  onMoved,
}: MoveProps & {
  readonly to: string;
  readonly onMoved: () => void;
}): ReactNode => {
  const { t } = useText();
  const target = useVisit(to).data;
  const move = useChange('record.move');
  if (!target) return null;
  const shown = identifiersShown(target.summary.label, target.identifiers);
  return (
    <>
      <p className="identity-name">{target.summary.label}</p>
      <p className="identity-others">{target.identifiers.join(' · ') || t('move.no-others')}</p>
      {shown.length < 2 && (
        <Text size="xs" c="dimmed" mb="xs">
          {t('identity.two')}
        </Text>
      )}
      <Button
        disabled={shown.length < 2}
        loading={move.isPending}
        onClick={() => {
          move.mutate(
            { visit, recording, toVisit: to, identifiersShown: [...shown] },
            { onSuccess: onMoved },
          );
        }}
      >
        {t('move.confirm')}
      </Button>
      {move.error && <ErrorPanel error={errorOf(move.error)} onAgain={move.reset} />}
    </>
  );
};

const MoveDialog = ({ onMoved, ...of }: MoveProps & { readonly onMoved: () => void }): ReactNode => {
  const { t, tongue } = useText();
  const visits = useVisits();
  const [to, setTo] = useState<string | null>(null);
  const others = (visits.data ?? []).filter(
    ({ id, state }) => id !== of.visit && state !== 'approved' && state !== 'closed',
  );
  if (others.length === 0) return <Text size="sm">{t('move.nowhere')}</Text>;
  return (
    <>
      <Text size="sm" mb="sm">
        {t('move.hint')}
      </Text>
      <Select
        mb="md"
        searchable
        label={t('move.to')}
        value={to}
        onChange={setTo}
        data={others.map(({ id, label, createdAt }) => ({
          value: id,
          label: `${label} (${momentIn(tongue, createdAt)})`,
        }))}
      />
      {to !== null && <Confirm {...of} to={to} onMoved={onMoved} />}
    </>
  );
};

/** A recording that was made under the wrong patient goes to the right one. */
export const MoveRecording = (of: MoveProps): ReactNode => {
  const { t } = useText();
  const [isOpen, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={dialog.open}>
        {t('move.title')}
      </Button>
      <Modal opened={isOpen} onClose={dialog.close} title={t('move.title')} keepMounted={false}>
        <MoveDialog {...of} onMoved={dialog.close} />
      </Modal>
    </>
  );
};
