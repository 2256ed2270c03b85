import type { Correction, Instructions } from '../../contract/instructions.ts';
import type { LaterWords } from '../../deliver/clinical-page.ts';
import type { LetterPaper } from '../../deliver/letter.ts';
import type { NotePaper } from '../../deliver/note-html.ts';
import { nameOf } from './clinic.ts';
import type { AtVisit } from './desk.ts';

/** Whose note it is, of which day and clinic. */
export const notePaper = ({ record, clinic }: AtVisit): NotePaper => {
  const { label, identifiers, createdAt } = record.state();
  const { name } = clinic.settings().clinic;
  return { patient: label, identifiers, date: createdAt, clinic: name || undefined };
};

/** What was signed at the visit after a moment; all of it where none is given. */
export const addendaSince = ({ record, clinic }: AtVisit, since = ''): LaterWords[] =>
  record
    .state()
    .addenda.filter(({ at }) => at > since)
    .map(({ text, certificate, at }) => ({ text, by: nameOf(clinic, certificate.person), at }));

/** What a reprint says after an addendum: the last one's day and person, and the words that are for the patient. */
const correctionOf = ({ record, clinic }: AtVisit): Correction | undefined => {
  const { addenda } = record.state();
  const last = addenda.at(-1);
  if (!last) return undefined;
  return {
    by: nameOf(clinic, last.certificate.person),
    on: last.at.slice(0, 10),
    words: addenda.filter(({ onSheet }) => onSheet).map(({ text }) => text),
  };
};

/** A signed sheet with who checked it and when, and what was corrected since. */
export const checkedSheet = (at: AtVisit, sheet: Instructions): Instructions => {
  const { approval, approvedAt = '' } = at.record.state();
  const corrected = correctionOf(at);
  return {
    ...sheet,
    approval: {
      by: nameOf(at.clinic, approval?.certificate.person ?? 'host'),
      on: approvedAt.slice(0, 10),
      ...(corrected && { corrected }),
    },
  };
};

/** A letter says itself what had been added when it was signed; what came later stands under it. */
export const letterPaper = (at: AtVisit, sha256: string): LetterPaper => {
  const signed = at.record.state().letters.find((one) => one.sha256 === sha256);
  if (!signed) return {};
  return {
    approval: { by: nameOf(at.clinic, signed.certificate.person), at: signed.at, sha256 },
    addenda: addendaSince(at, signed.at),
  };
};
