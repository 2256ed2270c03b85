import { linesOfSection, type DocumentLine, type DocumentSection } from '../../contract/document-lines.ts';
import type { LineConflict, Reconciled } from '../../contract/shared-draft.ts';
import type { VisitDocument } from '../../contract/vault.ts';

type Documents = Readonly<Record<string, VisitDocument>>;

const withLines = (section: DocumentSection, lines: readonly DocumentLine[]): DocumentSection =>
  ('items' in section ? { ...section, items: lines } : { ...section, lines }) as DocumentSection;

const same = (a: DocumentLine | undefined, b: DocumentLine | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Ids in the order of `first`, each one that only `second` has after the one it follows there. */
const orderOf = (first: readonly DocumentLine[], second: readonly DocumentLine[]): readonly string[] => {
  const order = first.map(({ id }) => id);
  second.forEach(({ id }, index) => {
    if (order.includes(id)) return;
    const before = second[index - 1]?.id;
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  });
  return order;
};

interface Place {
  readonly document: string;
  readonly section: string;
}

const joinLines = (
  place: Place,
  before: readonly DocumentLine[],
  mine: readonly DocumentLine[],
  theirs: readonly DocumentLine[],
): {
  readonly lines: readonly DocumentLine[];
  readonly conflicts: readonly LineConflict[];
  readonly changed: readonly string[];
} => {
  const find = (lines: readonly DocumentLine[], id: string): DocumentLine | undefined =>
    lines.find((line) => line.id === id);
  const lines: DocumentLine[] = [];
  const conflicts: LineConflict[] = [];
  const changed: string[] = [];
  for (const id of orderOf(
    theirs,
    orderOf(mine, before).flatMap((one) => find(mine, one) ?? find(before, one) ?? []),
  )) {
    const three = { before: find(before, id), mine: find(mine, id), theirs: find(theirs, id) };
    const iChanged = !same(three.before, three.mine);
    const theyChanged = !same(three.before, three.theirs);
    if (theyChanged) changed.push(id);
    if (iChanged && theyChanged && !same(three.mine, three.theirs))
      conflicts.push({ ...place, line: id, ...three });
    const kept = theyChanged ? three.theirs : three.mine;
    // A line that one took out while the other worked on it stays until a person has looked.
    const shown = kept ?? (iChanged && theyChanged ? (three.mine ?? three.theirs) : undefined);
    if (shown) lines.push(shown);
  }
  return { lines, conflicts, changed };
};

/**
 * Brings two versions of a draft together that both come from `before`, line by line. Changes to different lines are all
 * kept. A line that both changed differently is a conflict: both versions are given back, neither is lost, and a person
 * settles it. Pure.
 */
export const reconcile = (before: Documents, mine: Documents, theirs: Documents): Reconciled => {
  const documents: Record<string, VisitDocument> = {};
  const conflicts: LineConflict[] = [];
  const changed: string[] = [];
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const frame = theirs[name] ?? mine[name];
    if (!frame) continue;
    const sectionIn = (all: Documents, id: string): DocumentSection | undefined =>
      all[name]?.sections.find((section) => section.id === id);
    const ids = [
      ...new Set([theirs, mine].flatMap((all) => (all[name]?.sections ?? []).map(({ id }) => id))),
    ];
    const sections = ids.flatMap((id) => {
      const section = sectionIn(theirs, id) ?? sectionIn(mine, id);
      if (!section) return [];
      const place = { document: name, section: id };
      const [base, own, other] = [before, mine, theirs].map((all) => linesOfSection(sectionIn(all, id)));
      const joined = joinLines(place, base ?? [], own ?? [], other ?? []);
      conflicts.push(...joined.conflicts);
      changed.push(...joined.changed);
      return [withLines(section, joined.lines)];
    });
    documents[name] = { ...frame, sections } as VisitDocument;
  }
  return { documents, conflicts, changedByThem: changed };
};
