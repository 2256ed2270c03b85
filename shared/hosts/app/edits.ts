import { linesOfSection, type DocumentLine } from '../../contract/document-lines.ts';
import type { Evidence } from '../../contract/evidence.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { NoteItem } from '../../contract/note.ts';
import { InstructionLine } from '../../contract/instructions.ts';
import type { LineChange, LineName, RecordedChange, VisitDocument } from '../../contract/vault.ts';
import type { VisitRecord, VisitState } from '../../contract/visit-record.ts';
import { applyChanges, changedLine } from '../../vault/visit-documents.ts';
import type { VisitContent } from './visit-content.ts';

type Documents = Readonly<Record<string, VisitDocument>>;

/** Every line of the documents with the place it stands in. */
export const placedLines = (
  documents: Documents,
): readonly {
  readonly document: string;
  readonly section: string;
  readonly line: DocumentLine;
  readonly after?: string;
}[] =>
  Object.entries(documents).flatMap(([document, { sections }]) =>
    sections.flatMap((section) =>
      linesOfSection(section).map((line, i, all) => {
        const before = all[i - 1];
        return { document, section: section.id, line, ...(before && { after: before.id }) };
      }),
    ),
  );

const findLine = (documents: Documents, document: string, id: string) =>
  placedLines(documents).find((one) => one.document === document && one.line.id === id);

/** Resources that a chart's own facts rest on. */
const chartResources = (value: unknown, into = new Set<string>()): ReadonlySet<string> => {
  if (Array.isArray(value)) for (const one of value) chartResources(one, into);
  else if (typeof value === 'object' && value !== null) {
    const { source, resource } = value as Readonly<Record<string, unknown>>;
    if (source === 'chart' && typeof resource === 'string') into.add(resource);
    for (const one of Object.values(value)) chartResources(one, into);
  }
  return into;
};

export interface Typist {
  readonly label: string;
  readonly at: string;
}

const wordsUnder = (evidence: readonly Evidence[], content: VisitContent): string =>
  evidence
    .map((one) => {
      if (one.source !== 'transcript') return '';
      return (
        content.transcript?.turns.find(({ id }) => id === one.turn)?.text.slice(one.start, one.end) ?? ''
      );
    })
    .join(' ');

/** Whether a source that a window claims is in the visit. Events, questions and rules are the host's to name. */
const isThere = (one: Evidence, content: VisitContent, resources: ReadonlySet<string>): boolean => {
  if (one.source === 'chart') return resources.has(one.resource);
  if (one.source !== 'transcript') return false;
  const turn = content.transcript?.turns.find(({ id }) => id === one.turn);
  return turn !== undefined && one.start <= one.end && one.end <= turn.text.length;
};

/**
 * The line as it may be written: every source it claims is in the visit, and text that is not word for word what was
 * said carries who typed it, and when, whatever the window says. Undefined where a source is not there.
 */
const honestLine = (
  line: DocumentLine,
  before: DocumentLine | undefined,
  content: VisitContent,
  resources: ReadonlySet<string>,
  typist: Typist,
): DocumentLine | undefined => {
  const had = new Set((before?.evidence ?? []).map((one) => JSON.stringify(one)));
  const isKept = (one: Evidence): boolean => had.has(JSON.stringify(one));
  // Who typed it is not for the window to say.
  const claimed = line.evidence.filter((one) => one.source !== 'typed' || isKept(one));
  if (!claimed.every((one) => isKept(one) || isThere(one, content, resources))) return undefined;
  const evidence: Evidence[] = [...claimed];
  const isTyped = line.text !== before?.text && !wordsUnder(evidence, content).includes(line.text);
  if (isTyped || evidence.length === 0) evidence.push({ source: 'typed', by: typist.label, at: typist.at });
  return { ...line, evidence };
};

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** English words on a sheet in another language stay marked as such until most of them are others. */
const languageOf = (text: string, known: readonly (DocumentLine | undefined)[], sheets: string): string => {
  const words = wordsOf(text);
  const before = known.find((one) => {
    const old = new Set(wordsOf(one?.text ?? ''));
    return words.filter((word) => old.has(word)).length * 2 > words.length;
  });
  return before && 'language' in before ? before.language : sheets;
};

/**
 * The line in the shape of its document. What was made of a sheet's words (the row of a medicine, the words before they
 * were plain) holds for those words only: a line with others is printed as it was typed, and one that says again what was
 * drafted has it back.
 */
const shaped = (
  line: DocumentLine,
  document: VisitDocument | undefined,
  known: readonly (DocumentLine | undefined)[],
): DocumentLine | undefined => {
  if (!document || !('language' in document)) return NoteItem.safeParse(line).data;
  const { id, text, facts, evidence } = line;
  const same = known.find((one) => one?.text === text);
  const made = same && 'language' in same ? same : { language: languageOf(text, known, document.language) };
  return InstructionLine.safeParse({ ...made, id, text, facts, evidence }).data;
};

/** The changes as they may be written; refused as a whole where a line claims a source that is not in the visit. */
export const honestChanges = (
  changes: readonly LineChange[],
  documents: Documents,
  content: VisitContent,
  typist: Typist,
): Result<LineChange[]> => {
  const resources = chartResources(content.chart);
  // A line that is moved is taken out and put in again: what it was is what the documents held at first.
  const linesOfAll = (all: Documents) =>
    new Map(placedLines(all).map(({ document, line }) => [`${document} ${line.id}`, line]));
  const [known, drafted] = [linesOfAll(documents), linesOfAll(content.drafted)];
  const honest: LineChange[] = [];
  for (const change of changes) {
    if (change.op === 'arrange' || change.op === 'remove') {
      honest.push(change);
      continue;
    }
    const name = `${change.document} ${change.line.id}`;
    const before = known.get(name);
    const honestly = honestLine(change.line, before, content, resources, typist);
    if (!honestly) return refuse('evidence-unknown');
    const line = shaped(honestly, documents[change.document], [before, drafted.get(name)]);
    if (!line) return refuse('entry-shape');
    honest.push({ ...change, line } as LineChange);
  }
  return succeed(honest);
};

/** Lines of other documents that rest on a fact of a changed line: they may no longer agree with it. */
export const twinsOf = (changes: readonly RecordedChange[], documents: Documents): LineName[] => {
  const touched = new Set<string>();
  const facts = new Map<string, Set<string>>();
  for (const change of changes) {
    const changed = changedLine(change);
    if (!changed) continue;
    touched.add(`${changed.document} ${changed.line}`);
    const before = findLine(documents, changed.document, changed.line)?.line;
    const after = 'line' in change ? change.line : undefined;
    if (before?.text === after?.text) continue;
    for (const fact of [...(before?.facts ?? []), ...(after?.facts ?? [])]) {
      facts.set(fact, (facts.get(fact) ?? new Set()).add(change.document));
    }
  }
  return placedLines(documents).flatMap(({ document, line }) => {
    if (touched.has(`${document} ${line.id}`)) return [];
    const isTwin = line.facts.some((fact) => [...(facts.get(fact) ?? [])].some((from) => from !== document));
    return isTwin ? [{ document, line: line.id }] : [];
  });
};

const undoOne = (change: RecordedChange, documents: Documents): RecordedChange[] => {
  if (change.op === 'rewritten') {
    const before = documents[change.document];
    return before && 'language' in before
      ? [{ op: 'rewritten', document: change.document, sheet: before }]
      : [];
  }
  if (change.op === 'arrange') {
    const sections = documents[change.document]?.sections.map(({ id, title }) => ({ id, title })) ?? [];
    return [{ op: 'arrange', document: change.document, sections }];
  }
  const { document, section } = change;
  if (change.op === 'insert') return [{ op: 'remove', document, section, id: change.line.id }];
  const before = findLine(documents, document, change.op === 'remove' ? change.id : change.line.id);
  if (!before) return [];
  if (change.op === 'set') return [{ op: 'set', document, section, line: before.line }];
  const { line, after } = before;
  return [{ op: 'insert', document, section, line, ...(after === undefined ? {} : { after }) }];
};

/** The changes that bring back the documents as they were before `changes`. */
export const inverseOf = (changes: readonly RecordedChange[], before: Documents): RecordedChange[] => {
  let now = before;
  const inverse: RecordedChange[] = [];
  for (const change of changes) {
    inverse.unshift(...undoOne(change, now));
    now = applyChanges(now, [change]);
  }
  return inverse;
};

/** Which edit would be taken back, and which done again; the last entry of each stack. */
export const undoStacks = (
  edits: VisitState['edits'],
): { readonly undo: readonly number[]; readonly redo: readonly number[] } => {
  const undo: number[] = [];
  const redo: number[] = [];
  for (const { entry, undoes } of edits) {
    if (undoes === undefined) {
      undo.push(entry);
      redo.length = 0;
    } else if (undo.at(-1) === undoes) {
      undo.pop();
      redo.push(entry);
    } else if (redo.at(-1) === undoes) {
      redo.pop();
      undo.push(entry);
    }
  }
  return { undo, redo };
};

export interface ReadEdit {
  readonly entry: number;
  readonly changes: readonly RecordedChange[];
  readonly stale: readonly LineName[];
  readonly fresh: readonly LineName[];
  /** The documents as they stood before it. */
  readonly before: Documents;
}

/** The edits since the last draft, each with the documents before it. */
export const readEdits = async (
  record: VisitRecord,
  drafted: Documents,
): Promise<Result<readonly ReadEdit[]>> => {
  const edits: ReadEdit[] = [];
  let before = drafted;
  for (const { entry } of record.state().edits) {
    const read = await record.read(entry);
    if (!read.ok) return read;
    if (read.value.kind !== 'edit') return refuse('visit-quarantined');
    const { changes, stale, fresh } = read.value;
    edits.push({ entry, changes, stale, fresh, before });
    before = applyChanges(before, changes);
  }
  return succeed(edits);
};

/**
 * What people wrote in a draft, brought into the one that takes its place: a line that a person changed or added, and
 * whose text the new draft does not have, is put at the end of the section it stood in. Sources into a transcript that
 * says something else there are left out; who typed it stays.
 */
export const carryOver = (
  drafted: Documents,
  edited: Documents,
  next: Documents,
  sameWords: (evidence: Evidence) => boolean,
): LineChange[] => {
  const original = new Map(
    placedLines(drafted).map(({ document, line }) => [`${document} ${line.id}`, line.text]),
  );
  const last = new Map(
    placedLines(next).map(({ document, section, line }) => [`${document} ${section}`, line.id]),
  );
  const nextLines = placedLines(next);
  return placedLines(edited).flatMap(({ document, section, line }): LineChange[] => {
    if (original.get(`${document} ${line.id}`) === line.text) return [];
    if (nextLines.some((one) => one.document === document && one.line.text === line.text)) return [];
    if (!next[document]?.sections.some(({ id }) => id === section)) return [];
    const evidence = line.evidence.filter(sameWords);
    if (evidence.length === 0) return [];
    const place = `${document} ${section}`;
    const after = last.get(place);
    const id = `kept-${line.id}`;
    last.set(place, id);
    const carried = { ...line, id, facts: [], evidence } as DocumentLine;
    return [{ op: 'insert', document, section, line: carried, ...(after === undefined ? {} : { after }) }];
  });
};
