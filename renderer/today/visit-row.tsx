import { Badge, Progress } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { VisitSummary } from '../../shared/contract/visits.ts';
import { addressOf } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { STATE_COLOURS } from '../ui/state-colours.ts';
import { dayOrTime } from '../ui/time.ts';
import { firstPart } from '../visit/visit-part.ts';

const Waiting = ({ visit }: { readonly visit: VisitSummary }): ReactNode => {
  const { t } = useText();
  const open = visit.open.interrupt + visit.open.show;
  if (visit.progress)
    return (
      <Progress
        value={Math.round(visit.progress.share * 100)}
        aria-label={t(`stage.${visit.progress.stage}`)}
        w={120}
        size="sm"
      />
    );
  return (
    <>
      {visit.questions > 0 && (
        <span className="visit-questions">
          <IconMessageQuestion size={16} aria-hidden="true" />{' '}
          {t('question.count', { count: visit.questions })}
        </span>
      )}
      {(visit.state === 'draft' || visit.state === 'ready-for-review') && open > 0 && (
        <span>{t('flags.open', { count: open })}</span>
      )}
    </>
  );
};

/** One visit on the work list. */
export const VisitRow = ({ visit }: { readonly visit: VisitSummary }): ReactNode => {
  const { t, tongue } = useText();
  const isStopped = visit.error !== undefined && !visit.progress;
  return (
    <li className="visit-row">
      <time dateTime={visit.createdAt}>{dayOrTime(tongue, visit.createdAt)}</time>
      <a
        className="visit-link"
        href={addressOf({ screen: 'visit', visit: visit.id, part: firstPart(visit.state) })}
      >
        <span className="visit-name">{visit.label || t('today.nobody')}</span>
      </a>
      <span className="visit-flags">
        <Waiting visit={visit} />
      </span>
      <Badge
        variant="light"
        color={isStopped ? 'orange' : STATE_COLOURS[visit.state]}
        radius="sm"
        className="visit-state"
      >
        {t(isStopped ? 'state.stopped' : `state.${visit.state}`)}
      </Badge>
    </li>
  );
};
