import type { Evidence } from '../../../shared/contract/evidence.ts';

/** A line as it stands in the editor. Its evidence lives outside, by id. */
export interface WrittenLine {
  readonly id: string;
  readonly text: string;
  readonly group?: string;
  /** Lines that this one was split from or joined with: it rests on what they rested on. */
  readonly from: readonly string[];
}

export interface WrittenSection {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly WrittenLine[];
}

/** What note items and sheet lines have in common. */
export interface EvidencedLine {
  readonly id: string;
  readonly text: string;
  readonly group?: string | undefined;
  readonly facts: readonly string[];
  readonly evidence: readonly Evidence[];
}

export interface EvidencedSection<Line extends EvidencedLine> {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Line[];
}

const without = (evidence: readonly Evidence[]): Evidence[] => {
  const seen = new Set<string>();
  return evidence.filter((one) => {
    const key = JSON.stringify(one);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
};

/** Who typed, for the evidence of a changed line; the host puts the person it knows in its place. */
export type Typed = Extract<Evidence, { source: 'typed' }>;

/** Every version of each line that this window has seen, latest last: what was undone gets back what it rested on. */
export type KnownLines<Line> = ReadonlyMap<string, readonly Line[]>;

export const remember = <Line extends EvidencedLine>(
  known: KnownLines<Line>,
  lines: readonly Line[],
): KnownLines<Line> => {
  const more = new Map(known);
  for (const line of lines) {
    const others = (more.get(line.id) ?? []).filter(
      ({ text, group }) => text !== line.text || group !== line.group,
    );
    more.set(line.id, [...others, line]);
  }
  return more;
};

/**
 * The line that stands in the editor with what it rests on. A line whose words are known is given back as it was. A
 * changed one keeps its sources, which the checker looks at anew, and says that someone typed it; a line from nowhere
 * rests on the typing alone.
 */
export const evidenced = <Line extends EvidencedLine>(
  written: WrittenLine,
  known: KnownLines<Line>,
  typed: Typed,
  blank: (id: string) => Line,
): Line => {
  const versions = known.get(written.id) ?? [];
  const same = versions.find(({ text, group }) => text === written.text && group === written.group);
  if (same) return same;
  const latest = (id: string): readonly Line[] => known.get(id)?.slice(-1) ?? [];
  const sources = [written.id, ...written.from].flatMap(latest);
  const kept = sources.flatMap(({ evidence }) => evidence.filter(({ source }) => source !== 'typed'));
  return {
    ...(versions.at(-1) ?? blank(written.id)),
    id: written.id,
    text: written.text,
    ...(written.group === undefined ? {} : { group: written.group }),
    facts: [...new Set(sources.flatMap(({ facts }) => facts))],
    evidence: [...without(kept), typed],
  };
};

/** The sections as they stand, without lines that hold nothing. */
export const evidencedSections = <Line extends EvidencedLine>(
  sections: readonly WrittenSection[],
  known: KnownLines<Line>,
  typed: Typed,
  blank: (id: string) => Line,
): readonly EvidencedSection<Line>[] =>
  sections.map(({ id, title, lines }) => ({
    id,
    title,
    lines: lines
      .map((line) => ({ ...line, text: line.text.trim() }))
      .filter(({ text }) => text !== '')
      .map((line) => evidenced(line, known, typed, blank)),
  }));

/** Lines as the editor begins with them. */
export const writtenFrom = (
  sections: readonly EvidencedSection<EvidencedLine>[],
): readonly WrittenSection[] =>
  sections.map(({ id, title, lines }) => ({
    id,
    title,
    lines: lines.map(({ id: line, text, group }) => ({
      id: line,
      text,
      from: [],
      ...(group !== undefined && { group }),
    })),
  }));

/** Whether two texts hold the same words in the same lines and sections. */
export const sameWords = (
  one: readonly EvidencedSection<EvidencedLine>[],
  other: readonly EvidencedSection<EvidencedLine>[],
): boolean => {
  const words = (sections: readonly EvidencedSection<EvidencedLine>[]): string =>
    JSON.stringify(
      sections.map(({ id, title, lines }) => [id, title, lines.map(({ id: line, text }) => [line, text])]),
    );
  return words(one) === words(other);
};
