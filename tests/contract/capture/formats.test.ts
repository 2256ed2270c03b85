import { mkdtemp, rm, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../shared/capture/decode/open-recording.ts';
import { convert, synthesise } from '../../fixtures/spoken.ts';

const SECONDS = 3;
let folder = '';
let original = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-formats-'));
  original = join(folder, 'tone.wav');
  const tone = `aevalsrc=0.4*sin(2*PI*(300+100*t)*t):d=${String(SECONDS)}:s=48000`;
  await synthesise(tone, original, SECONDS);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const read = async (path: string): Promise<Float32Array> => {
  const opened = await openRecording(path);
  if (!opened.ok) throw new Error(opened.error.code);
  const parts: number[] = [];
  for await (const block of opened.value.blocks) parts.push(...block);
  return Float32Array.from(parts);
};

/** Likeness of two signals, 1 for the same shape, at the best shift within 100 ms (lossy codecs add a delay). */
const likeness = (a: Float32Array, b: Float32Array): number => {
  let best = 0;
  for (let shift = -1600; shift <= 1600; shift += 1) {
    let product = 0;
    let ofA = 1e-9;
    let ofB = 1e-9;
    for (let at = 4000; at < 30_000; at += 3) {
      const [x, y] = [a[at] ?? 0, b[at + shift] ?? 0];
      product += x * y;
      ofA += x * x;
      ofB += y * y;
    }
    best = Math.max(best, product / Math.sqrt(ofA * ofB));
  }
  return best;
};

describe('recorded formats', () => {
  const made: Readonly<Record<string, readonly string[]>> = {
    'eight-bit.wav': ['-ar', '8000', '-c:a', 'pcm_u8'],
    'surround.wav': ['-ar', '96000', '-ac', '6', '-c:a', 'pcm_s24le'],
    'stereo.flac': ['-ac', '2'],
    'surround.flac': ['-ac', '6'],
    'speech.mp3': ['-ac', '1', '-b:a', '64k'],
    'phone.mp3': ['-ac', '2', '-ar', '22050', '-b:a', '48k'],
    'speech.opus': ['-ac', '1', '-c:a', 'libopus'],
    'speech.ogg': ['-ac', '2', '-c:a', 'libvorbis'],
    'browser.webm': ['-ac', '1', '-c:a', 'libopus'],
  };
  it.each(Object.entries(made))('%s is the same sound at 16 kHz mono', async (name, args) => {
    const expected = await read(original);
    const samples = await read(await convert(original, join(folder, name), ...args));
    expect(Math.abs(samples.length / 16_000 - SECONDS)).toBeLessThan(0.15);
    expect(likeness(expected, samples)).toBeGreaterThan(0.97);
  });

  it('a truncated FLAC gives what is there and says what is missing', async () => {
    const whole = await convert(original, join(folder, 'whole.flac'));
    const path = join(folder, 'cut.flac');
    await writeFile(path, (await readFile(whole)).subarray(0, Math.floor((await stat(whole)).size / 2)));
    const opened = await openRecording(path);
    if (!opened.ok) throw new Error(opened.error.code);
    let count = 0;
    for await (const block of opened.value.blocks) count += block.length;
    const { durationMs, missing } = opened.value.end();
    expect(count).toBeGreaterThan(8000);
    expect(missing?.startMs).toBe(durationMs);
    expect(missing?.endMs).toBe(SECONDS * 1000);
  });
});
