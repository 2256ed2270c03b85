import { SAMPLE_RATE } from '../../contract/capture.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import type { Word } from '../../contract/transcript.ts';
import type { Engine, HeardWord } from '../engines/engine.ts';
import type { Chunk } from '../voice/chunks.ts';

/** What it would be bad to have misheard in a word: the kind of thing, and which of its kind ("warfarin", "15"). */
export interface Risk {
  readonly kind: 'drug' | 'number';
  readonly value: string;
}

/** The risk in each of some words, in order; null in most. */
export type FindRisky = (words: readonly string[]) => readonly (Risk | null)[];

export interface SecondListening {
  /** Keeps the sound around the words of a chunk that are risky and unsure. */
  readonly observe: (chunk: Chunk, words: readonly Word[]) => void;
  /** Hears a passage of them again where they fill one; for sound that is still being made. Fails as `listen` does. */
  readonly meanwhile: (language: string, signal?: AbortSignal) => Promise<Result<void>>;
  /** Hears the rest, and says of each that was then heard otherwise what it was heard as. Fails as `listen` does. */
  readonly finish: (language: string, signal?: AbortSignal) => Promise<Result<ReadonlyMap<Word, string>>>;
}

/** A word this sure (0..1) need not be heard again. */
const SURE = 0.65;
/** Sound around a word (ms), so that it is heard in its sentence. */
const BEFORE_MS = 1500;
const AFTER_MS = 1000;
/** Engines place words loosely: so far (ms) beside its place a word may still be the one that was meant. */
const ASTRAY_MS = 300;
/** Silence between two excerpts. */
const BETWEEN = SAMPLE_RATE / 2;
const MOST_SAMPLES = 28 * SAMPLE_RATE;
/** Share of the passages heard once that may be heard a second time: what a second opinion may cost. */
const MOST_PASSAGES = 0.12;
const TEMPERATURE = 0.4;

interface Excerpt {
  readonly word: Word;
  readonly risk: Risk;
  readonly samples: Float32Array;
  /** Where the word lies in it (ms). */
  readonly startMs: number;
  readonly endMs: number;
}

const inChunk = ({ pieces }: Chunk, ms: number): number => {
  const sample = (ms / 1000) * SAMPLE_RATE;
  const piece = pieces.findLast(({ from }) => from <= sample) ?? pieces[0];
  return piece ? piece.at + Math.max(0, Math.min(sample - piece.from, piece.length)) : 0;
};

const excerptOf = (chunk: Chunk, word: Word, risk: Risk): Excerpt => {
  const start = inChunk(chunk, word.startMs);
  const end = inChunk(chunk, word.endMs);
  const from = Math.max(0, Math.round(start - (BEFORE_MS / 1000) * SAMPLE_RATE));
  const to = Math.min(chunk.samples.length, Math.round(end + (AFTER_MS / 1000) * SAMPLE_RATE));
  const ms = (sample: number): number => ((sample - from) / SAMPLE_RATE) * 1000;
  return { word, risk, samples: chunk.samples.slice(from, to), startMs: ms(start), endMs: ms(end) };
};

interface Passage {
  readonly samples: Float32Array;
  readonly excerpts: readonly { readonly excerpt: Excerpt; readonly atMs: number }[];
}

/** As many excerpts in one passage as fit: a passage costs the engine the same, however little it holds. */
const packed = (excerpts: readonly Excerpt[]): readonly Passage[] => {
  const groups: Excerpt[][] = [[]];
  let length = 0;
  for (const excerpt of excerpts) {
    const longer = length + excerpt.samples.length + BETWEEN;
    if (longer > MOST_SAMPLES && length > 0) groups.push([]);
    length = longer > MOST_SAMPLES ? excerpt.samples.length + BETWEEN : longer;
    groups.at(-1)?.push(excerpt);
  }
  return groups
    .filter((group) => group.length > 0)
    .map((group) => {
      const samples = new Float32Array(
        group.reduce((sum, excerpt) => sum + excerpt.samples.length + BETWEEN, 0),
      );
      let at = 0;
      const placed = group.map((excerpt) => {
        const atMs = (at / SAMPLE_RATE) * 1000;
        samples.set(excerpt.samples, at);
        at += excerpt.samples.length + BETWEEN;
        return { excerpt, atMs };
      });
      return { samples, excerpts: placed };
    });
};

/**
 * What another of its kind stands in the place of a word this time: a number for a number, a medicine for a medicine.
 * Null where the same is heard again, or nothing of the kind: a name that is garbled this time speaks for neither.
 */
const otherwise = (
  { word, risk, samples, startMs, endMs }: Excerpt,
  heard: readonly HeardWord[],
  findRisky: FindRisky,
): string | null => {
  const lengthMs = (samples.length / SAMPLE_RATE) * 1000;
  const within = heard.filter((again) => again.endMs > 0 && again.startMs < lengthMs);
  const risks = findRisky(within.map(({ text }) => text));
  const isSame = (other: Risk | null | undefined): boolean =>
    other?.kind === risk.kind && other.value === risk.value;
  if (risks.some(isSame) || within.some(({ text }) => text === word.text)) return null;
  const there = within.filter(
    (again, k) =>
      risks[k]?.kind === risk.kind && again.endMs > startMs - ASTRAY_MS && again.startMs < endMs + ASTRAY_MS,
  );
  return there.length > 0 ? there.map(({ text }) => text).join(' ') : null;
};

/**
 * A second opinion on words that matter and were heard unsurely, with another temperature, many of them in one passage.
 * It never changes a word.
 */
export const makeSecondListening = (engine: Engine, findRisky: FindRisky): SecondListening => {
  let excerpts: Excerpt[] = [];
  let passages = 0;
  let spent = 0;
  const differing = new Map<Word, string>();

  const hear = async (
    { samples, excerpts: placed }: Passage,
    language: string,
    signal: AbortSignal | undefined,
  ): Promise<Result<void>> => {
    spent += 1;
    const heard = await engine.listen({ samples, language, temperature: TEMPERATURE, signal });
    // The words are there already: an engine that stops now only leaves them without a second opinion.
    if (!heard.ok) return heard.error.code === 'engine-failed' ? succeed(undefined) : heard;
    for (const { excerpt, atMs } of placed) {
      const shifted = heard.value.words.map((word) => ({
        ...word,
        startMs: word.startMs - atMs,
        endMs: word.endMs - atMs,
      }));
      const other = otherwise(excerpt, shifted, findRisky);
      if (other !== null) differing.set(excerpt.word, other);
    }
    return succeed(undefined);
  };
  const unsurest = (): readonly Excerpt[] =>
    [...excerpts].sort((a, b) => (a.word.confidence ?? 0) - (b.word.confidence ?? 0));

  return {
    observe: (chunk, words) => {
      passages += 1;
      const risky = findRisky(words.map(({ text }) => text));
      words.forEach((word, k) => {
        const risk = risky[k];
        if (risk && word.confidence !== null && word.confidence < SURE)
          excerpts.push(excerptOf(chunk, word, risk));
      });
    },
    meanwhile: async (language, signal) => {
      const [full, rest] = packed(unsurest());
      if (!full || !rest) return succeed(undefined);
      const mayHear = spent < Math.floor(passages * MOST_PASSAGES);
      // What is surest goes: a long visit must not hold ever more sound.
      excerpts = [...(mayHear ? [] : full.excerpts), ...rest.excerpts].map(({ excerpt }) => excerpt);
      return mayHear ? hear(full, language, signal) : succeed(undefined);
    },
    finish: async (language, signal) => {
      const most = Math.max(spent === 0 ? 1 : 0, Math.floor(passages * MOST_PASSAGES) - spent);
      for (const passage of packed(unsurest()).slice(0, most)) {
        const heard = await hear(passage, language, signal);
        if (!heard.ok) return heard;
      }
      return succeed(differing);
    },
  };
};
