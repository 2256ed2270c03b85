import { linesOfSection, type DocumentLine } from '../../contract/document-lines.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Note } from '../../contract/note.ts';
import type { FlagMark, LineName, VisitDocument } from '../../contract/vault.ts';
import { sha256 } from '../../platform/hash.ts';
import { flagsOfRecording } from '../recording-flags.ts';
import { flagsOfWords } from '../word-flags.ts';
import type { Stages } from '../stages.ts';
import type { VisitContent } from './visit-content.ts';

/** A flag is known by what it says, about which line, on which evidence: found again, it is the same one. */
const keyed = ({ kind, severity, message, evidence, about }: Omit<Flag, 'id'>): Flag => ({
  id: `${kind}-${sha256(JSON.stringify([kind, message, evidence, about])).slice(0, 16)}`,
  kind,
  severity,
  message,
  evidence,
  ...(about === undefined ? {} : { about }),
});

/** How a document is called in a sentence; a language without a word here is called a sheet. */
const NAMES: Readonly<Record<string, string>> = {
  note: 'The note',
  'instructions.en': 'The English sheet',
  'instructions.es': 'The Spanish sheet',
};

const staleFlag = (
  { document, line }: LineName,
  documents: Readonly<Record<string, VisitDocument>>,
): Omit<Flag, 'id'> => ({
  kind: 'stale',
  severity: 'interrupt',
  message: `${NAMES[document] ?? 'The sheet'} says "${textOf(documents[document], line) ?? ''}", and a line on the same facts was changed. Look whether they still agree.`,
  evidence: [],
  about: line,
});

/** A line that two people changed: both versions stand until a person has taken one out. */
const conflictFlag = (line: string, theirs: string | undefined): Omit<Flag, 'id'> => ({
  kind: 'both-changed',
  severity: 'interrupt',
  message:
    theirs === undefined
      ? 'Someone else took this line out while it was changed here. Keep it or take it out.'
      : 'Someone else changed this line too, and that version stands below it. Take one of the two out.',
  evidence: [],
  about: line,
});

export const noteOf = (documents: Readonly<Record<string, VisitDocument>>): Note | undefined => {
  const note = documents['note'];
  return note && note.sections.every((section) => 'items' in section) ? (note as Note) : undefined;
};

const linesOf = ({ sections }: VisitDocument): readonly DocumentLine[] => sections.flatMap(linesOfSection);

const textOf = (document: VisitDocument | undefined, line: string): string | undefined =>
  document && linesOf(document).find(({ id }) => id === line)?.text;

const lineIds = (documents: Readonly<Record<string, VisitDocument>>): ReadonlySet<string> =>
  new Set(Object.values(documents).flatMap((document) => linesOf(document).map(({ id }) => id)));

/**
 * Every flag of a visit as it stands, from its record alone: what the drafter doubted, where visit and chart disagree,
 * what the verifier finds in the note as it is now, what the brief warns of, passages that were not heard, stale lines.
 */
export const flagsOf = (
  stages: Pick<Stages, 'conflicts'>,
  content: VisitContent,
  documents: Readonly<Record<string, VisitDocument>>,
  stale: readonly LineName[],
): readonly Flag[] => {
  const { chart, facts, transcript } = content;
  const note = noteOf(documents);
  const verifier = note && content.verifier();
  const there = lineIds(documents);
  const found: readonly Omit<Flag, 'id'>[] = [
    ...content.doubts.filter(({ about }) => about === undefined || there.has(about)),
    ...(chart ? stages.conflicts(facts, chart) : []),
    ...(note && verifier ? verifier.flags(note, verifier.check(note), noteOf(content.drafted)) : []),
    ...(content.brief?.flags ?? []),
    ...(transcript ? flagsOfRecording(transcript) : []),
    ...(transcript ? flagsOfWords(transcript, note) : []),
    ...content.conflicts
      .filter(({ line, theirs }) => there.has(line) && (theirs === undefined || there.has(theirs)))
      .map(({ line, theirs }) => conflictFlag(line, theirs)),
    ...stale.map((name) => staleFlag(name, documents)),
  ];
  const byId = new Map(found.map(keyed).map((flag) => [flag.id, flag]));
  const all = [...byId.values()];
  return [
    ...all.filter(({ severity }) => severity === 'interrupt'),
    ...all.filter(({ severity }) => severity === 'show'),
  ];
};

export const marksOf = (flags: readonly Flag[]): FlagMark[] =>
  flags.map(({ id, severity }) => ({ id, severity }));
