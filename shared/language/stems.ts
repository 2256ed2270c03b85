import { stemmer } from 'stemmer';

/** The Porter stem of a word in US spelling, without a possessive or negative ending. */
export type Stemmer = (norm: string) => string;

const MOST_REMEMBERED = 20_000;

/** A stemmer that remembers what it has stemmed, up to a bound, since the same words come back thousands of times. */
export const makeStemmer = (spelling: ReadonlyMap<string, string>): Stemmer => {
  const known = new Map<string, string>();
  return (norm) => {
    const remembered = known.get(norm);
    if (remembered !== undefined) return remembered;
    const bare = norm.replace(/(?:'s|n't|')$/, '');
    const stem = stemmer(spelling.get(bare) ?? bare);
    if (known.size < MOST_REMEMBERED) known.set(norm, stem);
    return stem;
  };
};
