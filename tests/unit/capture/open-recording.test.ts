import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../shared/capture/decode/open-recording.ts';
import type { SoundEnd } from '../../../shared/contract/capture.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-decode-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Shape {
  readonly rate: number;
  readonly channels: number;
  readonly bits: 8 | 16 | 24 | 32;
  readonly float?: boolean;
}

const writeSample = (data: DataView, at: number, value: number, { bits, float }: Shape): void => {
  if (float === true) data.setFloat32(at, value, true);
  else if (bits === 8) data.setUint8(at, Math.round(value * 127) + 128);
  else if (bits === 16) data.setInt16(at, Math.round(value * 32767), true);
  else if (bits === 24) {
    const whole = Math.round(value * 8388607);
    data.setInt16(at + 1, whole >> 8, true);
    data.setUint8(at, whole & 255);
  } else data.setInt32(at, Math.round(value * 2147483647), true);
};

/** A WAV file of a 500 Hz tone at half level, the same in all channels. */
const wav = (shape: Shape, seconds = 1): Uint8Array => {
  const frames = Math.round(shape.rate * seconds);
  const step = (shape.bits / 8) * shape.channels;
  const bytes = new Uint8Array(44 + frames * step);
  const data = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('RIFF'), 0);
  data.setUint32(4, bytes.length - 8, true);
  bytes.set(new TextEncoder().encode('WAVEfmt '), 8);
  data.setUint32(16, 16, true);
  data.setUint16(20, shape.float === true ? 3 : 1, true);
  data.setUint16(22, shape.channels, true);
  data.setUint32(24, shape.rate, true);
  data.setUint32(28, shape.rate * step, true);
  data.setUint16(32, step, true);
  data.setUint16(34, shape.bits, true);
  bytes.set(new TextEncoder().encode('data'), 36);
  data.setUint32(40, frames * step, true);
  for (let frame = 0; frame < frames; frame += 1) {
    const value = 0.5 * Math.sin((2 * Math.PI * 500 * frame) / shape.rate);
    for (let channel = 0; channel < shape.channels; channel += 1) {
      writeSample(data, 44 + frame * step + (channel * shape.bits) / 8, value, shape);
    }
  }
  return bytes;
};

const file = async (name: string, bytes: Uint8Array | string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

const read = async (path: string): Promise<{ samples: number[]; end: SoundEnd }> => {
  const opened = await openRecording(path);
  if (!opened.ok) throw new Error(opened.error.code);
  const samples: number[] = [];
  for await (const block of opened.value.blocks) samples.push(...block);
  return { samples, end: opened.value.end() };
};

const codeOf = async (path: string): Promise<string> => {
  const opened = await openRecording(path);
  if (opened.ok) await opened.value.close();
  return opened.ok ? 'ok' : opened.error.code;
};

describe('opening a WAV recording', () => {
  const shapes: Shape[] = [
    { rate: 8000, channels: 1, bits: 8 },
    { rate: 16000, channels: 1, bits: 16 },
    { rate: 44100, channels: 2, bits: 16 },
    { rate: 48000, channels: 2, bits: 24 },
    { rate: 96000, channels: 6, bits: 24 },
    { rate: 48000, channels: 1, bits: 32 },
    { rate: 44100, channels: 2, bits: 32, float: true },
  ];
  it.each(shapes)(
    'turns $bits bit, $rate Hz, $channels channels (float: $float) into the same 16 kHz mono',
    async (shape) => {
      const { samples, end } = await read(await file('tone.wav', wav(shape)));
      expect(end).toEqual({ durationMs: 1000, missing: null });
      const worst = Math.max(
        ...samples
          .slice(1000, 15000)
          .map((value, at) => Math.abs(value - 0.5 * Math.sin((2 * Math.PI * 500 * (at + 1000)) / 16000))),
      );
      expect(worst).toBeLessThan(0.01);
    },
  );

  it('uses what is there of a truncated file and says what is missing', async () => {
    const whole = wav({ rate: 16000, channels: 1, bits: 16 }, 2);
    const { samples, end } = await read(await file('cut.wav', whole.subarray(0, 44 + 16000)));
    expect(samples).toHaveLength(8000);
    expect(end).toEqual({ durationMs: 500, missing: { startMs: 500, endMs: 2000 } });
  });
});

describe('what is not a recording', () => {
  it('is refused by its content, whatever its name', async () => {
    expect(await codeOf(await file('letter.wav', 'Dear colleague, thank you for seeing this patient.'))).toBe(
      'audio-unreadable',
    );
    expect(await codeOf(await file('noise.mp3', Uint8Array.of(0xff, 0xfb, 0x90, 0x00, 1, 2, 3)))).toBe(
      'audio-unreadable',
    );
    expect(await codeOf(await file('broken.flac', 'fLaC and then nothing that FLAC would say'))).not.toBe(
      'ok',
    );
    expect(await codeOf(await file('broken.webm', Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 9, 9, 9)))).toBe(
      'audio-unreadable',
    );
  });

  it('is called empty when it holds no bytes or no sound', async () => {
    expect(await codeOf(await file('empty.wav', ''))).toBe('audio-empty');
    expect(await codeOf(await file('silent.wav', wav({ rate: 16000, channels: 1, bits: 16 }, 0)))).toBe(
      'audio-empty',
    );
  });

  it('is called missing or unreadable when the disk says so', async () => {
    expect(await codeOf(join(folder, 'nowhere.wav'))).toBe('file-missing');
    expect(await codeOf(folder)).toBe('file-unreadable');
  });
});
