import type { Chart } from '../../shared/contract/chart.ts';
import type { Evidence, TranscriptEvidence } from '../../shared/contract/evidence.ts';
import type { Flag } from '../../shared/contract/flag.ts';
import type { Note } from '../../shared/contract/note.ts';
import type { Speaker, Transcript, Turn } from '../../shared/contract/transcript.ts';

/** A line of the note or of a sheet, as the screens treat it. */
export interface Line {
  readonly id: string;
  readonly text: string;
  readonly evidence: readonly Evidence[];
  /** Number of its first footnote; the others follow. */
  readonly firstMark: number;
}

export interface LineSection {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Lines with their footnotes numbered through the whole document. */
const numbered = (
  sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly lines: readonly Omit<Line, 'firstMark'>[];
  }[],
): readonly LineSection[] => {
  let next = 1;
  return sections.map(({ id, title, lines }) => ({
    id,
    title,
    lines: lines.map((line) => {
      const firstMark = next;
      next += line.evidence.length;
      return { id: line.id, text: line.text, evidence: line.evidence, firstMark };
    }),
  }));
};

export const noteLines = (note: Note): readonly LineSection[] =>
  numbered(note.sections.map(({ id, title, items }) => ({ id, title, lines: items })));

/** The words a piece of evidence points at, in their turn. */
export interface Said {
  readonly turn: string;
  readonly speaker: Speaker;
  readonly before: string;
  readonly words: string;
  readonly after: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Numbers of the words between two offsets of a turn. */
const touchedIn = (turn: Turn, start: number, end: number): readonly number[] => {
  let from = 0;
  return turn.words.flatMap((word, k) => {
    const at = turn.text.indexOf(word.text.trim(), from);
    if (at < 0) return [];
    from = at + word.text.trim().length;
    return at < end && from > start ? [k] : [];
  });
};

/** Times of the words between two offsets of a turn; the whole turn's where it has no timed words there. */
export const timesIn = (turn: Turn, start: number, end: number): { startMs: number; endMs: number } => {
  const touched = touchedIn(turn, start, end);
  return {
    startMs: turn.words[touched[0] ?? -1]?.startMs ?? turn.startMs,
    endMs: turn.words[touched.at(-1) ?? -1]?.endMs ?? turn.endMs,
  };
};

/** Which words of a turn lie between two of its offsets, `to` left out; undefined where that is all of it, or none. */
export const wordsOf = (
  turn: Turn,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly from: number; readonly to: number } | undefined => {
  const touched = touchedIn(turn, start, end);
  const [from, last] = [touched[0], touched.at(-1)];
  if (from === undefined || last === undefined || touched.length === turn.words.length) return undefined;
  return { from, to: last + 1 };
};

/** Speakers told less surely than this (0..1) are shown as a guess. */
const SURE = 0.75;

/** Engines place words loosely: so far (ms) from a change of voice the first word of a turn may lie. */
const ASTRAY_MS = 1_000;

/** Turns whose speaker is a guess, and turns that began before the one before them had ended. */
export const doubtsIn = ({
  turns,
  overlaps = [],
}: Transcript): { readonly guessed: ReadonlySet<string>; readonly overlapping: ReadonlySet<string> } => ({
  guessed: new Set(turns.filter(({ speakerConfidence = 1 }) => speakerConfidence < SURE).map(({ id }) => id)),
  overlapping: new Set(
    overlaps.flatMap(({ startMs, endMs }) => {
      const middle = (startMs + endMs) / 2;
      const off = (turn: Turn): number => Math.abs(turn.startMs - middle);
      const nearest = turns
        .slice(1)
        .reduce<Turn | undefined>((best, turn) => (best && off(best) <= off(turn) ? best : turn), undefined);
      return nearest && off(nearest) <= ASTRAY_MS ? [nearest.id] : [];
    }),
  ),
});

/** `undefined` where the turn is not in this transcript, or the offsets are not in the turn. */
export const saidIn = (
  transcript: Transcript,
  { turn: id, start, end }: TranscriptEvidence,
): Said | undefined => {
  const turn = transcript.turns.find((candidate) => candidate.id === id);
  if (!turn || start >= end || end > turn.text.length) return undefined;
  return {
    turn: id,
    speaker: turn.speaker,
    before: turn.text.slice(0, start),
    words: turn.text.slice(start, end),
    after: turn.text.slice(end),
    ...timesIn(turn, start, end),
  };
};

/** Half a second of air, so that the first word is not cut. */
const LEAD_IN_MS = 500;
export const playFrom = (startMs: number): number => Math.max(0, startMs - LEAD_IN_MS);

/** Lines that rest on any of the words between two offsets of a turn. */
export const restingOn = (
  sections: readonly LineSection[],
  turn: string,
  start: number,
  end: number,
): readonly Line[] =>
  sections
    .flatMap((section) => section.lines)
    .filter((line) =>
      line.evidence.some(
        (one) => one.source === 'transcript' && one.turn === turn && one.start < end && one.end > start,
      ),
    );

/** What the chart says where a piece of evidence points, in a few words. */
export const chartedAt = (
  chart: Chart,
  resource: string,
): { readonly name: string; readonly detail: string } | undefined => {
  const lists = [chart.medications, chart.problems, chart.allergies, chart.observations] as const;
  for (const list of lists) {
    const found = list.find((entry) => entry.evidence.some((one) => one.resource === resource));
    if (found) return { name: found.name, detail: detailOf(found) };
  }
  const others = [
    ...chart.encounters,
    ...chart.procedures,
    ...chart.immunizations,
    ...chart.reports,
    ...chart.orders,
  ];
  const event = others.find((entry) => entry.evidence.some((one) => one.resource === resource));
  if (event) return { name: event.name, detail: event.when ?? '' };
  return resource === `Patient/${chart.patient.id}` ? { name: chart.patient.name, detail: '' } : undefined;
};

type Entry = Chart['medications' | 'problems' | 'allergies' | 'observations'][number];

/** A UCUM unit as people read it: annotations lose their braces. */
const readableUnit = (unit: string | undefined): string | undefined =>
  unit?.replaceAll(/[{}]/g, '').replaceAll('_', ' ');

/** The figures and words of an entry, without its name. */
export const detailOf = (entry: Entry): string => {
  if ('reactions' in entry) return entry.reactions.join(', ');
  if ('value' in entry || 'text' in entry)
    return [entry.value === undefined ? entry.text : String(entry.value), readableUnit(entry.unit)]
      .filter(Boolean)
      .join(' ');
  if ('dose' in entry || 'frequency' in entry || 'sig' in entry)
    return [entry.dose, entry.frequency].filter(Boolean).join(' ') || (entry.sig ?? '');
  return '';
};

/** Open flags, those that interrupt first, otherwise as they came. */
export const openFirst = (flags: readonly Flag[]): readonly Flag[] =>
  [...flags].sort(
    (one, other) => Number(other.severity === 'interrupt') - Number(one.severity === 'interrupt'),
  );

/** Turns that some line rests on. */
export const turnsUnder = (sections: readonly LineSection[]): ReadonlySet<string> =>
  new Set(
    sections.flatMap(({ lines }) =>
      lines.flatMap(({ evidence }) =>
        evidence.flatMap((one) => (one.source === 'transcript' ? [one.turn] : [])),
      ),
    ),
  );
