import { Button, Text } from '@mantine/core';
import { IconFileText, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Evidence, TranscriptEvidence } from '../../shared/contract/evidence.ts';
import type { Speaker, Transcript } from '../../shared/contract/transcript.ts';
import { useText } from '../language/language.ts';
import { clock } from '../ui/time.ts';
import { chartedAt, saidIn } from '../visit/links.ts';
import { usePlayer } from '../visit/player.tsx';
import { useSources } from '../visit/sources.tsx';
import { cardsOf, markedToo, passageIn, type PassagePart, type SourceCard } from './passages.ts';

interface Passage {
  readonly speaker: Speaker;
  readonly parts: readonly PassagePart[];
  readonly startMs: number;
  readonly endMs: number;
}

const SaidCard = ({ said, spoken }: { readonly said: Passage; readonly spoken: string }): ReactNode => {
  const { t } = useText();
  const player = usePlayer();
  return (
    <>
      <div className="source-head">
        {t('evidence.said', { who: t(`speaker.${said.speaker}`), time: clock(said.startMs) })}
      </div>
      <blockquote lang={spoken}>
        {said.parts.map(({ text, isMarked }, index) =>
          // The parts of a passage have no name but their place.
          isMarked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
      </blockquote>
      {player && !player.state.failed && (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconPlayerPlayFilled size={14} aria-hidden="true" />}
          onClick={() => {
            player.playWords(said.startMs, said.endMs);
          }}
        >
          {t('evidence.play', { time: clock(said.startMs) })}
        </Button>
      )}
    </>
  );
};

const ChartCard = ({ resource }: { readonly resource: string }): ReactNode => {
  const { t } = useText();
  const { chart } = useSources();
  const entry = chart && chartedAt(chart, resource);
  return (
    <>
      <div className="source-head">
        <IconFileText size={15} aria-hidden="true" /> {t('evidence.chart')}
      </div>
      {entry ? (
        <p className="charted">
          <strong>{entry.name}</strong> {entry.detail}
        </p>
      ) : (
        <Text size="sm" c="dimmed">
          {t('evidence.chart.gone')}
        </Text>
      )}
    </>
  );
};

/** The passage of the turn that a card shows; `undefined` where its words are not in this transcript. */
const passageOf = (transcript: Transcript, { spans, others }: SourceCard): Passage | undefined => {
  const said = spans.flatMap((span) => saidIn(transcript, span) ?? []);
  const [first] = said;
  if (!first) return undefined;
  return {
    speaker: first.speaker,
    parts: passageIn(`${first.before}${first.words}${first.after}`, [...spans, ...others]),
    startMs: Math.min(...said.map(({ startMs }) => startMs)),
    endMs: Math.max(...said.map(({ endMs }) => endMs)),
  };
};

const Source = ({ card }: { readonly card: SourceCard }): ReactNode => {
  const { t } = useText();
  const { transcript } = useSources();
  const { first: one } = card;
  switch (one.source) {
    case 'transcript': {
      const said = transcript && passageOf(transcript, card);
      return said ? <SaidCard said={said} spoken={transcript.language} /> : null;
    }
    case 'chart':
      return <ChartCard resource={one.resource} />;
    case 'typed':
      return <div className="source-head">{t('evidence.typed', { who: one.by })}</div>;
    case 'event':
      return <div className="source-head">{t('evidence.event')}</div>;
    case 'question':
      return <div className="source-head">{t('evidence.question')}</div>;
    case 'rule':
      return <div className="source-head">{t('evidence.rule')}</div>;
  }
};

/** Every source of a line or a flag; those in one passage of a turn share a card. */
export const SourceList = ({
  evidence,
  firstMark,
  marking = [],
}: {
  readonly evidence: readonly Evidence[];
  /** Number of the first source; flags have none. */
  readonly firstMark?: number;
  /** Further words to mark in the passages that are shown. */
  readonly marking?: readonly TranscriptEvidence[];
}): ReactNode => {
  const { t } = useText();
  if (evidence.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('evidence.none')}
      </Text>
    );
  return (
    <ol className="sources">
      {markedToo(cardsOf(evidence), marking).map((card) => (
        <li key={card.places[0]} className="source">
          {firstMark !== undefined && (
            <span className="source-mark" aria-hidden="true">
              {card.places.map((place) => firstMark + place).join(', ')}
            </span>
          )}
          <Source card={card} />
        </li>
      ))}
    </ol>
  );
};
