import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sound } from '../../../shared/contract/capture.ts';
import type { Speaker, Turn } from '../../../shared/contract/transcript.ts';
import type { VoicePrint } from '../../../shared/contract/voice.ts';
import { attributeSpeakers } from '../../../shared/transcribe/speakers/attribute.ts';
import { loadCueReader } from '../../../shared/transcribe/speakers/cues.ts';
import { openEmbedder, type SpeakerEmbedder } from '../../../shared/transcribe/speakers/embedder.ts';
import { learnVoice } from '../../../shared/transcribe/speakers/learn-voice.ts';
import { colourModel, modelOf } from '../../fixtures/made-speaker-model.ts';
import { speakDialogue, stretchesOf, type SpokenDialogue } from '../../fixtures/spoken-dialogue.ts';

interface Said {
  readonly by: 'clinician' | 'patient';
  readonly text: string;
}
const clinician = (text: string): Said => ({ by: 'clinician', text });
const patient = (text: string): Said => ({ by: 'patient', text });

/** An ordinary visit, from which a voice can be learned. */
const ORDINARY: readonly Said[] = [
  clinician('Good morning, come in and have a seat. What can I do for you today?'),
  patient('My shoulder has been sore ever since I painted the ceiling.'),
  clinician('Which shoulder is it, and does it wake you up when you turn over at night?'),
  patient('The right one, and yes, it does most nights.'),
  clinician('Let me see how far you can lift the arm. Slowly, and tell me when it starts to hurt.'),
  patient('About there, when it is level with my chin.'),
  clinician(
    'I think the tendon is irritated. We will start with exercises, and I would like to see you again in four weeks.',
  ),
  patient('Good, I was afraid that I would need surgery.'),
];

/** A patient who is a nurse and speaks as clinicians do, and a clinician who tells of himself. */
const MISLEADING: readonly Said[] = [
  patient('Good morning, how are you feeling today? I heard that you were ill last week.'),
  clinician('I had a cold, my throat was sore and I could not sleep.'),
  patient('Are you still coughing? Did you take anything for it, any ibuprofen?'),
  clinician('I took some tea with honey, and it went away by itself.'),
  patient('I am going to order a blood test, that is what I always tell my own patients on the ward.'),
  clinician('My wife says the same, I never listen to her.'),
  patient("Let's check your blood pressure, then. Take a deep breath for me. Does it hurt anywhere?"),
  clinician('Only my knees hurt, after the long walk on Sunday.'),
];

type Casting = Readonly<Record<Said['by'], string>>;

const speak = (dialogue: readonly Said[], casting: Casting): Promise<SpokenDialogue> =>
  speakDialogue(
    dialogue.map(({ by, text }) => ({ voice: casting[by], text })),
    500,
  );

const soundOf = (samples: Float32Array): Sound => ({
  blocks: (async function* () {
    await Promise.resolve();
    yield samples;
  })(),
  announcedMs: null,
  end: () => ({ durationMs: 0, missing: null }),
  close: () => Promise.resolve(),
});

const turnsOf = (dialogue: readonly Said[], { words }: SpokenDialogue): readonly Turn[] => {
  let next = 0;
  return dialogue.map(({ by, text }, k) => {
    const own = words.slice(next, (next += text.split(' ').length));
    const [first, last] = [own[0], own.at(-1)];
    return {
      id: `t${String(k + 1)}`,
      speaker: by,
      startMs: first?.startMs ?? 0,
      endMs: last?.endMs ?? 0,
      text,
      words: own,
    };
  });
};

const learned = async (casting: Casting, model?: SpeakerEmbedder): Promise<VoicePrint> => {
  const spoken = await speak(ORDINARY, casting);
  const visit = { sound: soundOf(spoken.samples), turns: turnsOf(ORDINARY, spoken) };
  const print = await learnVoice([visit], model);
  if (!print) throw new Error('nothing was learned');
  return print;
};

const readCues = loadCueReader();
const CASTING: Casting = { clinician: 'rms', patient: 'slt' };

/** Share of the words of a dialogue that are given to whoever said them. */
const rightShare = async (
  dialogue: readonly Said[],
  casting: Casting,
  print: VoicePrint | undefined,
  model?: SpeakerEmbedder,
): Promise<number> => {
  const { samples, words } = await speak(dialogue, casting);
  const spoke = attributeSpeakers(words, await stretchesOf(samples, model), readCues, {
    print,
    speakerModel: model?.identity,
  });
  const by: readonly Speaker[] = dialogue.flatMap((said) => said.text.split(' ').map(() => said.by));
  return spoke.words.filter(({ speaker }, k) => speaker === by[k]).length / by.length;
};

describe('a clinician whose voice was learned', () => {
  let print: VoicePrint;
  beforeAll(async () => {
    print = await learned({ clinician: 'rms', patient: 'awb' });
  });

  it('is told from a patient who speaks like a clinician, where the words alone are taken in', async () => {
    expect(await rightShare(MISLEADING, CASTING, undefined)).toBeLessThan(0.2);
    expect(await rightShare(MISLEADING, CASTING, print)).toBeGreaterThan(0.95);
  });

  it('is told as well as before in an ordinary visit', async () => {
    const casting: Casting = { clinician: 'rms', patient: 'kal16' };
    const without = await rightShare(ORDINARY, casting, undefined);
    expect(await rightShare(ORDINARY, casting, print)).toBeGreaterThanOrEqual(without);
    expect(without).toBeGreaterThan(0.8);
  });

  it('is not looked for where another clinician sits', async () => {
    const casting: Casting = { clinician: 'kal16', patient: 'slt' };
    expect(await rightShare(ORDINARY, casting, print)).toBe(await rightShare(ORDINARY, casting, undefined));
  });

  it('is not learned from a few words', async () => {
    const few = ORDINARY.slice(0, 2);
    const spoken = await speak(few, CASTING);
    expect(await learnVoice([{ sound: soundOf(spoken.samples), turns: turnsOf(few, spoken) }])).toBeNull();
  });
});

describe('a voice that was learned with a speaker model', () => {
  let model: SpeakerEmbedder;
  let print: VoicePrint;
  beforeAll(async () => {
    const opened = await openEmbedder(modelOf(colourModel(), { kind: 'samples' }));
    if ('fault' in opened) throw new Error(opened.fault);
    model = opened.embedder;
    print = await learned({ clinician: 'rms', patient: 'awb' }, model);
  });
  afterAll(() => model.close());

  it('remembers which one, and is known again by it', async () => {
    expect(print.embedding?.model).toEqual(model.identity);
    // What the frames sound like is another person here: only the model can tell.
    const { mean } = await learned({ clinician: 'slt', patient: 'awb' });
    expect(await rightShare(MISLEADING, CASTING, { ...print, mean }, model)).toBeGreaterThan(0.95);
  });

  it("is not compared with another model's vectors, nor with none", async () => {
    const other = { ...model.identity, sha256: '0'.repeat(64) };
    const mean = (print.embedding?.mean ?? []).map((value) => -value);
    const foreign: VoicePrint = { ...print, embedding: { model: other, mean } };
    expect(await rightShare(MISLEADING, CASTING, foreign, model)).toBeGreaterThan(0.95);
    expect(await rightShare(MISLEADING, CASTING, foreign)).toBeGreaterThan(0.95);
  });
});
