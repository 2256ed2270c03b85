import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { makeChunker, recordingMs, type Chunk } from '../../../shared/transcribe/voice/chunks.ts';
import { FRAME_SAMPLES, type VoiceDetector } from '../../../shared/transcribe/voice/silero.ts';

const FRAME_MS = 32;

/** Hears as speech exactly what is loud, so that a test can write its own pauses. */
const loudness: VoiceDetector = {
  next: (frame) => Promise.resolve(frame[0] ?? 0),
  close: () => Promise.resolve(),
};

/** Sound of alternating level: [milliseconds, loudness] pairs. */
const sound = (...parts: readonly (readonly [number, number])[]): Float32Array => {
  const lengths = parts.map(([ms]) => Math.round((ms / FRAME_MS) * FRAME_SAMPLES));
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  parts.forEach(([, level], index) => {
    const end = at + (lengths[index] ?? 0);
    samples.fill(level, at, end);
    at = end;
  });
  return samples;
};

async function* inBlocks(samples: Float32Array, size = 1600): AsyncGenerator<Float32Array> {
  await Promise.resolve();
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

const collect = async (
  samples: Float32Array,
  settings: { isIdle?: () => boolean } = {},
): Promise<Chunk[]> => {
  const chunks: Chunk[] = [];
  for await (const chunk of makeChunker({ detector: loudness, ...settings }).chunks(inBlocks(samples)))
    chunks.push(chunk);
  return chunks;
};

const seconds = ({ samples }: Chunk): number => samples.length / 16000;

describe('chunks at pauses', () => {
  it('gives nothing for silence, however long', async () => {
    expect(await collect(sound([60_000, 0]))).toEqual([]);
  });

  it('gives nothing for a click', async () => {
    expect(await collect(sound([1000, 0], [64, 1], [1000, 0]))).toEqual([]);
  });

  it('keeps one utterance whole, with room on both sides', async () => {
    const [chunk, ...others] = await collect(sound([2000, 0], [3200, 1], [2000, 0]));
    expect(others).toEqual([]);
    expect(seconds(chunk!)).toBeGreaterThan(3.2);
    expect(seconds(chunk!)).toBeLessThan(4);
    expect(chunk!.samples.filter((sample) => sample === 1)).toHaveLength(100 * FRAME_SAMPLES);
  });

  it('leaves a short pause as it is and shortens a long one', async () => {
    const [brief] = await collect(sound([960, 1], [320, 0], [960, 1]));
    expect(brief!.pieces).toHaveLength(1);
    const [long] = await collect(sound([960, 1], [9600, 0], [960, 1]));
    expect(long!.pieces).toHaveLength(2);
    expect(seconds(long!)).toBeLessThan(3.5);
  });

  it('cuts at the pause and not in the utterance that would not fit', async () => {
    const chunks = await collect(sound([12_800, 1], [640, 0], [12_800, 1], [640, 0], [12_800, 1]));
    expect(chunks).toHaveLength(2);
    const voiced = chunks.map(
      ({ samples }) => samples.filter((sample) => sample === 1).length / FRAME_SAMPLES,
    );
    expect(voiced).toEqual([800, 400]);
  });

  it('cuts speech that never pauses at its quietest moment', async () => {
    const chunks = await collect(sound([22_400, 1], [192, 0.4], [22_400, 1]));
    expect(seconds(chunks[0]!)).toBeGreaterThan(22.3);
    expect(seconds(chunks[0]!)).toBeLessThan(22.7);
  });

  it('gives out what it has at a pause while nobody has anything to do', async () => {
    const spoken = sound([11_200, 1], [640, 0], [3200, 1], [1920, 0], [640, 1], [640, 0]);
    expect(await collect(spoken)).toHaveLength(1);
    const early = await collect(spoken, { isIdle: () => true });
    expect(early.map(({ voicedMs }) => voicedMs)).toEqual([11_200, 3200, 640]);
  });

  it('never exceeds the window, and neither loses nor repeats a loud sample', async () => {
    const part = fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 60 }));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 8 }), async (parts) => {
        const samples = sound(
          ...parts.flatMap(([loud, quiet]) => [[(loud + 3) * 32, 1] as const, [quiet * 32, 0] as const]),
        );
        const chunks = await collect(samples);
        const pieces = chunks.flatMap((chunk) => chunk.pieces);
        const isLoud = (sum: number, sample: number): number => sum + sample;
        expect(Math.max(...chunks.map(seconds))).toBeLessThanOrEqual(30);
        expect(
          pieces.every(({ from }, k) => k === 0 || from >= pieces[k - 1]!.from + pieces[k - 1]!.length),
        ).toBe(true);
        const heard = chunks.reduce((sum, chunk) => sum + chunk.samples.reduce(isLoud, 0), 0);
        expect(heard).toBe(samples.reduce(isLoud, 0));
      }),
      // Pauses shorter than the room on both sides, between one chunk and the next, were once heard twice.
      {
        numRuns: 10,
        examples: [7, 8, 15].map((pause): [[number, number][]] => [
          [
            [306, 5],
            [237, pause],
            [335, 6],
          ],
        ]),
      },
    );
  });
});

describe('times in a chunk', () => {
  const pieces = [
    { at: 0, from: 16_000, length: 16_000 },
    { at: 16_000, from: 80_000, length: 16_000 },
  ];
  it('are times in the recording', () => {
    expect(recordingMs(pieces, 0)).toBe(1000);
    expect(recordingMs(pieces, 500)).toBe(1500);
    expect(recordingMs(pieces, 1500)).toBe(5500);
  });
  it('never run past the sound that was there', () => {
    expect(recordingMs(pieces, 9000)).toBe(6000);
  });
});
