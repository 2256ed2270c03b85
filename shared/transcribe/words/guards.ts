import type { HeardWord } from '../engines/engine.ts';

/** Why what an engine heard in a passage is not believed. */
export type Doubt = 'loop' | 'too-few-words' | 'too-many-words' | 'hole' | 'noise';

/** A run of words that came back: where it starts, how long it is, how often it stands there in a row. */
interface Loop {
  readonly start: number;
  readonly length: number;
  readonly times: number;
}

const LONGEST_LOOP = 24;
/** People say "no no no" and "okay okay"; engines that loop do not stop there. */
const allowed = (length: number): number => (length === 1 ? 4 : length <= 3 ? 3 : 2);

/** Slow speech has one word a second, fast speech five; the bounds leave room for both. */
const FEWEST_PER_SECOND = 0.5;
const MOST_PER_SECOND = 7;
/** Shorter speech may well be one "mm". */
const WORTH_COUNTING_MS = 2500;
/** Pauses were shortened before the engine heard them, so words this far apart have lost something between them. */
const HOLE_MS = 4000;
/** Nobody takes longer over a word; an engine that skips speech lets the word before it last instead. */
const LONGEST_WORD_MS = 2500;

const bare = ({ text }: HeardWord): string => text.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '');

const timesInARow = (spoken: readonly string[], start: number, length: number): number => {
  let times = 1;
  const same = (k: number): boolean => spoken[start + k] === spoken[start + times * length + k];
  const unit = Array.from({ length }, (_, k) => k);
  while (start + (times + 1) * length <= spoken.length && unit.every(same)) times += 1;
  return times;
};

const findLoop = (spoken: readonly string[], from: number): Loop | null => {
  for (let start = from; start < spoken.length; start += 1) {
    for (let length = 1; length <= LONGEST_LOOP; length += 1) {
      const times = timesInARow(spoken, start, length);
      if (times > allowed(length)) return { start, length, times };
    }
  }
  return null;
};

/** Words with each loop said once, and the stretches (ms) that were taken out. */
export const collapseLoops = (
  words: readonly HeardWord[],
): {
  readonly words: readonly HeardWord[];
  readonly removed: readonly { startMs: number; endMs: number }[];
} => {
  const spoken = words.map(bare);
  const kept: HeardWord[] = [];
  const removed: { startMs: number; endMs: number }[] = [];
  let at = 0;
  for (let loop = findLoop(spoken, 0); loop; loop = findLoop(spoken, at)) {
    const once = loop.start + loop.length;
    const end = loop.start + loop.length * loop.times;
    kept.push(...words.slice(at, once));
    removed.push({ startMs: words[once]?.startMs ?? 0, endMs: words[end - 1]?.endMs ?? 0 });
    at = end;
  }
  kept.push(...words.slice(at));
  return { words: kept, removed };
};

/** The longest silence (ms from the start of the passage) between words, edges included. */
export const widestHole = (
  words: readonly HeardWord[],
  lengthMs: number,
): { readonly startMs: number; readonly endMs: number } => {
  let widest = { startMs: 0, endMs: 0 };
  let last = 0;
  const endOf = (word: HeardWord): number => Math.min(word.endMs, word.startMs + LONGEST_WORD_MS);
  for (const startMs of [...words.map((word) => word.startMs), lengthMs]) {
    if (startMs - last > widest.endMs - widest.startMs) widest = { startMs: last, endMs: startMs };
    last = words.reduce((end, word) => (word.startMs <= startMs ? Math.max(end, endOf(word)) : end), 0);
  }
  return widest;
};

/** What speaks against believing these words of a passage with so much speech in it; null when nothing does. */
export const doubtAbout = (words: readonly HeardWord[], voicedMs: number, lengthMs: number): Doubt | null => {
  if (findLoop(words.map(bare), 0)) return 'loop';
  const perSecond = words.length / (voicedMs / 1000 || 1);
  if (voicedMs >= WORTH_COUNTING_MS && perSecond < FEWEST_PER_SECOND) return 'too-few-words';
  if (perSecond > MOST_PER_SECOND && words.length > 8) return 'too-many-words';
  const hole = widestHole(words, lengthMs);
  if (words.length > 0 && hole.endMs - hole.startMs > HOLE_MS) return 'hole';
  return null;
};

/**
 * A chunk holds up to half a minute. With no more speech (ms) than this in all of it, it may well have been none: on
 * made noises that pass for moments of speech (sobs, plucked strings) the engine's surest and least sure words were
 * below these.
 */
const LITTLE = { ms: 1000, leastSure: 0.6 } as const;
const SOME = { ms: 5000, surest: 0.5 } as const;

/**
 * Whether the words of a chunk with hardly any speech in it are too unsure to be believed: a bang or a sob is then the
 * likelier source. Engines without confidences are believed.
 */
export const isLikelyNoise = (words: readonly HeardWord[], voicedMs: number): boolean => {
  const sure = words.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  if (sure.length === 0) return false;
  return (
    (voicedMs < LITTLE.ms && Math.min(...sure) < LITTLE.leastSure) ||
    (voicedMs < SOME.ms && Math.max(...sure) < SOME.surest)
  );
};

/** Fewer words than this in a row can be the speaker's own. */
const SHORTEST_ECHO = 5;

/** Words without the prompt where it came back as text, and whether it did. */
export const withoutEcho = (
  words: readonly HeardWord[],
  prompt: string,
): {
  readonly words: readonly HeardWord[];
  readonly removed: readonly { startMs: number; endMs: number }[];
} => {
  const asked = prompt.split(/\s+/u).map((text) => bare({ text, startMs: 0, endMs: 0, confidence: null }));
  if (asked.length < SHORTEST_ECHO) return { words, removed: [] };
  const spoken = words.map(bare);
  const at = spoken.findIndex((_, k) => asked.every((word, offset) => spoken[k + offset] === word));
  if (at < 0) return { words, removed: [] };
  const echo = words.slice(at, at + asked.length);
  return {
    words: [...words.slice(0, at), ...words.slice(at + asked.length)],
    removed: [{ startMs: echo[0]?.startMs ?? 0, endMs: echo.at(-1)?.endMs ?? 0 }],
  };
};
