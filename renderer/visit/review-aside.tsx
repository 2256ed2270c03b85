import { Tabs, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { FlagList } from '../review/flag-list.tsx';
import { LineQuestions } from '../review/line-questions.tsx';
import { LineSource } from '../review/line-source.tsx';
import { PointAtHand } from '../review/point-at-hand.tsx';
import { RewordNote } from '../review/reword-note.tsx';
import { ShareDraft } from '../review/share-draft.tsx';
import { Suggestions } from '../review/suggestions.tsx';
import type { ReviewDesk } from '../review/use-review-desk.ts';
import { PlayerBar } from './player-bar.tsx';

/** The right of the desk: where the line comes from, its sound, and what to look at. */
export const ReviewAside = ({
  desk,
  mayType,
  durationMs,
}: {
  readonly desk: ReviewDesk;
  readonly mayType: boolean;
  readonly durationMs: number;
}): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const { view, openFlags } = desk;
  const connections = useAsk('connections.get', {});
  const partners = useAsk('partners.list', {});
  const mayShare = mayType && (partners.data?.partners.length ?? 0) > 0;
  const explains = mayType && (connections.data?.model.tasks.includes('differential') ?? false);
  const missing = openFlags.filter(({ kind }) => kind === 'omitted');
  const [tab, setTab] = useState<string | null>('flags');
  const [shownFlag, setShownFlag] = useState(desk.flag);
  if (desk.flag !== shownFlag) {
    // A point that was jumped to is on the screen, whichever list it is in.
    setShownFlag(desk.flag);
    const flag = view.flags.find(({ id }) => id === desk.flag);
    if (flag) setTab(flag.kind === 'omitted' ? 'omitted' : 'flags');
  }
  return (
    <aside className="visit-right" aria-label={t('visit.evidence')}>
      <div aria-live="polite">
        <PointAtHand desk={desk} mayType={mayType} />
      </div>
      <div className="evidence" aria-live="polite">
        {(desk.shown !== undefined || desk.flag === undefined) && (
          <>
            <Title order={2} size="h5">
              {t('visit.evidence')}
            </Title>
            <LineSource desk={desk} />
          </>
        )}
        {mayType && <RewordNote desk={desk} />}
        {desk.shown && (
          <LineQuestions
            key={desk.shown.id}
            visit={view.summary.id}
            line={desk.shown.id}
            questions={view.questions}
            role={role}
          />
        )}
      </div>
      <PlayerBar visit={view.summary.id} recordings={view.recordings} durationMs={durationMs} />
      <Tabs value={tab} onChange={setTab} keepMounted={false} className="review-tabs">
        <Tabs.List>
          <Tabs.Tab value="flags">
            {t('visit.flags.count', { count: openFlags.length - missing.length })}
          </Tabs.Tab>
          <Tabs.Tab value="omitted">{t('omitted.count', { count: missing.length })}</Tabs.Tab>
          {(view.suggestions.length > 0 || explains) && (
            <Tabs.Tab value="suggestions">{t('suggestions.title')}</Tabs.Tab>
          )}
          {mayShare && <Tabs.Tab value="sharing">{t('sharing.title')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="flags" pt="sm">
          <FlagList desk={desk} omitted={false} />
        </Tabs.Panel>
        <Tabs.Panel value="omitted" pt="sm">
          <FlagList desk={desk} omitted />
        </Tabs.Panel>
        <Tabs.Panel value="suggestions" pt="sm">
          <Suggestions desk={desk} mayTake={mayType && role === 'clinician'} />
        </Tabs.Panel>
        <Tabs.Panel value="sharing" pt="sm">
          <ShareDraft desk={desk} partners={partners.data?.partners ?? []} />
        </Tabs.Panel>
      </Tabs>
    </aside>
  );
};
