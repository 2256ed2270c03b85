import { letterToSign } from '../../approve/signed-text.ts';
import type { Letter, LetterView, SignedLetter } from '../../contract/deliver.ts';
import type { Note, NoteItem } from '../../contract/note.ts';
import type { TypedWords } from '../../draft/instructions/write-letter.ts';
import type { VisitState } from '../../contract/visit-record.ts';
import type { Stages } from '../stages.ts';
import { patientOf } from './approved-visit.ts';
import { nameOf } from './clinic.ts';
import type { AtVisit } from './desk.ts';
import { worstOf } from './line-verdicts.ts';
import type { VisitContent } from './visit-content.ts';
import { noteOf } from './visit-flags.ts';
import { standingDocuments } from './visit-documents.ts';

const typedWords = (text: string, by: string, at: string): TypedWords[] =>
  text
    .split(/\n+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => ({ text: each, evidence: { source: 'typed', by, at } }));

/** The letter in the shape of a note, for the verifier: it reads lines, whatever document they stand in. */
const asNote = ({ sections }: Letter): Note => ({
  version: 1,
  status: 'draft',
  transcript: '',
  sections: sections.map(({ id, title, lines }) => ({
    id,
    title,
    items: lines.flatMap(({ id: line, text, facts, evidence }): NoteItem[] => {
      const [first, ...others] = evidence;
      return first ? [{ id: line, text, facts, evidence: [first, ...others] }] : [];
    }),
  })),
});

/** Lines that what was said and charted does not bear out, by the verifier that checks the note. */
const doubtedIn = (letter: Letter, content: VisitContent): string[] => {
  const verifier = content.verifier();
  if (!verifier) return [];
  const note = asNote(letter);
  const sentences = verifier.byLine(note, verifier.check(note));
  return [...sentences].flatMap(([line, own]) =>
    ['unsupported', 'contradicted'].includes(worstOf(own)) ? [line] : [],
  );
};

/** Where and whom the letter is from, and about whom; only a clinician is the one whom it is from. */
const headerOf = (at: AtVisit, { to }: { readonly to: string }, content: VisitContent) => {
  const { label, identifiers, createdAt } = at.record.state();
  const { name: clinic } = at.clinic.settings().clinic;
  const { name } = patientOf(at, content.chart);
  return {
    ...(to && { to }),
    ...(at.who.role === 'clinician' && { from: at.who.label }),
    ...(clinic && { clinic }),
    patient: name || label,
    identifiers,
    date: createdAt.slice(0, 10),
  };
};

const addendaOf = (state: VisitState, { clinic }: AtVisit): TypedWords[] =>
  state.addenda.flatMap(({ text, certificate, at }) =>
    typedWords(text, nameOf(clinic, certificate.person), at),
  );

/** The letter as it would go now, of the note as it stands; undefined where none is wanted or nothing was drafted. */
export const letterOf = (
  stages: Pick<Stages, 'letter'>,
  at: AtVisit,
  content: VisitContent,
): LetterView | undefined => {
  const state = at.record.state();
  const asked = state.letter;
  const note = noteOf(standingDocuments(state));
  if (!asked || !note) return undefined;
  const { letter, keptOff } = stages.letter({
    note,
    facts: content.facts,
    chart: content.chart,
    header: headerOf(at, asked, content),
    asks: typedWords(asked.asks, nameOf(at.clinic, asked.by), asked.at),
    addenda: addendaOf(state, at),
    putBack: asked.putBack,
  });
  return {
    to: asked.to,
    asks: asked.asks,
    putBack: asked.putBack,
    letter,
    keptOff: keptOff.map(({ id, text, reason, evidence }) => ({
      line: id,
      text,
      reason,
      evidence: [...evidence],
      isPutBack: asked.putBack.includes(id),
    })),
    doubted: doubtedIn(letter, content),
    sha256: letterToSign(at.record.visit, letter).sha256,
  };
};

export const signedLettersOf = ({ record, clinic }: AtVisit, verified: boolean): SignedLetter[] =>
  record.state().letters.map(({ to, sha256, certificate, at }) => ({
    to,
    sha256,
    by: nameOf(clinic, certificate.person),
    at,
    verified,
  }));
