/** A person's own phrase: the abbreviation as it is typed, and what it stands for. */
export interface Phrase {
  readonly abbreviation: string;
  readonly text: string;
}

/** The phrase whose abbreviation is the last word before the caret, and how many letters it takes up. */
export const phraseBefore = (
  before: string,
  phrases: readonly Phrase[],
): { readonly text: string; readonly length: number } | undefined => {
  const word = /\S+$/.exec(before)?.[0];
  const found = word && phrases.find(({ abbreviation }) => abbreviation === word);
  return found ? { text: found.text, length: found.abbreviation.length } : undefined;
};
