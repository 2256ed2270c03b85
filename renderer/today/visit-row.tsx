import { Badge, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import type { VisitStage } from '../../shared/contract/vault.ts';
import type { VisitSummary } from '../../shared/contract/visits.ts';
import { addressOf } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { timeOfDay } from '../ui/time.ts';

const COLOURS: Readonly<Record<VisitStage, string>> = {
  new: 'gray',
  briefed: 'blue',
  recording: 'red',
  transcribing: 'pine',
  draft: 'pine',
  'ready-for-review': 'pine',
  approved: 'gray',
  closed: 'gray',
};

/** One visit on the work list. */
export const VisitRow = ({ visit }: { readonly visit: VisitSummary }): ReactNode => {
  const { t, tongue } = useText();
  const name = visit.label || t('today.nobody');
  const open = visit.open.interrupt + visit.open.show;
  const share = Math.round((visit.progress?.share ?? 0) * 100);
  return (
    <li className="visit-row">
      <time dateTime={visit.createdAt}>{timeOfDay(tongue, visit.createdAt)}</time>
      <a className="visit-link" href={addressOf({ screen: 'visit', visit: visit.id, part: 'note' })}>
        <span className="visit-name">{name}</span>
      </a>
      <span className="visit-flags">
        {visit.state === 'draft' && (open > 0 ? t('flags.open', { count: open }) : t('flags.none'))}
        {visit.progress && (
          <Progress value={share} aria-label={t(`stage.${visit.progress.stage}`)} w={120} size="sm" />
        )}
      </span>
      <Badge variant="light" color={COLOURS[visit.state]} radius="sm" className="visit-state">
        {t(`state.${visit.state}`)}
      </Badge>
    </li>
  );
};
