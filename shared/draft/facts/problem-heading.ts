import type { Lexicon } from '../lexicon.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import { capital, written } from './wording.ts';

const NAME_ENDS = /^(?:,|i|we|you|is|it|that|let|so|what|are|the|my|was|has|and)$/;
const LONGEST_NAME = 4;

const afterFillers = (words: readonly SpokenWord[], from: number, lexicon: Lexicon): number => {
  let at = from;
  for (;;) {
    const more = words[at]?.text === ',' ? 1 : lexicon.problemFillers.lengthAt(words, at);
    if (more === 0) return at;
    at += more;
  }
};

/** The problem that a clinician turns to: "for your second problem, your diabetes". */
export const problemHeading = (
  words: readonly SpokenWord[],
  lexicon: Lexicon,
): { readonly name: string; readonly length: number } | undefined => {
  const opens = lexicon.problemHeadings.lengthAt(words, 0);
  if (opens === 0) return undefined;
  const from = afterFillers(words, opens, lexicon);
  let to = from;
  while (to < words.length && to - from <= LONGEST_NAME && !NAME_ENDS.test(words[to]?.text ?? '')) to += 1;
  if (to === from || to - from > LONGEST_NAME) return undefined;
  const name = words.slice(from, to);
  const known = name.some(
    (word, index) => lexicon.conditions.lengthAt(name, index) > 0 || lexicon.findings.has(word.text),
  );
  return known
    ? {
        name: capital(
          written(name.map((word) => (/^\p{Lu}{2}/u.test(word.written) ? word.written : word.text))),
        ),
        length: to,
      }
    : undefined;
};
