import type { Claim } from '../facts/claims.ts';
import { contentStems } from '../stems.ts';

const STRANDED =
  /\b(?:(?:need|needs|needed|want|wants|wanted|have|has|had|used|able|supposed|going|meant|try|tries|tried|like|likes) to|(?:know|knows|aware|think|thinks|complain|complains|remember|remembers|heard|hear|speak) of|(?:go|goes|went|come|comes|came|sit|sits|get|gets|got|was|is|are|be) (?:on|in|off|up|down)|(?:moving|walking|carrying|lying|sitting|put|putting|turned|lie|lies|lay) (?:on|in)|(?:anything|nothing|something|lot|much|it) (?:like that|about)|(?:what|how) (?:he|she|they) (?:is|are|was|were|has|have|can|does|do|did)|(?:as|than) (?:he|she|they|it) (?:is|are|was|were|can|could|does|do|did|has|have|had|would|will)|come and go|to be|(?:does|do|did|is|are|was|were|has|have|can|could|will|would|should) not|(?:think|thinks|believe|believes|guess) (?:it|that|they|he|she|so) (?:is|are|was|were|has|does|did))$/i;
const ENDS_OPEN =
  /\b(?:the|a|an|his|her|their|my|your|of|to|in|(?<!\bgo(?:ing|es)? )on|at|for|with|from|by|and|or|but|so|if|that|which|because|is|are|was|were|be|been|has|have|had|am|very|quite|some|any|we|i|they|he|she|can|will|would|could|should|may|might|not|than|as|into|about|like|when|where|whether|who|while|our|called|maybe|probably|also|until|unless|its|does|do|did|just|or even|this|going|gets|got|getting)$/i;
const OPENS_OPEN =
  /^(?:because|which|whether|whose|who|what|why|how|where|when|than|as|or|and|of|that|whereas|although|though|so|then|etc|um|uh|by|whatever|wherever|until|unless|while|since|to|'s|him|them|us|me)\b/i;
/** "What happened was …", "when he sits down, it gets better": opened and closed again. */
const CLOSED_AGAIN =
  /^(?:what \w+ (?:was|is)\b|what (?:he|she|they) \w+ (?:was|is)\b|when\b.*, (?:it|they|he|she|the|his|her|their|there|is|was|has|had|gets|feels|\w+s)\b|since \w+|by (?:mouth|the end)|as (?:well|needed)|to (?:be|help|avoid|keep)|although\b.*,|until \w+)/i;
const BROKEN = [
  /\b(?:is|are|was|were|has|have|had|does|do|did|can|will|would) (?:is|are|was|were|has|have|does|did|can|will|would|am|a are)\b/i,
  // "Get her a splint": there "her" is who gets it, as "him" would be.
  /(?<!\b(?:get|gets|got|give|gives|gave|send|sends|sent|offer|show|bring|buy|teach|write|order) )\b(?:the|a|an|his|her|their|your|our) (?:the|a|an|his|her|their|our|is|are|was|and|or|of|to|in|he|she|they|i|we|you)\b/i,
  /(?<!\b(?:need|needs|want|wants|have|has|used|able|going)\s)\b(?:to|of|with|from|for|at) (?:to|of|with|from|at|and|or|but|so|they|he|she|i)\b/i,
  /\b(?:they|he|she|it) (?:they|he|she|it|them|the|a|i|my|their|and|or|of|to|for|with|in|on|at)\b/i,
  /\b(?:they has|they is|they was|he are|she are|he have|she have|he were|she were|i is|i has|them (?:are|were|will|have))\b/i,
  /\b(?:and|or|but|because) (?:and|or|but|because|then so)\b/i,
  /\b(?:is|are|was|it|they|he|she), (?:is|are|was|it|they|he|she)\b/i,
  /\b(?:in|on|at|of|for|with) (?:is|are|was|does|do|did|has|have|had) /i,
  /\by'know\b|\bn't\b|\betc\b|\b'd\b/i,
  /\bthe clinician (?:know|say|see|guys)\b/i,
  /(?:^|\s)'s\b/,
  /^no (?:none|not|because|maybe|but|no|so|i|they|he|she|it|we|his|her|their|the|in)\b/i,
  /^(?:does|do|did|is|are|was|were|has|have) not (?:sometimes|he|she|they|it|the)\b/i,
  /^(?:on|in) (?:physical )?(?:exam|examination)$/i,
  /\bn['’]?t\b/,
  /\bam (?:they|he|she)\b|\b(?:are|is) them\b|\bbecause (?:what|how|that)\b/i,
  /\b(?:can|could|may|shall) I\b|\bhow about\b|\brecord number\b|\bdate of birth\b/i,
  /^if that (?:he|she|they|it)\b|^without\b|^(?:so )?much for\b|^not sure\b/i,
  /^any(?:thing)?\b/i,
  /\b(?:do|does|did) not (?:what|how|the|a|if|that)\b/i,
  /^not (?:remember|think|know|recall|sure|tell)\b/i,
  /\btell me\b|\bfor (?:his|her|their) (?:first|second|third|next|last) (?:problem|issue|diagnosis)\b/i,
  /\b(?:but|and|so),? for the most part$/i,
  /^(?:lastly|first|firstly|next|secondly|finally) (?:for|is|are) (?:his|her|their|the)(?: \w+){1,4}$/i,
  /^(?:maybe|perhaps|probably|possibly|so|not so),? (?:not|so|yes|no|if|then|necessarily)\b/i,
];

/** The share of a text that is commas between single words: a sign of words searched for rather than a sentence. */
const isStammered = (text: string): boolean => {
  const words = text.split(' ').length;
  return (text.match(/,/g) ?? []).length > Math.max(3, words / 4);
};

const CLINICIANS_OWN = /^(?:I|We|Us|Let|My|Our)\b/;
const CLINICIANS_VIEW =
  /^(?:I|We) (?:do not |also |would |do |can |could |may |might |still |usually |often |normally |just )*(?:think|believe|suspect|recommend|suggest|advise|wonder|want|need|prescribe|give|have|see|feel|hear|refer|send|start|increase|agree|discussed|talked|know|am (?:not |very |a bit |quite |also )?(?:concerned|worried|prescribing|recommending|referring|ordering|sending|pleased|happy|hoping|confident|reassured|certain|sure)|are (?:going|sending|ordering|waiting|looking))\b/;
const LONGEST = 45;

/** A condition alone ("If the redness spreads") says nothing until what to do is said with it. */
const isBareCondition = (text: string): boolean =>
  /^if\b[^,]*, (?:\d+|a|one|two|maybe|or|in|within|by) [\w ]{0,20}$/i.test(text) ||
  (/^(?:if|when|once|unless)\b/i.test(text) &&
    !/,| (?:then|come|call|go|let|see|ring|please|seek|return|give|contact|may|should|can|will|would|need|is|gets|it) /i.test(
      text,
    ));

const SHORTEST_STATEMENT = 2;
const LEAST_CONTENT = 2;

/** "In the morning" waits for what happens then; "on the pill" says what is taken. */
const PLACE_ALONE =
  /^(?:on|for|in|at|with|from) (?:his|her|their|the|physical|my|exam|examination)(?: \w+){0,3}$/i;

const isBroken = (text: string): boolean =>
  (ENDS_OPEN.test(text) && !STRANDED.test(text)) ||
  (OPENS_OPEN.test(text) && !CLOSED_AGAIN.test(text)) ||
  BROKEN.some((pattern) => pattern.test(text)) ||
  isBareCondition(text);

const clinicianSays = (claim: Claim): boolean => {
  const { text } = claim;
  if (claim.kind === 'other' && claim.made !== 'plan' && contentStems(text).length < LEAST_CONTENT + 1)
    return false;
  if (CLINICIANS_OWN.test(text) && !CLINICIANS_VIEW.test(text)) return false;
  const named = claim.made === 'recap' && claim.kind !== 'other' && claim.kind !== 'social-history';
  const deniesNamed = claim.kind !== 'other' && /^No \w/.test(text);
  return deniesNamed || named || text.split(' ').length > SHORTEST_STATEMENT || claim.made === 'exam';
};

/**
 * Whether a claim stands as a sentence of a note. What does not is left out of the note (its words remain in the
 * transcript and count as an omission), rather than shown broken.
 */
export const readsWell = (claim: Claim): boolean => {
  const { text } = claim;
  const words = text.split(' ');
  if (claim.made === 'heading' || claim.made === 'question') return true;
  if (words.length > LONGEST || isStammered(text) || isBroken(text)) return false;
  if (PLACE_ALONE.test(text) && claim.kind !== 'medication') return false;
  if (claim.speaker === 'clinician') return clinicianSays(claim);
  // The patient's own "I" has become the third person: what is left is somebody else's.
  if (/\b(?:me|I|my|us)\b/.test(text)) return false;
  if (
    claim.kind === 'other' &&
    claim.made !== 'label' &&
    claim.made !== 'join' &&
    contentStems(text).length < LEAST_CONTENT
  )
    return (
      claim.made === 'statement' && /\d|^Not [a-z]{6,}|\b(?:days?|weeks?|months?|years?|ago)\b/.test(text)
    );
  // A single word of the patient's says little without its question.
  return words.length >= SHORTEST_STATEMENT || claim.kind !== 'other';
};
