import { diffWordsWithSpace } from 'diff';
import type { EvidencedLine, EvidencedSection } from './editor/written.ts';

export interface Piece {
  readonly text: string;
  readonly how: 'same' | 'added' | 'removed';
}

export interface LineDifference {
  readonly id: string;
  readonly how: 'added' | 'removed' | 'changed';
  readonly section: string;
  readonly pieces: readonly Piece[];
}

type Sections = readonly EvidencedSection<EvidencedLine>[];

interface Placed {
  readonly id: string;
  readonly text: string;
  readonly section: string;
}

const placed = (sections: Sections): readonly Placed[] =>
  sections.flatMap(({ title, lines }) => lines.map(({ id, text }) => ({ id, text, section: title })));

const pieces = (before: string, after: string): readonly Piece[] =>
  diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    text: value,
    how: added ? 'added' : removed ? 'removed' : 'same',
  }));

/** What a person changed since the draft, line by line: in the order of the text as it is now, dropped lines last. */
export const differenceOf = (drafted: Sections, now: Sections): readonly LineDifference[] => {
  const before = new Map(placed(drafted).map((line) => [line.id, line]));
  const after = placed(now);
  const left = new Set(after.map(({ id }) => id));
  const changed = after.flatMap(({ id, text, section }): LineDifference[] => {
    const old = before.get(id);
    if (!old) return [{ id, how: 'added', section, pieces: [{ text, how: 'added' }] }];
    return old.text === text ? [] : [{ id, how: 'changed', section, pieces: pieces(old.text, text) }];
  });
  const dropped = placed(drafted)
    .filter(({ id }) => !left.has(id))
    .map(({ id, text, section }): LineDifference => ({
      id,
      how: 'removed',
      section,
      pieces: [{ text, how: 'removed' }],
    }));
  return [...changed, ...dropped];
};
