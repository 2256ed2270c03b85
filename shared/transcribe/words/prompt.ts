/**
 * How people talk in a visit, for languages where it was measured: with it, base q8_0 writes hesitations as such and
 * not as words of like sound.
 */
const MANNER: Readonly<Record<string, string>> = { en: 'Um, okay. Uh, so, uh, yes.' };

/**
 * Whisper reads the last 224 tokens of a prompt, and a name of a medicine has about one token for 2.6 letters. What is
 * longer would push the manner of speech out.
 */
const MOST_LETTERS = 540;

/** The names that fit, from the first, which matters most. */
const fitting = (names: readonly string[]): readonly string[] => {
  let letters = 0;
  const end = names.findIndex((name) => (letters += name.length + 2) > MOST_LETTERS);
  return end < 0 ? names : names.slice(0, end);
};

/**
 * What the engine is told before it hears a passage: the manner of speech, then the names that this visit is likely to
 * hold, the likeliest last, because what stands nearest to the speech weighs most. Empty where there is nothing to tell.
 */
export const promptOf = (language: string, vocabulary: readonly string[]): string => {
  const names = [...fitting(vocabulary)].reverse().join(', ');
  return [MANNER[language] ?? '', names && `${names}.`].filter(Boolean).join(' ');
};
