import type { SpokenWord } from './spoken-words.ts';

/** Which step of so much a value falls into, at most the last. */
export const bucket = (value: number, size: number, most: number): number =>
  Math.min(most, Math.floor(value / size));

const token = (text: string): string => (/\d/.test(text) ? '#' : text);

/** Each word and each pair of neighbours, numbers as one; `mark` goes before. */
export const ngrams = (words: readonly SpokenWord[], mark: string): readonly string[] => {
  const texts = words.filter((word) => word.text !== ',').map((word) => token(word.text));
  const found: string[] = [];
  texts.forEach((text, index) => {
    found.push(`${mark}${text}`);
    const next = texts[index + 1];
    if (next !== undefined) found.push(`${mark}${text} ${next}`);
  });
  return found;
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
