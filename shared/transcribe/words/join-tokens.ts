import type { HeardWord } from '../engines/engine.ts';

/** A sub-word token as Whisper engines give it: a leading space starts a word. */
export interface Token {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly probability: number | null;
}

// `[BLANK_AUDIO]`, `(coughs)`, `♪`: what Whisper writes for sounds that are not words.
const SOUND_LABEL = /\[[^\]]*\]|\([^)]*\)|♪[^♪]*♪?|\*[^*]*\*/gu;
const SPECIAL = /^\[_.*\]$|^<\|.*\|>$/u;

const joined = (tokens: readonly Token[]): HeardWord => {
  const known = tokens.flatMap(({ probability }) => (probability === null ? [] : [probability]));
  const startMs = Math.min(...tokens.map((token) => token.startMs));
  return {
    text: tokens
      .map((token) => token.text)
      .join('')
      .trim(),
    startMs,
    endMs: Math.max(startMs, ...tokens.map((token) => token.endMs)),
    // A word is no surer than its least sure piece.
    confidence: known.length > 0 ? Math.max(0, Math.min(1, ...known)) : null,
  };
};

const withoutSoundLabels = (words: readonly HeardWord[]): readonly HeardWord[] => {
  const text = words.map((word) => word.text).join(' ');
  const labels = [...text.matchAll(SOUND_LABEL)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  if (labels.length === 0) return words;
  let at = 0;
  return words.filter((word) => {
    const start = at;
    at += word.text.length + 1;
    return !labels.some(([from, to]) => start < to && start + word.text.length > from);
  });
};

/** Words out of tokens, joined at leading spaces; tokens and labels that stand for no speech are left out. */
export const joinTokens = (tokens: readonly Token[]): readonly HeardWord[] => {
  const groups: Token[][] = [];
  for (const token of tokens) {
    if (SPECIAL.test(token.text)) continue;
    const current = groups.at(-1);
    if (!current || token.text.startsWith(' ')) groups.push([token]);
    else current.push(token);
  }
  const words = groups.map(joined).filter((word) => /[\p{L}\p{N}[\]()♪*]/u.test(word.text));
  return withoutSoundLabels(words);
};
