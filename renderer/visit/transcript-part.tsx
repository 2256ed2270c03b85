import { Button, Group, Select, Title } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import type { Speaker, Transcript } from '../../shared/contract/transcript.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange, useTranscript } from '../api/queries.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { PlainWords } from '../record/plain-words.tsx';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { Waiting } from '../ui/waiting.tsx';
import type { ReviewDesk } from '../review/use-review-desk.ts';
import { noteLines, restingOn, saidIn, turnsUnder, wordsOf } from './links.ts';
import { PlayerBar } from './player-bar.tsx';
import { usePlayer } from './player.tsx';
import { RestingLines } from './resting-lines.tsx';
import { useSources } from './sources.tsx';
import { TranscriptView, type Picked } from './transcript-view.tsx';

const SPEAKERS: readonly Speaker[] = ['clinician', 'patient', 'other'];

/** Who said it: swaps the two voices everywhere, or gives the picked turn to someone else. Everything is made anew. */
const SpeakerTools = ({
  view,
  picked,
}: {
  readonly view: VisitView;
  readonly picked: Picked | undefined;
}): ReactNode => {
  const { t } = useText();
  const swap = useChange('speakers.swap');
  const relabel = useChange('speakers.relabel');
  const visit = view.summary.id;
  const { transcript } = useSources();
  const turn = transcript?.turns.find(({ id }) => id === picked?.turn);
  const error = swap.error ?? relabel.error;
  return (
    <section className="speaker-tools" aria-label={t('speakers.title')}>
      <Title order={2} size="h5" mt="md" mb="xs">
        {t('speakers.title')}
      </Title>
      <Group gap="xs" align="end">
        {turn && (
          <Select
            size="xs"
            label={t('speakers.turn')}
            value={turn.speaker}
            allowDeselect={false}
            disabled={relabel.isPending}
            data={SPEAKERS.map((value) => ({ value, label: t(`speaker.${value}`) }))}
            onChange={(speaker) => {
              const chosen = SPEAKERS.find((one) => one === speaker);
              if (!chosen || chosen === turn.speaker) return;
              const words = picked && wordsOf(turn, picked);
              relabel.mutate({ visit, turns: [turn.id], ...(words && { words }), speaker: chosen });
            }}
          />
        )}
        <Button
          size="xs"
          variant="default"
          loading={swap.isPending}
          onClick={() => {
            swap.mutate({ visit, one: 'clinician', other: 'patient' });
          }}
        >
          {t('speakers.swap')}
        </Button>
      </Group>
      {error && <ErrorPanel error={errorOf(error)} />}
    </section>
  );
};

interface TranscriptPartProps {
  readonly view: VisitView;
  readonly desk: ReviewDesk | undefined;
  readonly mayType: boolean;
}

const Said = ({
  view,
  transcript,
  desk,
  mayType,
}: TranscriptPartProps & { readonly transcript: Transcript }): ReactNode => {
  const { t } = useText();
  const player = usePlayer();
  const middle = useRef<HTMLDivElement>(null);
  const [picked, pick] = useState<Picked>();
  const lines = view.note ? noteLines(view.note) : [];
  const choose = (to: Picked): void => {
    pick(to);
    const said = saidIn(transcript, { source: 'transcript', ...to });
    if (said) player?.seek(said.startMs);
  };
  return (
    <>
      <div className="visit-centre" ref={middle}>
        <TranscriptView
          transcript={transcript}
          picked={picked}
          restingTurns={turnsUnder(lines)}
          onPick={choose}
        />
      </div>
      <aside className="visit-right" aria-label={t('visit.evidence')}>
        <div aria-live="polite">
          <Title order={2} size="h5" mb="xs">
            {t('transcript.lines')}
          </Title>
          <RestingLines
            lines={picked && restingOn(lines, picked.turn, picked.start, picked.end)}
            onShow={(line) => {
              desk?.text.handle.current?.show(line);
              goTo({ screen: 'visit', visit: view.summary.id, part: 'note' });
            }}
          />
        </div>
        <PlayerBar visit={view.summary.id} recordings={view.recordings} durationMs={transcript.durationMs} />
        <PlainWords area={middle} />
        {mayType && <SpeakerTools view={view} picked={picked} />}
      </aside>
    </>
  );
};

/** What was said in the middle; at the right the lines that rest on the picked words. */
export const TranscriptPart = (props: TranscriptPartProps): ReactNode => {
  const { summary, transcript } = props.view;
  const said = useTranscript(summary.id, transcript?.entry);
  if (said.data) return <Said {...props} transcript={said.data} />;
  return (
    <div className="visit-centre wide">
      {said.error ? (
        <ErrorPanel
          error={errorOf(said.error)}
          onAgain={() => {
            void said.refetch();
          }}
        />
      ) : (
        <Waiting />
      )}
    </div>
  );
};
