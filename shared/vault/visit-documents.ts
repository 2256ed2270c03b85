import { linesOfSection, type DocumentLine } from '../contract/document-lines.ts';
import type { LineChange, LineName, RecordedChange, VisitDocument } from '../contract/vault.ts';

type Line = DocumentLine;
type Arrange = Extract<LineChange, { op: 'arrange' }>;
type ToLine = Exclude<LineChange, Arrange>;

const isToLine = (change: RecordedChange): change is ToLine =>
  change.op !== 'arrange' && change.op !== 'rewritten';

/** The line that a change sets, puts in or takes out; undefined where it is about a whole document. */
export const changedLine = (change: RecordedChange): LineName | undefined =>
  isToLine(change)
    ? { document: change.document, line: change.op === 'remove' ? change.id : change.line.id }
    : undefined;
type Documents = Readonly<Record<string, VisitDocument>>;

const insertAfter = (lines: readonly Line[], after: string | undefined, line: Line): Line[] => {
  const at = after === undefined ? 0 : lines.findIndex(({ id }) => id === after) + 1;
  return [...lines.slice(0, at), line, ...lines.slice(at)];
};

const changeLines = (lines: readonly Line[], change: ToLine): Line[] => {
  switch (change.op) {
    case 'set':
      return lines.map((line) => (line.id === change.line.id ? change.line : line));
    case 'insert':
      return insertAfter(lines, change.after, change.line);
    case 'remove':
      return lines.filter(({ id }) => id !== change.id);
  }
};

const arranged = (document: VisitDocument, change: Arrange): VisitDocument => {
  const sections = change.sections.flatMap(({ id, title }) => {
    const section = document.sections.find((one) => one.id === id);
    return section ? [{ ...section, title }] : [];
  });
  return { ...document, sections } as VisitDocument;
};

/** Until entries of version 5 a changed line of a sheet lost its language on the way into the record. */
const inLanguage = (line: Line, document: VisitDocument): Line =>
  'language' in line || !('language' in document) ? line : { ...line, language: document.language };

/** The document after one change; unchanged where it has no such section. */
const changeDocument = (document: VisitDocument, change: RecordedChange): VisitDocument => {
  if (change.op === 'rewritten') return change.sheet;
  if (change.op === 'arrange') return arranged(document, change);
  const sections = document.sections.map((section) => {
    if (section.id !== change.section) return section;
    const lines = changeLines(linesOfSection(section), change);
    return 'items' in section
      ? { ...section, items: lines }
      : { ...section, lines: lines.map((line) => inLanguage(line, document)) };
  });
  return { ...document, sections } as VisitDocument;
};

const applyChange = (documents: Documents, change: RecordedChange): Documents => {
  const document = documents[change.document];
  return document ? { ...documents, [change.document]: changeDocument(document, change) } : documents;
};

export const applyChanges = (documents: Documents, changes: readonly RecordedChange[]): Documents =>
  changes.reduce(applyChange, documents);

const arrangesAll = (document: VisitDocument, change: Arrange): boolean => {
  const wanted = new Set(change.sections.map(({ id }) => id));
  return (
    wanted.size === change.sections.length &&
    wanted.size === document.sections.length &&
    document.sections.every(({ id }) => wanted.has(id))
  );
};

const fits = (documents: Documents, change: RecordedChange): boolean => {
  const document = documents[change.document];
  if (!document) return false;
  if (change.op === 'rewritten') return 'language' in document && document.language === change.sheet.language;
  if (change.op === 'arrange') return arrangesAll(document, change);
  const section = document.sections.find(({ id }) => id === change.section);
  const has = (id: string): boolean => !!section && linesOfSection(section).some((line) => line.id === id);
  if (!section) return false;
  if (change.op === 'insert') {
    return !has(change.line.id) && (change.after === undefined || has(change.after));
  }
  return has(change.op === 'set' ? change.line.id : change.id);
};

/** Whether every change names a document, section and line that are there once those before it are made. */
export const changesFit = (documents: Documents, changes: readonly RecordedChange[]): boolean => {
  let now = documents;
  return changes.every((change) => {
    const fit = fits(now, change);
    if (fit) now = applyChange(now, change);
    return fit;
  });
};

/** Ids of the lines that changes set, put in or take out. */
export const changedLines = (changes: readonly RecordedChange[]): readonly string[] =>
  changes.flatMap((change) => changedLine(change)?.line ?? []);

const same = (a: LineName) => (b: LineName) => a.document === b.document && a.line === b.line;

/** Stale lines after an edit: what it left behind added, what it changed or brought up to date taken out. */
export const staleAfter = (
  stale: readonly LineName[],
  edit: {
    readonly changes: readonly RecordedChange[];
    readonly stale: readonly LineName[];
    readonly fresh: readonly LineName[];
  },
): readonly LineName[] => {
  const touched = edit.changes.flatMap((change) => changedLine(change) ?? []);
  const kept = stale.filter((line) => ![...touched, ...edit.fresh].some(same(line)));
  return [...kept, ...edit.stale.filter((line) => !kept.some(same(line)))];
};
