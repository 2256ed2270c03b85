import { Button, Modal, SegmentedControl, Text } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { FootnoteError } from '../../shared/contract/errors.ts';
import type { IdentifierShown } from '../../shared/contract/vault.ts';
import { useChange } from '../api/queries.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { clock } from '../ui/time.ts';
import { useCaptureHere } from './capture-here.ts';
import { ConfirmPatient, PickVisit, useOtherVisits } from './other-visit.tsx';
import { identifiersIn, NOBODY, PatientFields } from './patient-fields.tsx';

/** How long ago the next patient may have come in, in ms; they are often noticed late. */
const AGO = [0, 30_000, 60_000, 120_000, 300_000];

/** A visit for someone who is not on the list yet. */
const NewPatient = ({ onMade }: { readonly onMade: (visit: string) => void }): ReactNode => {
  const { t } = useText();
  const create = useChange('visits.create');
  const [patient, setPatient] = useState(NOBODY);
  return (
    <form
      className="stacked"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(
          { label: patient.label, identifiers: identifiersIn(patient) },
          {
            onSuccess: ({ visit }) => {
              onMade(visit);
            },
          },
        );
      }}
    >
      <PatientFields patient={patient} onChange={setPatient} />
      <Button
        type="submit"
        variant="default"
        loading={create.isPending}
        disabled={patient.label.trim() === '' || identifiersIn(patient).length === 0}
      >
        {t('next.make')}
      </Button>
      {create.error && <ErrorPanel error={errorOf(create.error)} onAgain={create.reset} />}
    </form>
  );
};

/** How long before the dialog was opened the next patient came in. */
const CameIn = ({
  ago,
  takenMs,
  onChange,
}: {
  readonly ago: number;
  readonly takenMs: number;
  readonly onChange: (ago: number) => void;
}): ReactNode => {
  const { t } = useText();
  return (
    <>
      <Text size="sm" fw={500} id="next-ago">
        {t('next.ago')}
      </Text>
      <SegmentedControl
        size="xs"
        mb="md"
        aria-labelledby="next-ago"
        value={String(ago)}
        onChange={(value) => {
          onChange(Number(value));
        }}
        data={AGO.filter((ms) => ms <= takenMs).map((ms) => ({
          value: String(ms),
          label: ms === 0 ? t('next.now') : t('next.before', { time: clock(ms) }),
        }))}
      />
    </>
  );
};

const NextDialog = ({
  visit,
  openedAt,
  onClose,
}: {
  readonly visit: string;
  /** How much was taken when the person asked: what is said while the dialog is open is the next patient's. */
  readonly openedAt: number;
  readonly onClose: () => void;
}): ReactNode => {
  const { t } = useText();
  const { capture, now } = useCaptureHere();
  const queries = useQueryClient();
  const others = useOtherVisits(visit);
  const [ago, setAgo] = useState(0);
  const [to, setTo] = useState<string | null>(null);
  const [isMaking, setMaking] = useState(false);
  const [isSplitting, setSplitting] = useState(false);
  const [error, setError] = useState<FootnoteError>();
  const split = async (toVisit: string, shown: readonly IdentifierShown[]): Promise<void> => {
    setSplitting(true);
    const done = await capture.split(toVisit, ago + now.takenMs - openedAt, shown);
    setSplitting(false);
    if (!done.ok) {
      setError(done.error);
      return;
    }
    await queries.invalidateQueries();
    onClose();
    goTo({ screen: 'visit', visit: toVisit, part: 'record' });
  };
  return (
    <>
      <Text size="sm" mb="sm">
        {t('next.hint')}
      </Text>
      <CameIn ago={ago} takenMs={openedAt} onChange={setAgo} />
      {isMaking ? (
        <NewPatient
          onMade={(made) => {
            setTo(made);
            setMaking(false);
          }}
        />
      ) : (
        <>
          <PickVisit visits={others ?? []} value={to} onChange={setTo} />
          <Button
            size="compact-sm"
            variant="subtle"
            mb="md"
            onClick={() => {
              setMaking(true);
            }}
          >
            {t('next.new')}
          </Button>
          {to !== null && (
            <ConfirmPatient
              visit={to}
              label={t('next.confirm')}
              isPending={isSplitting}
              onConfirm={(shown) => {
                void split(to, shown);
              }}
            />
          )}
        </>
      )}
      {error && (
        <ErrorPanel
          error={error}
          recordingKept
          onAgain={() => {
            setError(undefined);
          }}
        />
      )}
    </>
  );
};

/** The next patient walked in while the recorder ran: the sound since then becomes the other visit's and goes on there. */
export const NextPatient = ({ visit }: { readonly visit: string }): ReactNode => {
  const { t } = useText();
  const { now } = useCaptureHere();
  const [openedAt, setOpenedAt] = useState<number>();
  const close = (): void => {
    setOpenedAt(undefined);
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        color="gray"
        leftSection={<IconUserPlus size={16} aria-hidden="true" />}
        onClick={() => {
          setOpenedAt(now.takenMs);
        }}
      >
        {t('next.title')}
      </Button>
      <Modal
        opened={openedAt !== undefined}
        onClose={close}
        size="lg"
        title={t('next.title')}
        closeButtonProps={{ 'aria-label': t('app.close') }}
      >
        {openedAt !== undefined && <NextDialog visit={visit} openedAt={openedAt} onClose={close} />}
      </Modal>
    </>
  );
};
