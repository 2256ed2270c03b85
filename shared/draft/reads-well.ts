import type { Claim } from './claims.ts';

const ENDS_OPEN =
  /\b(?:the|a|an|his|her|their|my|your|of|to|in|on|at|for|with|from|by|and|or|but|so|if|that|which|because|is|are|was|were|be|been|has|have|had|am|very|quite|some|any|we|i|they|he|she|can|will|would|could|should|may|might|not|than|as|into|about|like|when|where|whether|who|while|our|called|maybe|probably|also|until|unless|its|does|do|did|just|or even|this|going|gets|got|getting)$/i;
const OPENS_OPEN =
  /^(?:because|which|whether|whose|who|what|why|how|where|when|than|as|or|and|of|that|whereas|although|though|so|then|etc|um|uh|by|whatever|wherever|until|unless|while|since|to|'s|him|them|us|me)\b/i;
const BROKEN = [
  /\b(?:is|are|was|were|has|have|had|does|do|did|can|will|would) (?:is|are|was|were|has|have|does|did|can|will|would|am|a are)\b/i,
  /\b(?:the|a|an|his|her|their|your) (?:the|a|an|his|her|their|is|are|was|and|or|of|to|in|he|she|they|i|we|you|his)\b/i,
  /\b(?:to|of|with|from|for|at) (?:to|of|with|from|at|and|or|but|so|they|he|she|i)\b/i,
  /\b(?:they|he|she) (?:they|he|she|them|the|a|i|my|their|and|or|of|to|for|with|in|on|at)\b/i,
  /\b(?:they has|they is|they was|he are|she are|he have|she have|he were|she were|i is|i has|them (?:are|were|will|have))\b/i,
  /\b(?:and|or|but|because) (?:and|or|but|because|then so)\b/i,
  /\b(?:is|are|was|it|they|he|she), (?:is|are|was|it|they|he|she)\b/i,
  /\by'know\b|\bn't\b|\betc\b|\b'd\b/i,
  /\bthe clinician (?:know|say|see|guys)\b/i,
  /(?:^|\s)'s\b/,
  /^no (?:none|not|because|maybe|but|no|so|i|they|he|she|it|we|his|her|their)\b/i,
  /^(?:on|for|in|at|with|from) (?:his|her|their|the|physical|my|exam|examination)(?: \w+){0,3}$/i,
  /^(?:on|in) (?:physical )?(?:exam|examination)$/i,
  /\bn['’]?t\b/,
];

/** The share of a text that is commas between single words: a sign of words searched for rather than a sentence. */
const isStammered = (text: string): boolean => {
  const words = text.split(' ').length;
  return (text.match(/,/g) ?? []).length > Math.max(3, words / 4);
};

const CLINICIANS_OWN = /^(?:I|We|Us|Let|My|Our)\b/;
const LONGEST = 45;

/** A condition alone ("If the redness spreads") says nothing until what to do is said with it. */
const isBareCondition = (text: string): boolean =>
  /^(?:if|when|once|unless)\b/i.test(text) &&
  !/,| (?:then|come|call|go|let|see|ring|please|seek|return|give|contact|may|should|can|will|would|need) /i.test(
    text,
  );

const SHORTEST_STATEMENT = 2;

/**
 * Whether a claim stands as a sentence of a note. What does not is left out of the note (its words remain in the
 * transcript and count as an omission), rather than shown broken.
 */
export const readsWell = (claim: Claim): boolean => {
  const { text } = claim;
  const words = text.split(' ');
  if (claim.made === 'heading' || claim.made === 'question') return true;
  if (words.length > LONGEST || isStammered(text)) return false;
  if (ENDS_OPEN.test(text) || OPENS_OPEN.test(text) || BROKEN.some((pattern) => pattern.test(text)))
    return false;
  if (isBareCondition(text)) return false;
  // The patient's own "I" has become the third person: what is left is somebody else's.
  if (claim.speaker !== 'clinician' && /\b(?:me|I|my|us)\b/.test(text)) return false;
  if (claim.made === 'join' && claim.kind === 'other') return false;
  if (claim.speaker === 'clinician') {
    if (claim.kind === 'other' && claim.made !== 'plan') return false;
    if (
      CLINICIANS_OWN.test(text) &&
      !/^I (?:think|believe|suspect|would|recommend|do not think)\b/.test(text)
    )
      return false;
    return words.length > SHORTEST_STATEMENT || claim.made === 'exam';
  }
  // A single word of the patient's says little without its question.
  return words.length >= SHORTEST_STATEMENT || claim.kind !== 'other';
};
