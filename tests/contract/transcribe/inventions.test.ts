import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../shared/capture/decode/open-recording.ts';
import type { Transcript } from '../../../shared/contract/transcript.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import { makeNativeEngine } from '../../../shared/transcribe/engines/native.ts';
import { loadCueReader } from '../../../shared/transcribe/speakers/cues.ts';
import { transcribe } from '../../../shared/transcribe/transcribe.ts';
import {
  builtServer,
  convert,
  installedWeights,
  meanDecibels,
  quickEngine,
  speak,
  SPOKEN,
  synthesise,
} from '../../fixtures/spoken.ts';

let folder = '';
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-inventions-'));
  engine = await quickEngine(folder);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const heard = async (path: string, ears = engine): Promise<Transcript> => {
  const sound = await openRecording(path);
  if (!sound.ok) throw new Error(sound.error.code);
  const result = await transcribe({
    sound: sound.value,
    engine: ears,
    language: 'en',
    readCues: loadCueReader(),
  });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

// Ten minutes in all, each as an ffmpeg source at 16 kHz; `SECONDS` of each.
const SECONDS = 75;
const SOUNDS: Readonly<Record<string, string>> = {
  silence: 'anullsrc=r=16000:cl=mono',
  'a fan': 'anoisesrc=r=16000:a=0.3:c=brown,tremolo=f=8:d=0.2',
  music:
    "aevalsrc='0.4*(sin(2*PI*262*t*(1+0.25*floor(mod(t*2,4))))+0.5*sin(2*PI*131*t*(1+0.33*floor(mod(t,3)))))*exp(-2*mod(t*2,1))':s=16000",
  typing:
    "anoisesrc=r=16000:a=0.8:c=white:s=3,volume='if(lt(mod(t*7.3+sin(t*3),1),0.06),1,0.001)':eval=frame",
  'a telephone':
    "aevalsrc='if(lt(mod(t,6),2),0.2*(sin(2*PI*440*t)+sin(2*PI*480*t))*(0.5+0.5*sin(2*PI*20*t)),0)':s=16000",
  coughing:
    "anoisesrc=r=16000:a=0.9:c=pink:s=5,bandpass=f=900:w=900,volume='4*exp(-14*mod(t,2.5))+2*exp(-18*mod(t+2.1,2.5))':eval=frame",
  crying:
    "aevalsrc='0.3*(sin(2*PI*(420+90*sin(2*PI*1.1*t))*t)+0.5*sin(4*PI*(420+90*sin(2*PI*1.1*t))*t))*max(0,sin(2*PI*0.45*t))*(1+0.2*sin(2*PI*23*t))':s=16000",
  'mains hum': 'sine=frequency=50:sample_rate=16000',
};

describe('sounds that are no speech', () => {
  it.each(Object.entries(SOUNDS))('yields no words from %s', async (name, source) => {
    const path = join(folder, `${name.replace(/ /gu, '-')}.wav`);
    await synthesise(source, path, SECONDS);
    const transcript = await heard(path);
    expect(transcript.turns.map(({ text }) => text)).toEqual([]);
    expect(transcript.durationMs).toBe(SECONDS * 1000);
  });
});

/** Longer than what can be guessed, and said once. */
const TOLD = [
  'I fell off a ladder in the garage on Tuesday and landed on my side.',
  'Since then it hurts when I breathe in, and I cannot sleep on that side at all.',
  'My wife put a cold pack on it, and I took two tablets of paracetamol before bed.',
  'There is a bruise as big as a saucer, but I did not hit my head.',
  'I had an operation on the same shoulder about nine years ago.',
].join(' ');

/** Mixes a second input under the speech, so loud (amplitude beside the speech's own); it ends with the speech. */
const UNDER = (loud: number): readonly string[] => [
  ...['-filter_complex', `[1]volume=${String(loud)}[under];[0][under]amix=duration=first:normalize=0`],
  ...['-ar', '16000', '-ac', '1'],
];

describe('speech that is hard to hear', () => {
  const BAD: Readonly<Record<string, readonly string[]>> = {
    clipped: ['-af', 'volume=30dB,alimiter=limit=1:level=false'],
    'over a telephone': ['-af', 'highpass=f=300,lowpass=f=3400', '-ar', '8000'],
    'in an echoing room': ['-af', 'aecho=0.8:0.7:40:0.25'],
    'over mains hum': ['-f', 'lavfi', '-i', 'sine=frequency=50', ...UNDER(0.25)],
    'ending in the middle of a word': ['-t', '2.05'],
  };
  it.each(Object.entries(BAD))('is heard as far as it goes when it is %s', async (name, args) => {
    const clean = await speak(folder, SPOKEN, 'clean.wav');
    const path = await convert(clean, join(folder, `${name.replace(/ /gu, '-')}.wav`), ...args);
    const transcript = await heard(path);
    const text = transcript.turns.map((turn) => turn.text).join(' ');
    expect(text).toMatch(/left knee hurts/iu);
    expect(text.split(' ').length).toBeLessThanOrEqual(SPOKEN.split(' ').length + 1);
  });

  it('is marked where noise as loud as itself drowns it, and not where nothing does', async () => {
    const base = makeNativeEngine({
      ...(await installedWeights('base-q8_0')),
      ...{ serverPath: builtServer(), version: 'test', runFolder: folder, threads: 2 },
      ...{ beamSize: 1, bestOf: 1 },
    });
    const clean = await speak(folder, TOLD, 'told.wav');
    const level = await meanDecibels(clean);
    const noise = `anoisesrc=r=16000:c=pink:a=1:s=11`;
    const noiseLevel = await meanDecibels(await synthesise(noise, join(folder, 'noise.wav'), 5));
    const noisy = join(folder, 'noisy.wav');
    await convert(clean, noisy, '-f', 'lavfi', '-i', noise, ...UNDER(10 ** ((level - noiseLevel) / 20)));
    try {
      expect((await heard(clean, base)).gaps).toEqual([]);
      const { turns, gaps } = await heard(noisy, base);
      const words = turns.flatMap((turn) => turn.words);
      expect(words.length).toBeLessThanOrEqual(TOLD.split(' ').length + 3);
      const said = new Set(TOLD.toLowerCase().match(/[\p{L}']+/gu));
      const wrong = words.filter(({ text }) => !said.has(text.toLowerCase().replace(/[^\p{L}']/gu, '')));
      const unmarked = wrong.filter(
        ({ startMs, endMs }) => !gaps.some((gap) => gap.startMs < endMs && startMs < gap.endMs),
      );
      expect(unmarked.length).toBeLessThanOrEqual(wrong.length / 3);
      expect(gaps.length).toBeGreaterThan(0);
    } finally {
      await base.close();
    }
  });

  it('is found on both sides of half an hour of silence, at its own times', async () => {
    const clean = await speak(folder, SPOKEN, 'clean.wav');
    const path = join(folder, 'gap.wav');
    const twice = 'asplit[a][b];[a]apad=pad_dur=1800[c];[c][b]concat=n=2:v=0:a=1';
    await convert(clean, path, '-filter_complex', twice, '-ar', '16000');
    const transcript = await heard(path);
    const knees = transcript.turns.flatMap(({ words }) => words).filter(({ text }) => /knee/iu.test(text));
    expect(knees).toHaveLength(2);
    expect(knees[1]!.startMs - knees[0]!.startMs).toBeGreaterThan(1_800_000);
  });
});
