/** Words of a classification: those worth restoring where they were misheard, and those that are words all the same. */
export interface TermRows {
  readonly terms: readonly string[];
  readonly known: readonly string[];
}

/** What is named less often than this is so rare that a mangled word is likelier to be something else. */
const LEAST_ENTRIES = 3;
/** Shorter terms are met by chance. */
const SHORTEST_TERM = 7;
const SHORTEST_KNOWN = 4;

/**
 * Chapters whose words are no terms of a visit: germs, poisons and substances, how and where an accident happened.
 * Their words are known, but none is written in.
 */
const OTHER_CHAPTER = /^(?:[ABUV-Z]|T[3-6])/u;

const ELEMENT = /<(?<tag>name|desc|note)>(?<text>[^<]*)<\/\k<tag>>/gu;
const WORD = /\p{L}+/gu;

/** Titles and notes with the code they stand under. */
const entriesOf = (xml: string): readonly { readonly code: string; readonly text: string }[] => {
  let code = '';
  return [...xml.matchAll(ELEMENT)].flatMap(({ groups }) => {
    const text = groups?.['text'] ?? '';
    if (groups?.['tag'] !== 'name') return [{ code, text }];
    code = text;
    return [];
  });
};

/** Words that stand with a capital inside a title: names of people ("Klinefelter"). */
const eponymsIn = (text: string): readonly string[] =>
  [...text.matchAll(WORD)].flatMap(({ 0: word, index }) =>
    index > 0 && /^\p{Lu}/u.test(word) ? [word.toLowerCase()] : [],
  );

/** Words of an ICD-10-CM tabular list (XML); `isCommon` words are no terms, `isEveryday` ones need not be listed. */
export const termRows = (
  xml: string,
  isCommon: (word: string) => boolean,
  isEveryday: (word: string) => boolean,
): TermRows => {
  const entries = entriesOf(xml);
  const eponyms = new Set(entries.flatMap(({ text }) => eponymsIn(text)));
  const all = new Set<string>();
  const counts = new Map<string, number>();
  for (const { code, text } of entries) {
    const words = new Set(text.toLowerCase().match(/[a-z]+/gu));
    for (const word of words) {
      if (word.length >= SHORTEST_KNOWN) all.add(word);
      if (!OTHER_CHAPTER.test(code)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const isTerm = (word: string): boolean =>
    word.length >= SHORTEST_TERM &&
    (counts.get(word) ?? 0) >= LEAST_ENTRIES &&
    !isCommon(word) &&
    !eponyms.has(word);
  const sorted = [...all].sort();
  return {
    terms: sorted.filter(isTerm),
    known: sorted.filter((word) => !isTerm(word) && !isEveryday(word)),
  };
};
