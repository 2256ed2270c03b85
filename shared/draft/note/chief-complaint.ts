import type { Claim } from '../facts/claims.ts';
import type { Lexicon } from '../lexicon.ts';
import { joined } from '../phrases.ts';
import { readsWell } from './reads-well.ts';

const EARLY = 0.25;
const FIRST = 3;
const LONGEST = 30;
const COMPLAINED = new Set(['symptom', 'condition']);

const COMPLAINT =
  /^(?:sore|hurts?|hurting|aching|itchy|swollen|breathless|dizzy|short|red|sick|tired|stressed|anxious|low|down|run-down|unwell|struggling|blocked|ringing|numb)$/;

/** By what was said before of substance: small talk makes nothing late. */
const isEarly = (claim: Claim, all: readonly Claim[]): boolean =>
  claim.order <= Math.max(FIRST, EARLY * all.length);

const isShort = (claim: Claim): boolean => claim.text.split(' ').length <= LONGEST;

/** "You're here for your knee", "34-year-old man presenting with …": the reason as the clinician gives it. */
const isReason = (claim: Claim, lexicon: Lexicon): boolean =>
  claim.from.some((utterance) => {
    const said = ` ${joined(utterance.words)} `;
    return lexicon.reasons.some((reason) => said.includes(` ${reason} `));
  });

/** A symptom by its name, or a part of the body that something is the matter with. */
const names = (claim: Claim, lexicon: Lexicon): boolean =>
  claim.kind === 'symptom' &&
  (claim.from.at(-1)?.words ?? []).some(
    (word) => lexicon.symptomNouns.has(word.text) || COMPLAINT.test(word.text),
  );

/**
 * The claim that says why the patient came: what the patient names first, else what the clinician gives as the reason.
 * Undefined where nothing of the kind is said early in the visit; nothing is inferred.
 */
export const chiefComplaint = (claims: readonly Claim[], lexicon: Lexicon): Claim | undefined => {
  const early = claims.filter(
    (claim) =>
      isEarly(claim, claims) &&
      isShort(claim) &&
      readsWell(claim) &&
      claim.polarity === 'affirmed' &&
      claim.subject.role === 'patient',
  );
  const stated = early.find((claim) => claim.speaker === 'clinician' && isReason(claim, lexicon));
  const own = early.filter(
    (claim) => claim.speaker !== 'clinician' && (claim.made === 'statement' || claim.made === 'label'),
  );
  const told =
    own.find((claim) => isReason(claim, lexicon) || names(claim, lexicon)) ??
    own.find((claim) => COMPLAINED.has(claim.kind));
  if (stated && told) return stated.order <= told.order ? stated : told;
  return told ?? stated;
};
