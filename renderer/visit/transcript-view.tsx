import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Transcript, Turn } from '../../shared/contract/transcript.ts';
import { useText } from '../language/language.ts';
import { clock } from '../ui/time.ts';
import { doubtsIn } from './links.ts';

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
  spoken,
  picked,
  resting,
  isGuess,
  isOverlap,
  onPick,
  row,
}: {
  readonly turn: Turn;
  /** Language of its words. */
  readonly spoken: string;
  readonly picked: Picked | undefined;
  readonly resting: boolean;
  /** Nobody is sure who said it. */
  readonly isGuess: boolean;
  /** It began before the turn before it had ended. */
  readonly isOverlap: boolean;
  readonly onPick: (picked: Picked) => void;
  /** Its place among all turns, drawn or not. */
  readonly row: {
    readonly index: number;
    readonly count: number;
    readonly top: number;
    readonly measure: (element: HTMLElement | null) => void;
  };
}): ReactNode => {
  const { t } = useText();
  const text = useRef<HTMLSpanElement>(null);
  const pick = (): void => {
    const words = text.current && pickedIn(turn, text.current);
    onPick(words ?? { turn: turn.id, start: 0, end: turn.text.length });
  };
  return (
    <li
      className={`turn ${turn.speaker}${resting ? ' resting' : ''}`}
      ref={row.measure}
      data-index={row.index}
      aria-setsize={row.count}
      aria-posinset={row.index + 1}
      style={{ transform: `translateY(${String(row.top)}px)` }}
    >
      <span className="turn-who">
        <span className="turn-speaker">
          {isGuess
            ? t('speaker.guess', { speaker: t(`speaker.${turn.speaker}`) })
            : t(`speaker.${turn.speaker}`)}
        </span>
        <time>{clock(turn.startMs)}</time>
        {isOverlap && <span className="turn-overlap">{t('transcript.overlap')}</span>}
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
        <span ref={text} lang={spoken}>
          <TurnText turn={turn} picked={picked} />
        </span>
      </div>
    </li>
  );
};

/** The turn a search finds next, going round at the end; -1 where there is none. */
const findNext = (turns: readonly Turn[], wanted: string, from: number): number => {
  const words = wanted.trim().toLowerCase();
  if (words === '') return -1;
  const order = turns.map((_turn, index) => (from + 1 + index) % turns.length);
  return order.find((index) => turns[index]?.text.toLowerCase().includes(words)) ?? -1;
};

/** Height of a turn before it is measured, in px. */
const USUAL_HEIGHT = 64;

/**
 * What was said, turn by turn. A click, Enter or a selection picks a passage. Only the turns near the screen are drawn,
 * so the search of the page is done here.
 */
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
  const { turns } = transcript;
  const doubts = useMemo(() => doubtsIn(transcript), [transcript]);
  const list = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  const [wanted, setWanted] = useState('');
  useLayoutEffect(() => {
    setTop(list.current?.offsetTop ?? 0);
  }, []);
  const rows = useWindowVirtualizer({
    count: turns.length,
    estimateSize: () => USUAL_HEIGHT,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => turns[index]?.id ?? index,
  });
  const search = (): void => {
    const at = findNext(
      turns,
      wanted,
      turns.findIndex(({ id }) => id === picked?.turn),
    );
    const found = turns[at];
    if (!found) return;
    const start = found.text.toLowerCase().indexOf(wanted.trim().toLowerCase());
    onPick({ turn: found.id, start, end: start + wanted.trim().length });
    rows.scrollToIndex(at, { align: 'center' });
  };
  return (
    <section aria-label={t('visit.transcript')} className="transcript">
      <div className="transcript-head">
        <p className="hint">{t('transcript.hint')}</p>
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            search();
          }}
        >
          <TextInput
            size="xs"
            aria-label={t('transcript.search')}
            placeholder={t('transcript.search')}
            value={wanted}
            leftSection={<IconSearch size={14} aria-hidden="true" />}
            onChange={(event) => {
              setWanted(event.currentTarget.value);
            }}
          />
        </form>
      </div>
      <ol className="turns" ref={list} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const turn = turns[row.index];
          return (
            turn && (
              <TurnRow
                key={row.key}
                turn={turn}
                spoken={transcript.language}
                picked={picked}
                resting={restingTurns.has(turn.id)}
                isGuess={doubts.guessed.has(turn.id)}
                isOverlap={doubts.overlapping.has(turn.id)}
                onPick={onPick}
                row={{
                  index: row.index,
                  count: turns.length,
                  top: row.start - top,
                  measure: rows.measureElement,
                }}
              />
            )
          );
        })}
      </ol>
    </section>
  );
};
