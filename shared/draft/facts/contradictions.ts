import { DOSE } from '../../language/index.ts';
import type { Claim } from './claims.ts';
import { contentStems } from '../stems.ts';

/** Two statements about the same matter that cannot both hold; the earlier one first. */
export type Contradiction = readonly [Claim, Claim];

const STATED = new Set(['symptom', 'allergy', 'medication', 'social-history', 'condition']);
const PAST =
  /\b(?:used to|ago|previously|in the past|before|stopped|quit|had|was|were|last (?:year|month|week|time)|when|if|only|except|but|until|unless|sometimes|usually|any ?more|still|now|today)\b/i;
/** "Does it hurt here?" is asked of one place after the other. */
const UNPLACED = /\b(?:hurts?|tender|problems?|any)\b/i;
const MOST_STEMS = 3;
const MOST_WORDS = 12;
const DENYING = new Set([
  'not',
  'no',
  'never',
  'does',
  'report',
  'has',
  'have',
  'known',
  'take',
  'get',
  'use',
  'tri',
]);

interface Said {
  readonly claim: Claim;
  readonly stems: ReadonlySet<string>;
}

const comparable = (claim: Claim): boolean =>
  STATED.has(claim.kind) &&
  claim.speaker !== 'clinician' &&
  claim.certainty === 'certain' &&
  claim.subject.role === 'patient' &&
  claim.text.split(' ').length <= MOST_WORDS &&
  !PAST.test(claim.text) &&
  !UNPLACED.test(claim.text);

const sideIn = (text: string): string => (text.match(/\b(?:left|right)\b/gi) ?? []).join(' ').toLowerCase();

const covers = (wide: ReadonlySet<string>, narrow: ReadonlySet<string>): boolean =>
  narrow.size > 0 && [...narrow].every((stem) => wide.has(stem));

const opposed = (one: Said, other: Said): boolean =>
  one.claim.polarity !== other.claim.polarity &&
  sideIn(one.claim.text) === sideIn(other.claim.text) &&
  one.stems.size <= MOST_STEMS &&
  other.stems.size <= MOST_STEMS &&
  covers(one.stems, other.stems) &&
  covers(other.stems, one.stems);

const otherDose = (one: Claim, other: Claim, nameOf: (claim: Claim) => string | undefined): boolean => {
  const [first, second] = [DOSE.exec(one.text)?.[0], DOSE.exec(other.text)?.[0]];
  const name = nameOf(one);
  return (
    first !== undefined &&
    second !== undefined &&
    first.replaceAll(' ', '') !== second.replaceAll(' ', '') &&
    name !== undefined &&
    name === nameOf(other)
  );
};

/**
 * Pairs of the patient's statements where one denies what the other affirms, or that give one medicine two doses. Only
 * plain statements about the patient now are compared: what was once, what depends and what is doubted contradicts
 * nothing. Both are kept; which one holds is for the clinician to ask.
 */
export const contradictions = (
  claims: readonly Claim[],
  nameOf: (claim: Claim) => string | undefined,
): readonly Contradiction[] => {
  const plain: readonly Said[] = claims.filter(comparable).map((claim) => ({
    claim,
    stems: new Set(contentStems(claim.noun ?? claim.text).filter((stem) => !DENYING.has(stem))),
  }));
  const byMatter = new Map<string, Said[]>();
  const found: Contradiction[] = [];
  for (const each of plain) {
    const key = nameOf(each.claim) ?? [...each.stems].sort()[0] ?? '';
    const earlier = byMatter.get(key) ?? [];
    const against = earlier.find(
      (other) => opposed(other, each) || otherDose(other.claim, each.claim, nameOf),
    );
    if (against) found.push([against.claim, each.claim]);
    earlier.push(each);
    byMatter.set(key, earlier);
  }
  return found;
};
