import type { TranscriptEvidence } from '../../contract/evidence.ts';
import type { Transcript } from '../../contract/transcript.ts';
import { readContext, tokenise, type Language } from '../../language/index.ts';

/** Relatives that the words of a text are about ("mother"). */
const relationsIn = (text: string, language: Language, start = 0, end = text.length): readonly string[] => {
  const tokens = tokenise(text);
  const contexts = readContext(tokens, language);
  return tokens.flatMap((token, at) => {
    const relation = contexts[at]?.relation;
    return relation !== undefined && token.start >= start && token.end <= end ? [relation] : [];
  });
};

/**
 * The relative that every quoted stretch is about while the statement speaks of nobody but the patient; undefined where
 * there is none. A mother's insulin is not the patient's, even when her words are copied exactly.
 */
export const borrowedFrom = (
  statement: string,
  quoted: readonly TranscriptEvidence[],
  transcript: Transcript,
  language: Language,
): string | undefined => {
  if (quoted.length === 0 || relationsIn(statement, language).length > 0) return undefined;
  const relatives = quoted.map(({ turn, start, end }) => {
    const text = transcript.turns.find(({ id }) => id === turn)?.text ?? '';
    return relationsIn(text, language, start, end)[0];
  });
  return relatives.every((relative) => relative !== undefined) ? relatives[0] : undefined;
};
