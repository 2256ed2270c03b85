import type { LineChange, LineName, VisitDocument } from '../contract/vault.ts';

type Line = Extract<LineChange, { op: 'set' }>['line'];

const insertAfter = (lines: readonly Line[], after: string | undefined, line: Line): Line[] => {
  const at = after === undefined ? 0 : lines.findIndex(({ id }) => id === after) + 1;
  return [...lines.slice(0, at), line, ...lines.slice(at)];
};

const changeLines = (lines: readonly Line[], change: LineChange): Line[] => {
  switch (change.op) {
    case 'set':
      return lines.map((line) => (line.id === change.line.id ? change.line : line));
    case 'insert':
      return insertAfter(lines, change.after, change.line);
    case 'remove':
      return lines.filter(({ id }) => id !== change.id);
  }
};

const linesOf = (section: VisitDocument['sections'][number]): readonly Line[] =>
  'items' in section ? section.items : section.lines;

/** The document after one change; unchanged where it has no such section. */
const changeDocument = (document: VisitDocument, change: LineChange): VisitDocument => {
  const sections = document.sections.map((section) => {
    if (section.id !== change.section) return section;
    const lines = changeLines(linesOf(section), change);
    return 'items' in section ? { ...section, items: lines } : { ...section, lines };
  });
  return { ...document, sections } as VisitDocument;
};

export const applyChanges = (
  documents: Readonly<Record<string, VisitDocument>>,
  changes: readonly LineChange[],
): Readonly<Record<string, VisitDocument>> =>
  changes.reduce((all, change) => {
    const document = all[change.document];
    return document ? { ...all, [change.document]: changeDocument(document, change) } : all;
  }, documents);

/** Whether every change names a document, section and line that are there. */
export const changesFit = (
  documents: Readonly<Record<string, VisitDocument>>,
  changes: readonly LineChange[],
): boolean =>
  changes.every((change) => {
    const section = documents[change.document]?.sections.find(({ id }) => id === change.section);
    if (!section) return false;
    const has = (id: string): boolean => linesOf(section).some((line) => line.id === id);
    if (change.op === 'insert') {
      return !has(change.line.id) && (change.after === undefined || has(change.after));
    }
    return has(change.op === 'set' ? change.line.id : change.id);
  });

const same = (a: LineName) => (b: LineName) => a.document === b.document && a.line === b.line;

/** Stale lines after an edit: what it left behind added, what it changed or brought up to date taken out. */
export const staleAfter = (
  stale: readonly LineName[],
  edit: {
    readonly changes: readonly LineChange[];
    readonly stale: readonly LineName[];
    readonly fresh: readonly LineName[];
  },
): readonly LineName[] => {
  const touched = edit.changes.map((change) => ({
    document: change.document,
    line: change.op === 'remove' ? change.id : change.line.id,
  }));
  const kept = stale.filter((line) => ![...touched, ...edit.fresh].some(same(line)));
  return [...kept, ...edit.stale.filter((line) => !kept.some(same(line)))];
};
