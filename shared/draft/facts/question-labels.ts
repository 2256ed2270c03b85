import type { Lexicon } from '../lexicon.ts';
import { joined } from '../phrases.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';

export const isAux = (word: SpokenWord | undefined, lexicon: Lexicon): boolean =>
  word !== undefined && lexicon.auxiliaries.has(word.text);

/** The label of `draft-questions.json` under which allergies stand. */
export const ALLERGIES = 'Allergies';

/** What "it" is in the answer: the noun that the question is about ("is the pain sharp?", "how is your knee?"). */
export const topicOf = (words: readonly SpokenWord[], lexicon: Lexicon): string | undefined => {
  const at = words.findIndex(
    (word, index) =>
      index < 5 &&
      /^(?:the|your|this|that)$/.test(word.text) &&
      isAux(words[index - 1], lexicon) &&
      words[index + 2]?.text !== ',' &&
      (lexicon.symptomNouns.has(words[index + 1]?.text ?? '') ||
        lexicon.bodyWords.has(words[index + 1]?.text ?? '')),
  );
  const noun = at < 0 ? undefined : words[at + 1]?.text;
  return noun === undefined || /s$/.test(noun) ? undefined : noun;
};

const LAST_TIME =
  /^(?:and |so )?when (?:was the last time you (?:had|took|used)|did you last (?:have|take|use)) (?:the |your |any |a |an )?([a-z]+(?: [a-z]+)?)$/;

/** What a short answer to this question stands under: "Duration", "Site", "Last methotrexate". */
export const labelOf = (words: readonly SpokenWord[], lexicon: Lexicon): string | undefined => {
  const said = joined(words);
  const last = LAST_TIME.exec(said)?.[1];
  if (last !== undefined) return `Last ${last}`;
  const text = ` ${said} `;
  return lexicon.labels.find((row) => row.asked.some((asked) => text.includes(` ${asked} `)))?.label;
};
