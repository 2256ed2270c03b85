import type { Evidence, TranscriptEvidence } from '../../shared/contract/evidence.ts';
import type { EvidencedLine, EvidencedSection } from './editor/written.ts';

/** As much of a turn around the words as fits a glance, in characters. */
export const AROUND = 140;

/** One card of sources: words of one passage of a turn, or a single other source. */
export interface SourceCard {
  /** Numbers of its sources in the list they come from, from 0. */
  readonly places: readonly number[];
  readonly first: Evidence;
  /** Where in the turn the words are; empty for a source that is not what was said. */
  readonly spans: readonly TranscriptEvidence[];
  /** Words of other lines that are marked in the same passage. */
  readonly others: readonly TranscriptEvidence[];
}

const gapBetween = (one: TranscriptEvidence, other: TranscriptEvidence): number =>
  Math.max(one.start, other.start) - Math.min(one.end, other.end);

/** Whether two sources are so near each other in a turn that showing the one shows the other. */
const isSamePassage = (one: TranscriptEvidence, other: TranscriptEvidence): boolean =>
  one.turn === other.turn && gapBetween(one, other) <= AROUND;

/** The sources of a line as cards: what lies in one passage is shown once, with all its words marked. */
export const cardsOf = (evidence: readonly Evidence[]): readonly SourceCard[] =>
  evidence.reduce<readonly SourceCard[]>((cards, one, place) => {
    if (one.source !== 'transcript')
      return [...cards, { places: [place], first: one, spans: [], others: [] }];
    const known = cards.findIndex(({ spans }) => spans.some((span) => isSamePassage(span, one)));
    if (known < 0) return [...cards, { places: [place], first: one, spans: [one], others: [] }];
    return cards.map((card, index) =>
      index === known ? { ...card, places: [...card.places, place], spans: [...card.spans, one] } : card,
    );
  }, []);

/** Whether a source is on the screen where those of `shown` are. */
export const isShownIn = (shown: readonly Evidence[], one: Evidence): boolean =>
  shown.some((other) =>
    one.source === 'transcript' && other.source === 'transcript'
      ? isSamePassage(one, other)
      : one.source === 'chart' && other.source === 'chart' && one.resource === other.resource,
  );

/** The same cards with further words marked in them, where they lie in a passage that is shown. */
export const markedToo = (
  cards: readonly SourceCard[],
  spans: readonly TranscriptEvidence[],
): readonly SourceCard[] =>
  spans.reduce(
    (all, span) =>
      all.map((card) =>
        [...card.spans, ...card.others].some((one) => isSamePassage(one, span))
          ? { ...card, others: [...card.others, span] }
          : card,
      ),
    cards,
  );

export interface PassagePart {
  readonly text: string;
  readonly isMarked: boolean;
}

/** The passage of a turn around its marked words, cut where the turn goes on further than a glance. */
export const passageIn = (
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): readonly PassagePart[] => {
  const inOrder = [...spans].sort((one, other) => one.start - other.start);
  const [first] = inOrder;
  if (!first) return [];
  const from = Math.max(0, first.start - AROUND);
  const to = Math.min(text.length, Math.max(...inOrder.map(({ end }) => end)) + AROUND);
  const parts: PassagePart[] = [];
  let at = from;
  for (const { start, end } of inOrder) {
    if (start > at) parts.push({ text: text.slice(at, start), isMarked: false });
    if (end > at) parts.push({ text: text.slice(Math.max(at, start), end), isMarked: true });
    at = Math.max(at, end);
  }
  if (to > at) parts.push({ text: text.slice(at, to), isMarked: false });
  if (from > 0) parts.unshift({ text: '…', isMarked: false });
  if (to < text.length) parts.push({ text: '…', isMarked: false });
  return parts;
};

/** Where a line's words were said, if it rests on nothing else. */
export const saidPlaces = ({ evidence }: EvidencedLine): readonly TranscriptEvidence[] => {
  const said = evidence.filter((one) => one.source === 'transcript');
  return said.length === evidence.length ? said : [];
};

/**
 * The lines beside this one, without a line of another source between them, that rest on words of the same passage and
 * on nothing else: who reads the source of the one on the screen has read theirs.
 */
export const besideOf = <Line extends EvidencedLine>(
  sections: readonly EvidencedSection<Line>[],
  line: string,
): readonly Line[] => {
  const lines = sections.find((section) => section.lines.some(({ id }) => id === line))?.lines ?? [];
  const at = lines.findIndex(({ id }) => id === line);
  const own = lines[at] ? saidPlaces(lines[at]) : [];
  const run = (candidates: readonly Line[]): readonly Line[] => {
    let passage = own;
    const end = candidates.findIndex((candidate) => {
      const places = saidPlaces(candidate);
      const isIn =
        places.length > 0 && places.every((place) => passage.some((one) => isSamePassage(one, place)));
      if (isIn) passage = [...passage, ...places];
      return !isIn;
    });
    return end < 0 ? candidates : candidates.slice(0, end);
  };
  return [...run(lines.slice(0, Math.max(at, 0)).reverse()).toReversed(), ...run(lines.slice(at + 1))];
};
