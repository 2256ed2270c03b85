import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Claim } from '../facts/claims.ts';
import type { Lexicon } from '../lexicon.ts';
import type { Phrases } from '../phrases.ts';

const ReadableFile = z.object({
  source: z.string(),
  date: z.string(),
  substance: z.array(z.string()),
  asides: z.array(z.string()),
  fragments: z.array(z.string()),
  questions: z.array(z.string()),
});

/** What a line must hold, and what is no line of a note: talk about the visit, an opener alone, a question. */
export interface Readable {
  readonly substance: ReadonlySet<string>;
  readonly never: readonly RegExp[];
}

/** Reads `file` (`draft-readable.json`). Throws where the file does not fit its shape. */
export const loadReadable = (file: string): Readable => {
  const { substance, asides, fragments, questions } = ReadableFile.parse(
    JSON.parse(readFileSync(file, 'utf8')),
  );
  return {
    substance: new Set(substance),
    never: [...asides, ...fragments, ...questions].map((pattern) => new RegExp(pattern, 'i')),
  };
};

/** An answer has its meaning from what was asked. */
const ASKED_FOR: ReadonlySet<Claim['made']> = new Set(['join', 'label']);

const AMOUNT =
  /\d|\b(?:days?|weeks?|months?|years?|hours?|ago|yesterday|tonight|(?:this|last) (?:morning|night|week|month|year))\b/i;

/** Whether a text names a finding, a disease, a medicine, an act, a place of the body or a time. */
export const holdsSubstance = (text: string, readable: Readable, lexicon: Lexicon): boolean => {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9'-]+/)
    .filter(Boolean)
    .map((word) => ({ text: word }));
  const sets: readonly Phrases[] = [
    lexicon.conditions,
    lexicon.procedures,
    lexicon.tests,
    lexicon.results,
    lexicon.referrals,
    lexicon.medicines,
    lexicon.vitals,
    lexicon.examMoves,
    lexicon.followUp,
    lexicon.warning,
    lexicon.advice,
    lexicon.social,
  ];
  return (
    AMOUNT.test(text) ||
    words.some(
      (word, index) =>
        readable.substance.has(word.text) ||
        lexicon.findings.has(word.text) ||
        lexicon.bodyWords.has(word.text) ||
        lexicon.familyRelations.has(word.text) ||
        sets.some((set) => set.lengthAt(words, index) > 0),
    )
  );
};

/** A disease by its bare name ("Cancer") does not say whose it is or whether. */
const isBareName = (claim: Claim): boolean =>
  claim.kind === 'condition' && claim.made === 'statement' && !claim.text.includes(' ');

/** Whether a line in its final wording is one of a note at all: no talk about the visit, no fragment, no question. */
export const isReadable = (claim: Claim, readable: Readable): boolean =>
  !isBareName(claim) && !readable.never.some((pattern) => pattern.test(claim.text));

/** Whether a line says something about the patient's health or care. */
export const saysSomething = (claim: Claim, readable: Readable, lexicon: Lexicon): boolean =>
  claim.kind !== 'other' || ASKED_FOR.has(claim.made) || holdsSubstance(claim.text, readable, lexicon);
