import type { ClinicalTerms } from '../../knowledge/clinical-terms.ts';
import type { DrugLexicon } from '../../knowledge/drugs.ts';
import { makeFindNames, type FindNames, type Span } from './candidates.ts';
import type { Verdict } from './decide.ts';
import { soundOf, type Sounded } from './likeness.ts';
import type { KnownName } from './names.ts';
import type { RightWordsSettings } from './settings.ts';

/** What is known of clinical terms, the same for every patient. */
export interface TermKnowledge {
  readonly find: FindNames;
  /** Words that are none of everyday English and yet are words, in lower case. */
  readonly known: readonly string[];
}

/** Makes terms ready to be compared with what was heard (about 0.1 s); medicines have their own way and are left out. */
export const knowTerms = ({ terms, known }: ClinicalTerms, drugs: DrugLexicon): TermKnowledge => {
  const shared = { kind: 'term', source: 'lexicon', isBrand: false } as const;
  const names = terms
    .filter((written) => drugs.find(written).length === 0)
    .map((written): KnownName => ({ ...shared, written, thing: written, ...soundOf(written) }));
  return { find: makeFindNames(names), known };
};

/** Spellings of one sound at the beginning of a word ("ph" and "f"), the plainest of them. */
const OPENINGS: readonly (readonly [RegExp, string])[] = [
  [/^ph/u, 'f'],
  [/^[pkg]n/u, 'n'],
  [/^ps|^c(?=[eiy])/u, 's'],
  [/^c/u, 'k'],
  [/^x/u, 'z'],
];

const opening = (letters: string): string => {
  const [spelling, plain = ''] = OPENINGS.find(([each]) => each.test(letters)) ?? [];
  return (spelling ? letters.replace(spelling, plain) : letters).charAt(0);
};

/** How a word ends to the ear: its last consonant, or a vowel after it. */
const ending = ({ letters, sound }: Sounded): string =>
  `${sound.at(-1) ?? ''}${String(/[aiouy]$/u.test(letters))}`;

const LEAST_STEM = 5;
const LONGEST_INFLECTION = 3;

const stemOf = (a: string, b: string): number => {
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at += 1;
  return at;
};

/** "Exacerbations" is not "exacerbation" misheard but another form of it. */
const isInflection = (heard: Sounded, term: Sounded): boolean => {
  const stem = stemOf(heard.letters, term.letters);
  return (
    stem >= LEAST_STEM && Math.max(heard.letters.length, term.letters.length) - stem <= LONGEST_INFLECTION
  );
};

/** Written with a capital, or as a name's possessive: who is named so is no misheard term. */
const mayBePerson = (text: string): boolean => /\p{Lu}|'s?$/u.test(text.replace(/[^\p{L}']+$/u, ''));

/**
 * A term in the place of words that are none: only where it alone fits nearly by the letter, or sounds the same and is
 * not too short; where it begins and ends as what was heard; and where that is neither another form of the term nor may
 * be a name. Anything else stays as it was heard: there is no chart to ask about a term, and nothing to ask.
 */
export const decideTerm = (
  { from, to, candidates, isStrange }: Span,
  heard: string,
  { bounds }: Pick<RightWordsSettings, 'bounds'>,
): Verdict | null => {
  const [best, next] = candidates;
  if (!best || !isStrange || mayBePerson(heard)) return null;
  const { written, writtenOfSameSound, leastSound, apart } = bounds.term;
  const sounded = soundOf(heard);
  const soundsTheSame = sounded.sound === best.name.sound && sounded.sound.length >= leastSound;
  const fits =
    best.likeness >= (soundsTheSame ? writtenOfSameSound : written) &&
    best.likeness - (next?.likeness ?? 0) >= apart &&
    opening(sounded.letters) === opening(best.name.letters) &&
    ending(sounded) === ending(best.name) &&
    !isInflection(sounded, best.name);
  return fits ? { from, to, best, others: [], state: 'restored', reason: 'not-a-word' } : null;
};
