const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Whether a text holds any of the words: beginnings of words; one of up to four letters ("tia") must be the whole word. */
export const anyOf = (words: readonly string[]): ((text: string) => boolean) => {
  if (!words.length) return () => false;
  const pattern = new RegExp(
    `(?:^|[^a-z])(?:${words.map((word) => escaped(word) + (word.length <= 4 ? '(?![a-z])' : '')).join('|')})`,
    'i',
  );
  return (text) => pattern.test(text);
};
