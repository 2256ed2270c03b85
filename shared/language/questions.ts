import type { Language } from './language.ts';
import type { Token } from './tokens.ts';

export type Answer = 'yes' | 'no' | 'unsure' | 'none';

/** The first token that is not a filler or a particle ("okay so um …"), from `from` to `to` inclusive. */
export const skipParticles = (
  tokens: readonly Token[],
  language: Language,
  from = 0,
  to = tokens.length - 1,
): number => {
  let at = from;
  while (at <= to) {
    if (language.answers.at(tokens, at)?.length ?? 0) {
      const answer = language.answers.at(tokens, at);
      const particle = language.particles.at(tokens, at);
      if (answer && answer.length > (particle?.length ?? 0)) return at;
    }
    const skipped = language.particles.at(tokens, at) ?? language.fillers.at(tokens, at);
    if (skipped) at += skipped.length;
    else if (tokens[at]?.kind === 'mark') at += 1;
    else return at;
  }
  return at;
};

/** Whether a clause asks something, by its form or its question mark; a tail ("… right ?") is enough. */
export const isQuestion = (
  tokens: readonly Token[],
  language: Language,
  from = 0,
  to = tokens.length - 1,
): boolean => {
  if (tokens[to]?.norm === '?') return true;
  const at = skipParticles(tokens, language, from, to);
  const opener = language.question.at(tokens, at);
  return opener !== undefined && at + opener.length - 1 <= to;
};

/** How an answering turn begins: yes, no, unsure, or with neither. */
export const readAnswer = (tokens: readonly Token[], language: Language): Answer => {
  const at = skipParticles(tokens, language);
  return language.answers.at(tokens, at)?.value ?? 'none';
};

const PLAIN: ReadonlyMap<string, Answer> = new Map([
  ['no', 'no'],
  ['nope', 'no'],
  ['nah', 'no'],
  ['yes', 'yes'],
  ['yeah', 'yes'],
  ['yep', 'yes'],
]);
const EARLIEST_INLINE = 3;

/**
 * The answer inside a question, as text without punctuation or speakers runs on ("any chest pain or anything like that
 * no no"); `none` where the question ends without one.
 */
export const readInlineAnswer = (tokens: readonly Token[], language: Language): Answer => {
  for (let at = EARLIEST_INLINE; at < tokens.length; at += 1) {
    const answer = PLAIN.get(tokens[at]?.norm ?? '');
    const before = tokens[at - 1]?.norm ?? '';
    if (!answer || before === 'or' || before === ',' || before === 'there' || before === 'have') continue;
    const next = tokens[at + 1];
    if (!next || PLAIN.has(next.norm) || language.answerFollows.has(next.norm))
      return next?.norm === '?' ? 'none' : answer;
  }
  return 'none';
};
