import { linesOfSection, type DocumentLine } from '../../contract/document-lines.ts';
import type { LineConflict, Reconciled } from '../../contract/shared-draft.ts';
import type { LineChange, VisitDocument } from '../../contract/vault.ts';

type Documents = Readonly<Record<string, VisitDocument>>;

/** The id under which the other person's version of a line stands beside one's own. */
export const theirsOf = (line: string): string => `theirs-${line}`;

/** Changes of one section that bring in all that the other person did, and leave every own word where it is. */
const sectionChanges = (
  document: string,
  section: string,
  mine: readonly DocumentLine[],
  merged: readonly DocumentLine[],
  conflicts: readonly LineConflict[],
): LineChange[] => {
  const changes: LineChange[] = [];
  const own = new Map(mine.map((line) => [line.id, line]));
  const disputed = new Map(conflicts.map((one) => [one.line, one]));
  let after: string | undefined;
  const insert = (line: DocumentLine): void => {
    changes.push({ op: 'insert', document, section, line, ...(after === undefined ? {} : { after }) });
    after = line.id;
  };
  for (const line of merged) {
    const conflict = disputed.get(line.id);
    const before = own.get(line.id);
    if (before) after = line.id;
    if (conflict && before) {
      if (conflict.theirs && !own.has(theirsOf(line.id)))
        insert({ ...conflict.theirs, id: theirsOf(line.id) });
    } else if (!before) insert(line);
    else if (JSON.stringify(before) !== JSON.stringify(line))
      changes.push({ op: 'set', document, section, line });
  }
  const left = new Set(merged.map(({ id }) => id));
  return [
    ...changes,
    ...mine
      .filter(({ id }) => !left.has(id))
      .map(({ id }): LineChange => ({ op: 'remove', document, section, id })),
  ];
};

/**
 * The edit that takes a reconciled draft in. Nothing of one's own is written over: where both changed a line, the other
 * person's version is put after it under an id of its own. Sections that are not here are left out. Pure.
 */
export const takeIn = (mine: Documents, { documents, conflicts }: Reconciled): LineChange[] =>
  Object.entries(documents).flatMap(([document, { sections }]) =>
    sections.flatMap((section) => {
      const here = mine[document]?.sections.find(({ id }) => id === section.id);
      if (!here) return [];
      const disputed = conflicts.filter((one) => one.document === document && one.section === section.id);
      return sectionChanges(document, section.id, linesOfSection(here), linesOfSection(section), disputed);
    }),
  );
