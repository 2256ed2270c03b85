import { SAMPLE_RATE } from '../contract/capture.ts';
import { succeed, type Result } from '../contract/errors.ts';
import type { Engine } from './engines/engine.ts';
import type { Chunk } from './voice/chunks.ts';
import { splitChunk } from './voice/split.ts';

/** Languages that a visit may change to in the middle; in a short piece any other is more likely a mistake. */
const SWITCHED: ReadonlySet<string> = new Set(['en', 'es']);
/** A chunk this long may hold two languages, and its halves are long enough to tell. */
const WORTH_SPLITTING = 8 * SAMPLE_RATE;

/** A piece of sound and the language it is to be heard in (ISO 639-1). */
export interface Spoken {
  readonly piece: Chunk;
  readonly language: string;
}

export interface LanguageFinder {
  /** The language of the visit, once it is known. */
  readonly settled: () => string | null;
  /** The same, or the best guess so far. */
  readonly likely: () => string | null;
  /** The chunk with its language; in two pieces where each half is in its own. Fails as the engine does. */
  readonly find: (chunk: Chunk) => Promise<Result<readonly Spoken[]>>;
  /** To be called with what `find` gave, once words were heard in it. */
  readonly heard: (spoken: readonly Spoken[]) => void;
  /** The language of a piece that gave nothing to believe in the visit's own. */
  readonly anew: (piece: Chunk) => Promise<Result<string>>;
}

const isSwitch = (languages: readonly string[]): boolean =>
  new Set(languages).size > 1 && languages.every((language) => SWITCHED.has(language));

/**
 * Finds out which language a visit is in. Asking costs the engine half a chunk's time, so it stops when two chunks in a
 * row were in the same one; a first chunk that changes language in the middle is taken apart, because a greeting in one
 * language may begin a visit in another. `asked`: ISO 639-1,
 * which settles it, or `auto`.
 */
export const makeLanguageFinder = (
  engine: Engine,
  asked: string,
  signal: AbortSignal | undefined,
): LanguageFinder => {
  let settled = asked === 'auto' ? null : asked;
  let likely = settled;
  const detect = ({ samples }: Chunk): Promise<Result<string>> => engine.detectLanguage({ samples, signal });

  const inHalves = async (chunk: Chunk): Promise<Result<readonly Spoken[]>> => {
    const spoken: Spoken[] = [];
    for (const piece of splitChunk(chunk)) {
      const found = await detect(piece);
      if (!found.ok) return found;
      spoken.push({ piece, language: found.value });
    }
    return succeed(spoken);
  };

  const whole = async (chunk: Chunk): Promise<Result<readonly Spoken[]>> => {
    const found = await detect(chunk);
    return found.ok ? succeed([{ piece: chunk, language: found.value }]) : found;
  };

  return {
    settled: () => settled,
    likely: () => likely,
    find: async (chunk) => {
      if (settled !== null) return succeed([{ piece: chunk, language: settled }]);
      if (likely !== null || chunk.samples.length < WORTH_SPLITTING) return whole(chunk);
      const halves = await inHalves(chunk);
      if (!halves.ok || isSwitch(halves.value.map(({ language }) => language))) return halves;
      const [first, second] = halves.value;
      if (first && first.language === second?.language)
        return succeed([{ piece: chunk, language: first.language }]);
      return whole(chunk);
    },
    heard: ([first, ...more]) => {
      if (!first) return;
      if (more.length === 0 && first.language === likely) settled = likely;
      likely = first.language;
    },
    anew: async (piece) => {
      const found = await detect(piece);
      return found.ok && !SWITCHED.has(found.value) ? succeed(settled ?? likely ?? found.value) : found;
    },
  };
};
