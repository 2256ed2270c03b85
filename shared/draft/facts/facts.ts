import { DOSE_WORDS } from '../../language/index.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Drug, Fact } from '../../contract/fact.ts';
import type { DrugLexicon } from '../../knowledge/drugs.ts';
import type { Claim } from './claims.ts';
import type { Lexicon } from '../lexicon.ts';
import type { MedicationRules } from '../../knowledge/medication-rules.ts';
import { readMedicationChanges } from './medication-change.ts';
import { written } from './wording.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';

const DOSE = new RegExp(
  `(?<!\\d )\\b(\\d+(?:\\.\\d+)?(?:\\s?(?:-|to|\\/)\\s?\\d+(?:\\.\\d+)?)?)\\s?(${DOSE_WORDS}|percent|%|iu)\\b`,
  'i',
);
const FREQUENCY =
  /\b((?:once|twice|three times|four times|\d+ times?|one|1|2|two)\s(?:a|per|every|each|in the)\s(?:day|night|week|month|morning|evening|\d+ hours)|(?:once|twice) (?:daily|weekly|monthly)|(?:every|each) (?:\d+(?: to \d+)? hours?|day|morning|night|evening|other day|week|month|\d+ (?:days|weeks|months))|daily|nightly|weekly|at night|at bedtime|in the morning|in the evening|as needed|when needed|a day)\b/i;
const ROUTE =
  /\b(by mouth|orally|oral|topical(?:ly)?|inhaled|intravenous(?:ly)?|by injection|injections?|nasal spray|eye drops?|ear drops?|cream|ointment|under the tongue|patch)\b/i;
const DURATION =
  /\bfor (?:the next (?!week|month)|another |about |at least )?((?:\d+|a|one|two|three|a few|a couple of)(?: to \d+)? (?:days?|weeks?|months?|hours?)|the next (?:week|month))\b/i;
const PURPOSE =
  /\bfor (?:his|her|their|the) (?!next |past |last |first |injection)([a-z][a-z ]{2,30}?)(?=[,.;]|$| and | i | we )/;

/** The lexicon of medicines, and how their changes are said. */
export interface Medicines {
  readonly drugs: DrugLexicon;
  readonly rules: MedicationRules;
}

const group = (text: string, pattern: RegExp, index = 1): string | undefined =>
  pattern.exec(text)?.[index]?.trim();

const optional = <Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> =>
  value === undefined ? {} : ({ [key]: value } as Record<Key, string>);

/** What the clinician announces about a medicine; a patient's own words change nothing. */
const changeOf = (claim: Claim, name: string, medicines: Medicines): Partial<Drug> => {
  if (claim.made !== 'plan' && claim.speaker !== 'clinician') return {};
  const spoken = claim.from.map((each) => written(each.words.map((word) => word.text))).join('. ');
  const reading = readMedicationChanges(spoken, { rules: medicines.rules, find: medicines.drugs.find }).find(
    (each) => each.drug.name.toLowerCase() === name.toLowerCase(),
  );
  // "We can then adjust it", "paracetamol or codeine": what only may be done changes nothing yet.
  if (!reading || reading.certainty === 'hedged') return {};
  const { change, manner, condition, since, until, previousDose, dose } = reading.drug;
  return {
    ...(change === undefined ? {} : { change }),
    ...(manner === undefined ? {} : { manner }),
    ...optional('condition', condition),
    ...optional('since', since),
    ...optional('until', until),
    ...optional('previousDose', previousDose),
    ...(previousDose === undefined ? {} : optional('dose', dose)),
  };
};

/**
 * The medicine a claim is about, with the dose bound to it: the dose must be said in the same claim, after the name and
 * before the next medicine's, or before the name with no other medicine between.
 */
const drugOf = (claim: Claim, medicines: Medicines): Fact['drug'] | undefined => {
  const found = medicines.drugs.find(claim.text);
  const first = found.find((each) => !each.isGroup) ?? found[0];
  if (!first) return undefined;
  const position = found.indexOf(first);
  const before = claim.text.slice(found[position - 1]?.end ?? 0, first.start);
  const after = claim.text.slice(first.end, found[position + 1]?.start ?? claim.text.length);
  const dose = DOSE.exec(after)?.[0] ?? DOSE.exec(before)?.[0];
  return {
    name: first.matched,
    ...optional('dose', dose),
    ...optional('route', group(claim.text, ROUTE)),
    ...optional('frequency', group(after, FREQUENCY) ?? group(before, FREQUENCY)),
    ...optional('duration', group(after, DURATION)?.replace(/^the next /i, 'a ')),
    ...optional('purpose', group(after, PURPOSE)),
    ...changeOf(claim, first.matched, medicines),
  };
};

const VALUE = /(\d+(?:[./:]\d+)*)\s?(%|percent|mg|kg|pounds|lbs|stone|degrees|bpm|cm|mmhg)?/i;

const WHEN =
  /\b((?:for|over|in|within) (?:the )?(?:past |last |next |about |around )*(?:\d+|a few|a couple of|couple of|few|several|many|a|an|one|two|three|four|five|six)(?: (?:to|or|-) \d+)? (?:minutes?|hours?|days?|weeks?|months?|years?)|since [a-z]+(?: [a-z]+)?|(?:about |around )?(?:\d+|a few|a couple of|couple of|few|several|two|three|four|five|six)(?: (?:to|or) \d+)? (?:hours?|days?|weeks?|months?|years?) ago|yesterday|today|last (?:night|week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|this morning|(?:\d+) (?:days?|weeks?|months?|years?))\b/i;

const FUTURE = new Set(['test', 'referral', 'follow-up', 'return-precaution', 'advice']);

const relation = (claim: Claim): Fact['time']['relation'] => {
  if (FUTURE.has(claim.kind) || claim.made === 'plan') return 'future';
  if (
    /\b(?:used to|had|was|were|ago|previously|last|in the past|did|went|took)\b/i.test(claim.text) ||
    /^\w+ed\b/.test(claim.text)
  )
    return 'past';
  return claim.kind === 'question' ? 'unstated' : 'present';
};

const sideOf = (text: string, lexicon: Lexicon): Fact['side'] => {
  const found = new Set<'left' | 'right' | 'both'>();
  for (const word of text.toLowerCase().split(/[^a-z-]+/)) {
    const side =
      word === 'right'
        ? /\bright (?!now|away|there|here|after|before|when|at|in|about|on|then)/i.test(`${text} `) &&
          /\bright (?:[a-z]+|,|$)/i.test(`${text} x`)
          ? 'right'
          : undefined
        : lexicon.sides.get(word);
    if (side) found.add(side);
  }
  return found.size === 1 ? [...found][0] : found.size > 1 ? 'both' : undefined;
};

/** Where a claim's words stand, one span for each utterance. */
export const evidenceOf = (claim: Pick<Claim, 'from'>): Evidence[] =>
  claim.from.map((each) => ({
    source: 'transcript' as const,
    turn: each.turnId,
    start: each.start,
    end: each.end,
  }));

/** The words a claim was read from, as one text; a question with its answer is no text of one speaker. */
const saidOf = (claim: Claim): string | undefined => {
  if (claim.made === 'join' || claim.made === 'label' || claim.made === 'heading') return undefined;
  // An opened short form ("it's") is written as it was opened; other words keep the transcript's capitals.
  const written = ({ text, written }: SpokenWord): string =>
    written.toLowerCase() === text ? written : text;
  const words = claim.from.map((each) => each.words.map(written).join(' ')).join(', ');
  return words.replace(/ (?=[,%])/g, '');
};

/** "Does not miss the metformin" denies the missing, not the medicine. */
const adherenceOf = (claim: Claim): string | undefined =>
  claim.kind === 'medication' &&
  /\b(?:miss(?:es|ed)?|skip(?:s|ped)?|forgets?|forgot(?:ten)?)\b/i.test(claim.text)
    ? claim.text
    : undefined;

/** The typed fact of a claim. */
export const factOf = (claim: Claim, id: string, medicines: Medicines, lexicon: Lexicon): Fact => {
  const drug = claim.kind === 'medication' || claim.kind === 'allergy' ? drugOf(claim, medicines) : undefined;
  const value = claim.kind === 'vital' || claim.kind === 'result' ? VALUE.exec(claim.text) : null;
  const side = sideOf(claim.text, lexicon);
  const adherence = drug && adherenceOf(claim);
  return {
    id,
    kind: claim.kind,
    subject: claim.subject,
    polarity: adherence ? 'affirmed' : claim.polarity,
    certainty: claim.certainty,
    time: { ...optional('when', group(claim.text, WHEN)), relation: relation(claim) },
    text: claim.text,
    ...optional('said', saidOf(claim)),
    ...(drug === undefined ? {} : { drug: { ...drug, ...optional('adherence', adherence) } }),
    ...(value?.[1] === undefined ? {} : { value: { number: value[1], ...optional('unit', value[2]) } }),
    ...(side === undefined ? {} : { side }),
    speaker: claim.speaker,
    evidence: evidenceOf(claim),
  };
};
