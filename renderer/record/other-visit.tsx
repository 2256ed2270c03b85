import { Button, Select, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IdentifierShown } from '../../shared/contract/vault.ts';
import type { VisitSummary } from '../../shared/contract/visits.ts';
import { useVisit, useVisits } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { momentIn } from '../ui/time.ts';
import { identifiersShown } from './identifiers.ts';

/** Visits that sound of this one may go to: nothing is added to what was signed. */
export const useOtherVisits = (visit: string): readonly VisitSummary[] | undefined =>
  useVisits().data?.filter(
    ({ id, state, recording }) => id !== visit && !recording && state !== 'approved' && state !== 'closed',
  );

export const PickVisit = ({
  visits,
  value,
  onChange,
}: {
  readonly visits: readonly VisitSummary[];
  readonly value: string | null;
  readonly onChange: (visit: string | null) => void;
}): ReactNode => {
  const { t, tongue } = useText();
  return (
    <Select
      mb="md"
      searchable
      label={t('move.to')}
      value={value}
      onChange={onChange}
      data={visits.map(({ id, label, createdAt }) => ({
        value: id,
        label: `${label || t('today.nobody')} (${momentIn(tongue, createdAt)})`,
      }))}
    />
  );
};

/** The patient that sound would go to, by name and identifiers, before it goes there. */
export const ConfirmPatient = ({
  visit,
  label,
  isPending,
  onConfirm,
}: {
  readonly visit: string;
  /** What the button says. */
  readonly label: string;
  readonly isPending: boolean;
  readonly onConfirm: (shown: IdentifierShown[]) => void;
}): ReactNode => {
  const { t } = useText();
  const target = useVisit(visit).data;
  if (!target) return null;
  const shown = identifiersShown(target.summary.label, target.identifiers);
  const isWithdrawn = target.consent.state === 'withdrawn';
  return (
    <>
      <p className="identity-name">{target.summary.label || t('today.nobody')}</p>
      <p className="identity-others">{target.identifiers.join(' · ') || t('move.no-others')}</p>
      {shown.length < 2 && (
        <Text size="xs" c="dimmed" mb="xs">
          {t('identity.two')}
        </Text>
      )}
      {isWithdrawn && (
        <Text size="xs" c="dimmed" mb="xs">
          {t('error.consent-withdrawn')}
        </Text>
      )}
      <Button
        disabled={shown.length < 2 || isWithdrawn}
        loading={isPending}
        onClick={() => {
          onConfirm([...shown]);
        }}
      >
        {label}
      </Button>
    </>
  );
};
