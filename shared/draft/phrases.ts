/** A set of phrases that can be looked for at any place in a list of words, longest first. */
export interface Phrases {
  /** How many words of a phrase start at `index`; 0 where none does. */
  readonly lengthAt: (words: readonly { readonly text: string }[], index: number) => number;
}

export const phrases = (list: readonly string[]): Phrases => {
  const byFirst = new Map<string, (readonly string[])[]>();
  for (const phrase of list) {
    const words = phrase.split(' ');
    const first = words[0] ?? '';
    byFirst.set(first, [...(byFirst.get(first) ?? []), words]);
  }
  for (const each of byFirst.values()) each.sort((a, b) => b.length - a.length);
  return {
    lengthAt: (words, index) => {
      const first = words[index];
      if (!first) return 0;
      for (const candidate of byFirst.get(first.text) ?? [])
        if (candidate.every((word, offset) => words[index + offset]?.text === word)) return candidate.length;
      return 0;
    },
  };
};

export const joined = (words: readonly { readonly text: string }[]): string =>
  words.map((word) => word.text).join(' ');
