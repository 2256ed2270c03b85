import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRecording } from '../../../shared/capture/decode/open-recording.ts';
import { SAMPLE_RATE } from '../../../shared/contract/capture.ts';
import type { Speaker } from '../../../shared/contract/transcript.ts';
import { attributeSpeakers } from '../../../shared/transcribe/speakers/attribute.ts';
import { loadCueReader } from '../../../shared/transcribe/speakers/cues.ts';
import { openEmbedder } from '../../../shared/transcribe/speakers/embedder.ts';
import { turnsOf } from '../../../shared/transcribe/speakers/turns.ts';
import { tellVoicesApart } from '../../../shared/transcribe/speakers/voices.ts';
import { wavOf } from '../../../shared/transcribe/engines/wav.ts';
import { colourModel, modelOf } from '../../fixtures/made-speaker-model.ts';
import { convert } from '../../fixtures/spoken.ts';
import { inNoise, joined, speakDialogue, stretchesOf, type Noise } from '../../fixtures/spoken-dialogue.ts';

interface Said {
  readonly by: Exclude<Speaker, 'unknown'>;
  readonly text: string;
}

const FAMILY: readonly Said[] = [
  { by: 'clinician', text: 'Good afternoon, what brings you in today?' },
  { by: 'patient', text: 'I have been short of breath since Sunday.' },
  { by: 'other', text: 'He could not climb the stairs, doctor, he had to sit down halfway.' },
  { by: 'clinician', text: 'When did it start, and is it worse when you lie flat?' },
  { by: 'patient', text: 'It started after the weekend. I sleep on two pillows now.' },
  { by: 'other', text: 'Three pillows, dear. And he coughs all night long.' },
  { by: 'clinician', text: 'Are you taking the water tablet every day?' },
  { by: 'patient', text: 'I take it most mornings, when I am at home.' },
  { by: 'other', text: 'He forgets it when we go out, because of the bathroom.' },
  { by: 'clinician', text: 'Let me listen to your lungs. Take a deep breath in, and out.' },
  { by: 'patient', text: 'My ankles are swollen as well, they leave marks in my socks.' },
  {
    by: 'clinician',
    text: "There is a little fluid. I'm going to increase the tablet and order a blood test.",
  },
  { by: 'other', text: 'He should write down his weight every day, then.' },
  { by: 'patient', text: 'My wife is better with numbers than I am.' },
  { by: 'clinician', text: "Wonderful. I'll see you in one week." },
  { by: 'patient', text: 'Thank you doctor, that is fine with me.' },
];
const COUPLE = FAMILY.filter(({ by }) => by !== 'other');

type Casting = Readonly<Record<Said['by'], string>>;
const MEN: Casting = { clinician: 'rms', patient: 'awb', other: 'slt' };

const readCues = loadCueReader();

const cast = (dialogue: readonly Said[], casting: Casting) =>
  dialogue.map(({ by, text }) => ({ voice: casting[by], text }));

/** Share of the words that are given to whoever said them. */
const rightShare = async (dialogue: readonly Said[], casting: Casting, pauseMs: number, noise?: Noise) => {
  const { samples, words } = await speakDialogue(cast(dialogue, casting), pauseMs);
  const stretches = await stretchesOf(noise ? await inNoise(samples, noise) : samples);
  const spoke = attributeSpeakers(words, stretches, readCues);
  const by = dialogue.flatMap(({ by, text }) => text.split(' ').map(() => by));
  const right = spoke.words.filter(({ speaker }, k) => speaker === by[k]).length;
  return { share: right / by.length, spoke, stretches, pairs: by.length };
};

describe('who spoke, by real voices', () => {
  it('tells two men apart, whichever of them is the clinician, and names them by what they say', async () => {
    for (const casting of [MEN, { ...MEN, clinician: 'awb', patient: 'kal16' }]) {
      const { share, spoke } = await rightShare(COUPLE, casting, 400);
      expect(share).toBeGreaterThan(0.97);
      const turns = turnsOf(spoke.words);
      expect(turns.map(({ text }) => text)).toEqual(COUPLE.map(({ text }) => text));
      expect(turns.every(({ speakerConfidence }) => (speakerConfidence ?? 0) > 0.8)).toBe(true);
      expect(spoke.overlaps).toEqual([]);
    }
  });

  it('knows a third person', async () => {
    const { share, spoke } = await rightShare(FAMILY, MEN, 400);
    expect(share).toBeGreaterThan(0.97);
    expect(new Set(spoke.words.map(({ speaker }) => speaker))).toEqual(
      new Set(['clinician', 'patient', 'other']),
    );
  });

  it.each([3, 4, 7])(
    'makes no third person of two men in noise, and still knows a third (noise %s)',
    async (seed) => {
      const noise = { decibels: 10, seed };
      const couple = await rightShare(COUPLE, MEN, 400, noise);
      expect(couple.share).toBeGreaterThan(0.95);
      expect(couple.spoke.words.filter(({ speaker }) => speaker === 'other')).toEqual([]);
      const family = await rightShare(FAMILY, MEN, 400, noise);
      expect(family.share).toBeGreaterThan(0.95);
    },
  );

  it('hears a change of voice without a pause, and marks it', async () => {
    const { share, spoke, stretches } = await rightShare(COUPLE, MEN, 0);
    expect(stretches.length).toBeLessThan(COUPLE.length / 2);
    expect(share).toBeGreaterThan(0.93);
    expect(spoke.overlaps.length).toBeGreaterThan(COUPLE.length / 2);
  });

  it('does not make two voices of one', async () => {
    for (const voice of ['rms', 'slt']) {
      const one = { clinician: voice, patient: voice, other: voice };
      const { samples } = await speakDialogue(cast(COUPLE, one), 400);
      expect(tellVoicesApart(await stretchesOf(samples)).count).toBe(1);
    }
  });
});

/**
 * The dialogue in one and the same voice, recorded with two microphones: each hears its own person fully and the other
 * one `across` times as loud, and noise of its own.
 */
const twoMicrophones = async (across: number) => {
  const one = { clinician: 'rms', patient: 'rms', other: 'rms' };
  const { samples, words } = await speakDialogue(cast(COUPLE, one), 300);
  const by = COUPLE.flatMap((said) => said.text.split(' ').map(() => said.by));
  const speakerAt = (ms: number) => by[words.findLastIndex(({ startMs }) => startMs <= ms)] ?? 'clinician';
  const heardBy = (near: Speaker): Float32Array =>
    samples.map((sample, at) => {
      const noise = 0.0005 * Math.sin(at * (near === 'patient' ? 1.3 : 2.1));
      return noise + sample * (speakerAt((at / SAMPLE_RATE) * 1000) === near ? 1 : across);
    });
  const folder = await mkdtemp(join(tmpdir(), 'footnote-stereo-'));
  try {
    const [left, right] = [join(folder, 'left.wav'), join(folder, 'right.wav')];
    await writeFile(left, wavOf(heardBy('clinician'), SAMPLE_RATE));
    await writeFile(right, wavOf(heardBy('patient'), SAMPLE_RATE));
    const stereo = join(folder, 'stereo.flac');
    await convert(left, stereo, '-i', right, '-filter_complex', '[0][1]amerge', '-ar', '44100');
    const sound = await openRecording(stereo);
    if (!sound.ok) throw new Error(sound.error.code);
    const blocks: Float32Array[] = [];
    for await (const block of sound.value.blocks) blocks.push(block);
    return { words, by, stretches: await stretchesOf(joined(blocks)), balance: sound.value.balance?.() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

describe('who spoke, by two microphones', () => {
  it.each([0, 0.5])('tells two people of one voice apart, %s of the sound crossing over', async (across) => {
    const { words, by, stretches, balance } = await twoMicrophones(across);
    const spoke = attributeSpeakers(words, stretches, readCues, { balance });
    const right = spoke.words.filter(({ speaker }, k) => speaker === by[k]).length;
    expect(right / by.length).toBeGreaterThan(0.97);
    // By the voice alone it cannot be done, or this would show nothing.
    const alone = attributeSpeakers(words, stretches, readCues);
    expect(alone.words.filter(({ speaker }, k) => speaker === by[k]).length / by.length).toBeLessThan(0.9);
  });

  it('goes by the voice where both channels hold the same', async () => {
    const { samples, words } = await speakDialogue(cast(COUPLE, MEN), 300);
    const stretches = await stretchesOf(samples);
    const same = new Float32Array(Math.ceil(samples.length / 512));
    expect(attributeSpeakers(words, stretches, readCues, { balance: same })).toEqual(
      attributeSpeakers(words, stretches, readCues),
    );
  });
});

describe('who spoke, by a speaker model', () => {
  it('tells people apart by it, and makes no two voices of one', async () => {
    const opened = await openEmbedder(modelOf(colourModel(), { kind: 'samples' }));
    if ('fault' in opened) throw new Error(opened.fault);
    const { embedder } = opened;
    try {
      const { samples, words } = await speakDialogue(cast(COUPLE, MEN), 400);
      const stretches = await stretchesOf(samples, embedder);
      // Everything but the model's word is taken away: who spoke is still known.
      const flat = stretches.map((stretch) => ({ ...stretch, frames: stretch.frames.map(() => 0) }));
      const by = COUPLE.flatMap((said) => said.text.split(' ').map(() => said.by));
      for (const heard of [stretches, flat]) {
        const spoke = attributeSpeakers(words, heard, readCues, { speakerModel: embedder.identity });
        const right = spoke.words.filter(({ speaker }, k) => speaker === by[k]).length;
        expect(right / by.length).toBeGreaterThan(0.9);
      }
      const alone = await speakDialogue(
        cast(COUPLE, { clinician: 'rms', patient: 'rms', other: 'rms' }),
        400,
      );
      expect(tellVoicesApart(await stretchesOf(alone.samples, embedder)).count).toBe(1);
    } finally {
      await embedder.close();
    }
  });
});
