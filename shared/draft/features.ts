import type { Claim } from './claims.ts';
import type { SpokenWord } from './spoken-words.ts';

const bucket = (value: number, size: number, most: number): number =>
  Math.min(most, Math.floor(value / size));

const token = (text: string): string => (/\d/.test(text) ? '#' : text);

const ngrams = (words: readonly SpokenWord[], mark: string): readonly string[] => {
  const texts = words.filter((word) => word.text !== ',').map((word) => token(word.text));
  const found: string[] = [];
  texts.forEach((text, index) => {
    found.push(`${mark}${text}`);
    const next = texts[index + 1];
    if (next !== undefined) found.push(`${mark}${text} ${next}`);
  });
  return found;
};

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

/** What the speaker model sees of one utterance. */
export const utteranceFeatures = (said: readonly SpokenWord[], asks: boolean): readonly string[] => [
  ...new Set([
    ...ngrams(said, ''),
    `=first ${token(said[0]?.text ?? '')} ${token(said[1]?.text ?? '')}`,
    `=length ${bucket(said.length, 4, 6)}`,
    ...(asks ? ['=asks'] : []),
  ]),
];
