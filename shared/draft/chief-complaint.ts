import type { Claim } from './claims.ts';
import type { Lexicon } from './lexicon.ts';
import { joined } from './phrases.ts';
import { readsWell } from './reads-well.ts';

const EARLY = 0.25;
const LONGEST = 30;
const COMPLAINED = new Set(['symptom', 'condition', 'medication', 'procedure', 'allergy', 'social-history']);

const isEarly = (claim: Claim): boolean => (claim.from[0]?.place ?? 1) <= EARLY;

const isShort = (claim: Claim): boolean => claim.text.split(' ').length <= LONGEST;

/** "You're here for your knee", "34-year-old man presenting with …": the reason as the clinician gives it. */
const isReason = (claim: Claim, lexicon: Lexicon): boolean =>
  claim.from.some((utterance) => {
    const said = ` ${joined(utterance.words)} `;
    return lexicon.reasons.some((reason) => said.includes(` ${reason} `));
  });

/**
 * The claim that says why the patient came: what the patient names first, else what the clinician gives as the reason.
 * Undefined where nothing of the kind is said early in the visit; nothing is inferred.
 */
export const chiefComplaint = (claims: readonly Claim[], lexicon: Lexicon): Claim | undefined => {
  const early = claims.filter(
    (claim) =>
      isEarly(claim) &&
      isShort(claim) &&
      readsWell(claim) &&
      claim.polarity === 'affirmed' &&
      claim.subject.role === 'patient',
  );
  const stated = early.find((claim) => claim.speaker === 'clinician' && isReason(claim, lexicon));
  const told = early.find(
    (claim) =>
      claim.speaker !== 'clinician' &&
      (isReason(claim, lexicon) ||
        (COMPLAINED.has(claim.kind) && (claim.made === 'statement' || claim.made === 'label'))),
  );
  if (stated && told) return (stated.from[0]?.place ?? 0) <= (told.from[0]?.place ?? 0) ? stated : told;
  return told ?? stated;
};
