import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRecording } from '../../../shared/capture/decode/open-recording.ts';
import type { Result } from '../../../shared/contract/errors.ts';
import { Transcript } from '../../../shared/contract/transcript.ts';
import type { Engine } from '../../../shared/transcribe/engines/engine.ts';
import { openSpeakerModel } from '../../../shared/hosts/speaker-model.ts';
import { makeNativeEngine } from '../../../shared/transcribe/engines/native.ts';
import { loadCueReader } from '../../../shared/transcribe/speakers/cues.ts';
import { transcribe } from '../../../shared/transcribe/transcribe.ts';
import { colourModel, modelOf } from '../../fixtures/made-speaker-model.ts';
import {
  quickEngine,
  builtServer,
  convert,
  installedWeights,
  speak,
  SPOKEN,
  speakSpanish,
  synthesise,
} from '../../fixtures/spoken.ts';

let folder = '';
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-transcribe-'));
  engine = await quickEngine(folder);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const transcribed = async (path: string, signal?: AbortSignal): Promise<Result<Transcript>> => {
  const sound = await openRecording(path);
  if (!sound.ok) return sound;
  return transcribe({
    sound: sound.value,
    engine,
    language: 'en',
    readCues: loadCueReader(),
    ...(signal ? { signal } : {}),
  });
};

const heard = async (path: string): Promise<Transcript> => {
  const result = await transcribed(path);
  if (!result.ok) throw new Error(result.error.code);
  return Transcript.parse(result.value);
};

describe('transcribe', () => {
  it('keeps which speaker model told voices apart, and none where there is none', async () => {
    const bytes = colourModel();
    const { identity } = modelOf(bytes, { kind: 'samples' }, 'Colour of a voice');
    const cache = join(folder, 'cache');
    await mkdir(join(cache, 'speaker'), { recursive: true });
    await writeFile(join(cache, 'speaker', 'colour.onnx'), bytes);
    const manifest = {
      version: 1,
      ...identity,
      licence: 'MIT',
      file: 'colour.onnx',
      input: { kind: 'samples' },
    };
    await writeFile(join(cache, 'speaker', 'speaker.json'), JSON.stringify(manifest));
    const path = await speak(folder, SPOKEN);
    const sound = await openRecording(path);
    if (!sound.ok) throw new Error(sound.error.code);
    const result = await transcribe({
      sound: sound.value,
      engine,
      language: 'en',
      readCues: loadCueReader(),
      openSpeakerModel: () => openSpeakerModel(cache),
    });
    const transcript = Transcript.parse(result.ok ? result.value : undefined);
    expect(transcript.speakerModel).toEqual(identity);
    expect(transcript.turns.map(({ text }) => text).join(' ')).toMatch(/knee hurts/iu);
    expect((await heard(path)).speakerModel).toBeUndefined();
  });

  it('gives the words of a recording, each inside its turn and inside the recording', async () => {
    const transcript = await heard(await speak(folder, SPOKEN));
    expect(transcript.turns.map((turn) => turn.text).join(' ')).toMatch(/knee hurts/iu);
    expect(transcript.engine.sha256).toMatch(/^[0-9a-f]{64}$/u);
    for (const turn of transcript.turns) {
      expect(turn.text).toBe(turn.words.map((word) => word.text).join(' '));
      for (const word of turn.words) {
        expect(word.startMs).toBeGreaterThanOrEqual(turn.startMs);
        expect(word.endMs).toBeLessThanOrEqual(Math.min(turn.endMs, transcript.durationMs + 40));
      }
    }
  });

  it('finds no speech in silence, in a hum, or in noise', async () => {
    const quiet = [
      'anullsrc=r=16000:cl=mono',
      'sine=frequency=50:sample_rate=16000',
      'anoisesrc=r=16000:a=0.05:c=pink',
    ];
    for (const [index, source] of quiet.entries()) {
      const path = join(folder, `quiet-${String(index)}.wav`);
      await synthesise(source, path, 20);
      const transcript = await heard(path);
      expect(transcript.turns).toEqual([]);
      expect(transcript.durationMs).toBe(20_000);
    }
  });

  it('finds out which language is spoken, hears it as it would have been told, and keeps what is said in another', async () => {
    const base = makeNativeEngine({
      ...(await installedWeights('base-q8_0')),
      serverPath: builtServer(),
      version: 'test',
      runFolder: folder,
      threads: 2,
      beamSize: 1,
      bestOf: 1,
    });
    const hear = async (path: string, language: string): Promise<Transcript> => {
      const sound = await openRecording(path);
      if (!sound.ok) throw new Error(sound.error.code);
      const result = await transcribe({
        sound: sound.value,
        engine: base,
        language,
        readCues: loadCueReader(),
      });
      if (!result.ok) throw new Error(result.error.code);
      return result.value;
    };
    try {
      const english = await speak(folder, SPOKEN, 'which.wav');
      expect(await hear(english, 'auto')).toEqual(await hear(english, 'en'));
      const spanish = await speakSpanish(
        folder,
        'Buenos días, doctora. Me duele mucho la rodilla izquierda cuando subo las escaleras de la casa.',
      );
      expect((await hear(spanish, 'auto')).language).toBe('es');
      const both = join(folder, 'both.wav');
      const at16 = '[0]aresample=16000[a];[1]aresample=16000[b];[2]aresample=16000[c]';
      const joined = `${at16};[a][b][c]concat=n=3:v=0:a=1`;
      const longer = await speak(folder, `${SPOKEN} ${SPOKEN} ${SPOKEN}`, 'longer.wav');
      await convert(english, both, '-i', longer, '-i', spanish, '-filter_complex', joined);
      const mixed = await hear(both, 'auto');
      const saidIn = (language: string) =>
        mixed.turns
          .flatMap(({ words }) => words)
          .filter((word) => (word.language ?? mixed.language) === language)
          .map(({ text }) => text)
          .join(' ');
      expect(saidIn('en')).toMatch(/knee hurts/iu);
      expect(saidIn('es')).toMatch(/me duele mucho/iu);
    } finally {
      await base.close();
    }
  });

  it('uses what is there of a truncated recording and marks the rest', async () => {
    const whole = await speak(folder, `${SPOKEN} ${SPOKEN} ${SPOKEN}`, 'long.wav');
    const bytes = await readFile(whole);
    const path = join(folder, 'cut.wav');
    await writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const transcript = await heard(path);
    expect(transcript.turns.length).toBeGreaterThan(0);
    expect(transcript.gaps.at(-1)).toMatchObject({
      startMs: transcript.durationMs,
      reason: 'truncated-file',
    });
  });

  it('stops when told to, and the engine can be used again', async () => {
    const path = await speak(folder, SPOKEN, 'again.wav');
    const aborter = new AbortController();
    const pending = transcribed(path, aborter.signal);
    aborter.abort();
    expect(await pending).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect((await heard(path)).turns.length).toBeGreaterThan(0);
  });
});
