import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../../../shared/contract/record.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

const work = appForFile();

/** Half a second of a wave that reaches `peak` of 32,768 both ways. */
const wave = (peak: number): Uint8Array => {
  const samples = Int16Array.from({ length: CHUNK_BYTES / 2 }, (_, n) =>
    Math.round(peak * Math.sin((2 * Math.PI * 220 * n) / 16_000)),
  );
  return new Uint8Array(samples.buffer);
};

describe('the picture of a sound', () => {
  it('is as high as the sound is loud, in the order it was said', async () => {
    const { visit } = await work.ask('visits.create', { label: 'Wren Ashdown', identifiers: ['1958-03-02'] });
    const { recording } = await work.ask('record.start', { visit, identifiersShown: ['name', 'birth-date'] });
    for (const [seq, peak] of [16_384, 16_384, 0, 0, 3_277].entries())
      expect(await work.app.chunk(visit, recording, seq, wave(peak))).toMatchObject({ ok: true });
    await work.ask('record.stop', { visit, recording });
    const { peaks } = await work.ask('visits.waveform', { visit });
    const fifth = peaks.length / 5;
    const stretch = (k: number): number[] => peaks.slice(k * fifth, (k + 1) * fifth);
    expect(Math.max(...stretch(0))).toBeCloseTo(0.5, 1);
    expect(Math.min(...stretch(1))).toBeGreaterThan(0.1);
    expect(new Set([...stretch(2), ...stretch(3)])).toEqual(new Set([0]));
    expect(Math.max(...stretch(4))).toBeCloseTo(0.1, 1);
  });

  it('is refused where nothing was recorded', async () => {
    const { visit } = await work.ask('visits.create', { label: 'Ivo Larkin', identifiers: ['1961-01-01'] });
    expect(await work.codeOf('visits.waveform', { visit })).toBe('audio-empty');
  });
});
