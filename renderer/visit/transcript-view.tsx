import { useRef, type ReactNode } from 'react';
import type { Transcript, Turn } from '../../shared/contract/transcript.ts';
import { useText } from '../language/language.ts';
import { clock } from '../ui/time.ts';

/** A passage of one turn that a person has picked, in UTF-16 offsets. */
export interface Picked {
  readonly turn: string;
  readonly start: number;
  readonly end: number;
}

/** Where the selected words are in their turn; `undefined` for a selection over several turns or none. */
const pickedIn = (turn: Turn, element: HTMLElement): Picked | undefined => {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return undefined;
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return { turn: turn.id, start, end: start + range.toString().length };
};

const TurnText = ({
  turn,
  picked,
}: {
  readonly turn: Turn;
  readonly picked: Picked | undefined;
}): ReactNode => {
  if (picked?.turn !== turn.id) return turn.text;
  return (
    <>
      {turn.text.slice(0, picked.start)}
      <mark>{turn.text.slice(picked.start, picked.end)}</mark>
      {turn.text.slice(picked.end)}
    </>
  );
};

const TurnRow = ({
  turn,
  picked,
  resting,
  onPick,
}: {
  readonly turn: Turn;
  readonly picked: Picked | undefined;
  readonly resting: boolean;
  readonly onPick: (picked: Picked) => void;
}): ReactNode => {
  const { t } = useText();
  const text = useRef<HTMLSpanElement>(null);
  const pick = (): void => {
    const words = text.current && pickedIn(turn, text.current);
    onPick(words ?? { turn: turn.id, start: 0, end: turn.text.length });
  };
  return (
    <li className={`turn ${turn.speaker}${resting ? ' resting' : ''}`}>
      <span className="turn-who">
        <span className="turn-speaker">{t(`speaker.${turn.speaker}`)}</span>
        <time>{clock(turn.startMs)}</time>
      </span>
      <div
        role="button"
        tabIndex={0}
        className="turn-text"
        aria-pressed={picked?.turn === turn.id}
        onClick={pick}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          pick();
        }}
      >
        <span ref={text}>
          <TurnText turn={turn} picked={picked} />
        </span>
      </div>
    </li>
  );
};

/** What was said, turn by turn. A click, Enter or a selection picks a passage. */
export const TranscriptView = ({
  transcript,
  picked,
  restingTurns,
  onPick,
}: {
  readonly transcript: Transcript;
  readonly picked: Picked | undefined;
  /** Turns that some line rests on. */
  readonly restingTurns: ReadonlySet<string>;
  readonly onPick: (picked: Picked) => void;
}): ReactNode => {
  const { t } = useText();
  return (
    <section aria-label={t('visit.transcript')}>
      <p className="hint">{t('transcript.hint')}</p>
      <ol className="turns">
        {transcript.turns.map((turn) => (
          <TurnRow
            key={turn.id}
            turn={turn}
            picked={picked}
            resting={restingTurns.has(turn.id)}
            onPick={onPick}
          />
        ))}
      </ol>
    </section>
  );
};
