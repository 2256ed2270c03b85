import type { Fact, FactKind } from '../../contract/fact.ts';
import type { Lexicon } from '../lexicon.ts';
import { joined, type Phrases } from '../phrases.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';

export const mentions = (words: readonly SpokenWord[], set: Phrases): boolean =>
  words.some((_, index) => set.lengthAt(words, index) > 0);

type Act = 'plan' | 'exam' | 'opinion' | 'recap' | 'statement' | 'answer';

const MEASURED = /^levels?$/;

const ofPlan = (words: readonly SpokenWord[], drug: boolean, lexicon: Lexicon): FactKind | undefined => {
  const has = (set: Phrases): boolean => mentions(words, set);
  const isCondition =
    words.some((word) => word.text === 'if') || /^when(?:ever)?$/.test(words[0]?.text ?? '');
  if (isCondition && has(lexicon.warning)) return 'return-precaution';
  if (has(lexicon.referrals)) return 'referral';
  if (has(lexicon.followUp)) return 'follow-up';
  if (has(lexicon.immunization)) return 'immunization';
  // "A vitamin B12 level" is a test, whatever it is a level of.
  if (words.some((word) => MEASURED.test(word.text)) && has(lexicon.tests)) return 'test';
  if (drug || has(lexicon.medicines)) return 'medication';
  if (has(lexicon.tests)) return 'test';
  if (has(lexicon.advice)) return 'advice';
  return undefined;
};

const familyMember = (words: readonly SpokenWord[], lexicon: Lexicon): string | undefined => {
  const index = words.findIndex((word) => lexicon.familyRelations.has(word.text.replace(/'s$/, '')));
  if (index < 0 || /'s$/.test(words[index - 1]?.text ?? '')) return undefined;
  return words[index]?.text.replace(/'s$/, '');
};

/** Who a statement is about: a relative only where the relative is what is spoken of, not where they came along. */
export const subjectOf = (words: readonly SpokenWord[], lexicon: Lexicon): Fact['subject'] => {
  const relation = familyMember(words.slice(0, 6), lexicon);
  if (relation)
    return { role: 'family', relation: lexicon.familyRelations.get(relation)?.toLowerCase() ?? relation };
  const first = words[0]?.text === 'my' || words[0]?.text === 'your' ? words[1]?.text : words[0]?.text;
  return first !== undefined && lexicon.closeOnes.has(first)
    ? { role: 'other', relation: first }
    : { role: 'patient' };
};

const ofClinicianStatement = (
  words: readonly SpokenWord[],
  drug: boolean,
  lexicon: Lexicon,
): FactKind | undefined => {
  const has = (set: Phrases): boolean => mentions(words, set);
  const plan = ofPlan(words, drug, lexicon);
  if (plan === 'return-precaution' || plan === 'follow-up' || plan === 'referral') return plan;
  if (has(lexicon.vitals) && words.some((word) => /\d/.test(word.text))) return 'vital';
  if (has(lexicon.results)) return 'result';
  if (has(lexicon.examMoves)) return 'exam';
  return has(lexicon.diagnosis) ? 'diagnosis' : plan;
};

const ofHistory = (words: readonly SpokenWord[], drug: boolean, lexicon: Lexicon): FactKind => {
  const has = (set: Phrases): boolean => mentions(words, set);
  if (
    words.some(
      (word, index) =>
        /^years?$/.test(word.text) &&
        words[index + 1]?.text === 'old' &&
        /^\d+$/.test(words[index - 1]?.text ?? ''),
    ) &&
    has(lexicon.conditions)
  )
    return 'symptom';
  if (has(lexicon.allergy)) return 'allergy';
  const ofFamily = subjectOf(words, lexicon).role === 'family';
  if (ofFamily && (has(lexicon.conditions) || words.some((word) => FAMILY_VERB.test(word.text))))
    return 'family-history';
  const kinds: readonly (readonly [FactKind, boolean])[] = [
    ['immunization', has(lexicon.immunization)],
    ['medication', drug || has(lexicon.medicines)],
    ['procedure', has(lexicon.procedures)],
    ['condition', has(lexicon.conditions)],
    ['symptom', words.some((word) => lexicon.symptomNouns.has(word.text))],
    ['social-history', has(lexicon.social)],
    ['symptom', words.some((word) => lexicon.findings.has(word.text)) || isCourse(words)],
  ];
  return kinds.find(([, holds]) => holds)?.[0] ?? 'other';
};

/** "It has been about three weeks", "they started last Tuesday": since when, of a complaint named before. */
const isCourse = (words: readonly SpokenWord[]): boolean => {
  const text = words.map((word) => word.text).join(' ');
  return LENGTH_OF_TIME.test(text) && BEGAN.test(text) && words.length <= LONGEST_COURSE;
};
const LENGTH_OF_TIME =
  /\b(?:\d+|a|an|one|two|three|four|five|six|few|couple(?: of)?|several) (?:hours?|days?|weeks?|months?|years?)\b|\blast (?:night|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/;
const BEGAN =
  /^(?:(?:it|this|that|they|i|has|have|had|is|it's) )*(?:been|started|began|going on|came on|lasted|lasts|happened)\b/;
const LONGEST_COURSE = 14;

const FAMILY_VERB = /^(?:died|die|passed|has|had|have|history)$/;

const ALLERGIC = /\b(?:allergic|intolerant|allerg(?:y|ies)|intolerance) to\b/;

/** The kind of a statement, by the words in it and by who said it. */
export const kindOf = (
  words: readonly SpokenWord[],
  act: Act,
  clinician: boolean,
  drug: boolean,
  lexicon: Lexicon,
): FactKind => {
  // "I have that you are allergic to penicillin": whoever says it, it is no medicine to take.
  if (drug && ALLERGIC.test(joined(words))) return 'allergy';
  if (act === 'plan') return ofPlan(words, drug, lexicon) ?? 'other';
  if (act === 'exam')
    return mentions(words, lexicon.vitals) ? 'vital' : mentions(words, lexicon.results) ? 'result' : 'exam';
  if (act === 'opinion')
    return ofPlan(words, drug, lexicon) === 'return-precaution' ? 'return-precaution' : 'diagnosis';
  const said = clinician && act === 'statement' ? ofClinicianStatement(words, drug, lexicon) : undefined;
  const kind = said ?? ofHistory(words, drug, lexicon);
  // What a clinician says of a disease is thought of today's, unless it is history put to the patient.
  return clinician &&
    act === 'statement' &&
    kind === 'condition' &&
    !words.some((word) => word.text === 'history')
    ? 'diagnosis'
    : kind;
};

export const certaintyOf = (words: readonly SpokenWord[]): Fact['certainty'] => {
  if (words.some((word) => /^(?:if|unless|should you)$/.test(word.text))) return 'conditional';
  const text = ` ${words.map((word) => word.text).join(' ')} `;
  return / (?:maybe|perhaps|probably|possibly|might|may|could be|i think|i believe|i guess|not sure|seems|seem|likely|suspect|sounds like|looks like|not really|as far as i know|(?:about|around|roughly)(?= (?:\d|an? |one |two |three |four |five |six |half|several |noon|midnight))) ?/.test(
    text,
  )
    ? 'hedged'
    : 'certain';
};
