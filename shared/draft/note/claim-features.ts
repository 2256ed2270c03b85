import type { Claim } from '../facts/claims.ts';
import { bucket, ngrams } from '../utterances/features.ts';

const LONG_VISIT = 40;

/**
 * What the linear models see of a claim: the words it was made of (with those of its question marked), how it was made,
 * its kind, its length and where in the visit it stands. Each feature once.
 */
export const claimFeatures = (claim: Claim, turns: number): readonly string[] => {
  const own = claim.from.at(-1);
  const question = claim.from.length > 1 ? claim.from[0] : undefined;
  const said = own?.words ?? [];
  const place = own?.place ?? 0;
  return [
    ...new Set([
      ...ngrams(said, ''),
      ...(question ? ngrams(question.words, 'q:') : []),
      `=made ${claim.made}`,
      `=kind ${claim.kind}`,
      `=kind ${claim.kind} ${claim.speaker}`,
      `=speaker ${claim.speaker}`,
      `=length ${bucket(claim.text.split(' ').length, 3, 7)}`,
      `=polarity ${claim.polarity}`,
      ...(/\d/.test(claim.text) ? ['=number'] : []),
      ...(claim.problem === undefined ? [] : ['=problem']),
      ...(turns >= LONG_VISIT
        ? [`=place ${bucket(place, 0.1, 9)}`, `=place ${bucket(place, 0.2, 4)} ${claim.made}`]
        : []),
    ]),
  ];
};
