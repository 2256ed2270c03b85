import { stemmer } from 'stemmer';

const EMPTY = new Set(
  'a an the of to in on at for and or but with is are was were be been am has have had he she they it this that his her their them him as by from so about some any also than then there when who which will would can could may might do does did up if into out over no not nil denies reports patient very just more'.split(
    ' ',
  ),
);

/** Stems of the words that carry content. */
export const contentStems = (text: string): readonly string[] =>
  (text.toLowerCase().match(/[a-z]+|\d+(?:[./]\d+)*/g) ?? [])
    .filter((word) => !EMPTY.has(word) && (word.length > 1 || /\d/.test(word)))
    .map((word) => stemmer(word));
