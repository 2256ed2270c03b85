import { z } from 'zod';
import { joinTokens, type Token } from '../words/join-tokens.ts';
import type { Heard, HeardWord } from './engine.ts';
import { languageCode } from './languages.ts';

const Timed = z.object({ word: z.string(), start: z.number().optional(), end: z.number().optional() });

/**
 * `verbose_json` as it is found: the protocol's own has whole words beside the segments; whisper.cpp's has sub-word
 * tokens with probabilities inside them; some servers have segments only, or nothing but the text.
 */
const Answer = z.object({
  language: z.string().optional(),
  text: z.string(),
  words: z.array(Timed.extend({ probability: z.number().optional() })).nullish(),
  segments: z
    .array(
      z.object({
        text: z.string(),
        start: z.number().optional(),
        end: z.number().optional(),
        avg_logprob: z.number().nullish(),
        words: z.array(Timed.extend({ probability: z.number() })).nullish(),
      }),
    )
    .nullish(),
});

const ms = (seconds: number): number => Math.max(0, Math.round(seconds * 1000));

/** Words of a stretch whose own times are not known, spread over it by their length. */
const spread = (text: string, startMs: number, endMs: number): Token[] => {
  const words = text.split(/\s+/u).filter(Boolean);
  const letters = words.reduce((sum, word) => sum + word.length + 1, 0);
  let passed = 0;
  return words.map((word) => {
    const at = (share: number): number => Math.round(startMs + ((endMs - startMs) * share) / (letters || 1));
    const start = at(passed);
    passed += word.length + 1;
    return { text: ` ${word}`, startMs: start, endMs: at(passed), probability: null };
  });
};

const wordsOf = (answer: z.infer<typeof Answer>, lengthMs: number): readonly HeardWord[] => {
  if (answer.words && answer.words.length > 0) {
    const whole = answer.words.map<Token>(({ word, start = 0, end = start, probability = null }) => ({
      text: ` ${word.trim()}`,
      startMs: ms(start),
      endMs: ms(end),
      probability,
    }));
    return joinTokens(whole);
  }
  const segments = answer.segments ?? [{ text: answer.text }];
  const tokens = segments.flatMap<Token>(({ text, start = 0, end, words }) =>
    words && words.length > 0
      ? words.map((one) => ({
          text: one.word,
          startMs: ms(one.start ?? start),
          endMs: ms(one.end ?? one.start ?? start),
          probability: one.probability,
        }))
      : spread(text, ms(start), end === undefined ? lengthMs : ms(end)),
  );
  return joinTokens(tokens);
};

/**
 * What a transcription server heard in a passage of so many ms; null when its answer is not one. The language is the
 * one asked for, or, where none was, the one it names.
 */
export const readAnswer = (body: unknown, asked: string, lengthMs: number): Heard | null => {
  const { data: answer } = Answer.safeParse(body);
  if (!answer) return null;
  const logs = (answer.segments ?? []).flatMap(({ avg_logprob: log }) =>
    typeof log === 'number' && Number.isFinite(log) ? [log] : [],
  );
  return {
    language: asked === 'auto' ? languageCode(answer.language ?? 'und') : asked,
    words: wordsOf(answer, lengthMs),
    meanLogProbability: logs.length > 0 ? logs.reduce((sum, log) => sum + log, 0) / logs.length : null,
  };
};
