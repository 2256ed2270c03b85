import { Button, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { ConfirmPatient, PickVisit, useOtherVisits } from './other-visit.tsx';

interface MoveProps {
  readonly visit: string;
  readonly recording: string;
}

const MoveDialog = ({
  visit,
  recording,
  onMoved,
}: MoveProps & { readonly onMoved: () => void }): ReactNode => {
  const { t } = useText();
  const others = useOtherVisits(visit);
  const move = useChange('record.move');
  const [to, setTo] = useState<string | null>(null);
  if (!others) return null;
  if (others.length === 0) return <Text size="sm">{t('move.nowhere')}</Text>;
  return (
    <>
      <Text size="sm" mb="sm">
        {t('move.hint')}
      </Text>
      <PickVisit visits={others} value={to} onChange={setTo} />
      {to !== null && (
        <ConfirmPatient
          visit={to}
          label={t('move.confirm')}
          isPending={move.isPending}
          onConfirm={(identifiersShown) => {
            move.mutate({ visit, recording, toVisit: to, identifiersShown }, { onSuccess: onMoved });
          }}
        />
      )}
      {move.error && <ErrorPanel error={errorOf(move.error)} onAgain={move.reset} />}
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
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title={t('move.title')}
        keepMounted={false}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        <MoveDialog {...of} onMoved={dialog.close} />
      </Modal>
    </>
  );
};
