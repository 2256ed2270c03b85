import { SegmentedControl, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { goTo, type Part } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { DraftMark } from '../ui/draft-mark.tsx';

/** Who the visit is of (two identifiers), that it is a draft, and its parts. */
export const VisitHead = ({
  view,
  part,
  lines,
}: {
  readonly view: VisitView;
  readonly part: Part;
  /** How many lines the note has. */
  readonly lines: number;
}): ReactNode => {
  const { t } = useText();
  const { summary } = view;
  const seen = view.seen.length;
  return (
    <header className="visit-head">
      <div>
        <Title order={1} size="h3">
          {summary.label || t('today.nobody')}
        </Title>
        <Text size="sm" c="dimmed">
          {[
            ...view.identifiers,
            view.transcript &&
              t('visit.length', { minutes: Math.max(1, Math.round(view.transcript.durationMs / 60_000)) }),
            lines > 0 && t('visit.looked', { seen: Math.min(seen, lines), all: lines }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      {view.note && (
        <>
          <DraftMark />
          <SegmentedControl
            aria-label={t('visit.views')}
            value={part}
            onChange={(value) => {
              goTo({ screen: 'visit', visit: summary.id, part: value as Part });
            }}
            data={(['note', 'transcript', 'sheet'] as const).map((value) => ({
              value,
              label: t(`visit.${value}`),
            }))}
          />
        </>
      )}
    </header>
  );
};
