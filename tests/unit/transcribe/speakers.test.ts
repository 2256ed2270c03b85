import { describe, expect, it } from 'vitest';
import type { Word } from '../../../shared/contract/transcript.ts';
import { attributeSpeakers } from '../../../shared/transcribe/speakers/attribute.ts';
import { makeVoiceCollector } from '../../../shared/transcribe/speakers/collect.ts';
import { loadCueReader } from '../../../shared/transcribe/speakers/cues.ts';
import { turnsOf } from '../../../shared/transcribe/speakers/turns.ts';
import { tellVoicesApart, type VoicedStretch } from '../../../shared/transcribe/speakers/voices.ts';

const FRAME = 512;
const RATE = 16_000;

interface Said {
  readonly by: 'low' | 'high';
  readonly text: string;
}

/** A buzz with harmonics and a little breath: not a voice, but pitched and coloured like one. */
const buzz = (pitch: number, bright: number, frames: number, seed: number): Float32Array => {
  let noise = seed;
  return Float32Array.from({ length: frames * FRAME }, (_, at) => {
    noise = (noise * 1_103_515_245 + 12_345) % 2 ** 31;
    const wobble = pitch * (1 + 0.05 * Math.sin((2 * Math.PI * 3 * at) / RATE + seed));
    let sum = 0;
    for (let harmonic = 1; harmonic <= 8; harmonic += 1) {
      sum += (bright ** harmonic * Math.sin((2 * Math.PI * wobble * harmonic * at) / RATE)) / harmonic;
    }
    return 0.2 * sum + 0.01 * (noise / 2 ** 30 - 1);
  });
};

/** Speaks a dialogue with two such voices: stretches as the collector sees them, and words at their times. */
const speak = (dialogue: readonly Said[]): { stretches: readonly VoicedStretch[]; words: Word[] } => {
  const collector = makeVoiceCollector();
  const words: Word[] = [];
  let frame = 0;
  dialogue.forEach(({ by, text }, index) => {
    const parts = text.split(' ');
    const frames = parts.length * 10;
    const voice = by === 'low' ? buzz(110, 0.6, frames, index + 1) : buzz(210, 0.9, frames, index + 1);
    parts.forEach((part, k) => {
      const startMs = (frame + k * 10) * 32;
      words.push({ text: part, startMs, endMs: startMs + 320, confidence: 1 });
    });
    for (let k = 0; k < frames; k += 1) collector.observe(voice.subarray(k * FRAME, (k + 1) * FRAME), 1);
    for (let k = 0; k < 12; k += 1) collector.observe(new Float32Array(FRAME), 0);
    frame += frames + 12;
  });
  return { stretches: collector.finish(), words };
};

const VISIT: readonly Said[] = [
  { by: 'low', text: 'Good morning, what brings you in today?' },
  { by: 'high', text: "I've been having headaches since last week." },
  { by: 'low', text: 'Where does it hurt, and how often do you get them?' },
  { by: 'high', text: 'Mostly here behind the eyes, nearly every evening.' },
  { by: 'low', text: 'Any fever or stiffness in the neck?' },
  { by: 'high', text: 'No.' },
  { by: 'low', text: "I'm going to check your blood pressure now." },
  { by: 'high', text: 'My mother had migraines at my age.' },
  { by: 'low', text: "Let's get a blood test and I'll see you in two weeks." },
  { by: 'high', text: 'Thank you doctor, that is fine with me.' },
];

describe('who spoke', () => {
  const readCues = loadCueReader();

  it('is told by the voice, and named by what it says', () => {
    const { stretches, words } = speak(VISIT);
    const turns = turnsOf(attributeSpeakers(words, stretches, readCues));
    expect(turns.map(({ speaker, text }) => ({ speaker, text }))).toEqual(
      VISIT.map(({ by, text }) => ({ speaker: by === 'low' ? 'clinician' : 'patient', text })),
    );
    expect(Math.min(...turns.map((turn) => turn.speakerConfidence ?? 0))).toBeGreaterThan(0.6);
    expect(turns[0]?.id).toBe('t1');
  });

  it('is named by the words, not by which voice is lower', () => {
    const swapped = VISIT.map(({ by, text }): Said => ({ by: by === 'low' ? 'high' : 'low', text }));
    const { stretches, words } = speak(swapped);
    expect(attributeSpeakers(words, stretches, readCues)[0]?.speaker).toBe('clinician');
  });

  it('does not make two voices of one', () => {
    const { stretches } = speak(VISIT.map(({ text }): Said => ({ by: 'low', text })));
    expect(tellVoicesApart(stretches)).toBeNull();
  });

  it('is unknown where nothing tells', () => {
    const word: Word = { text: 'Seven.', startMs: 0, endMs: 300, confidence: 1 };
    const [alone] = attributeSpeakers(
      [word],
      [{ startMs: 0, endMs: 320, frames: new Float32Array(0) }],
      readCues,
    );
    expect(alone?.speaker).toBe('unknown');
    expect(attributeSpeakers([word], [], readCues)[0]?.speaker).toBe('unknown');
  });

  it('follows the full stop when a word was placed just past the pause', () => {
    const { stretches, words } = speak(VISIT);
    const late = words.map((word) =>
      word.text === 'today?' ? { ...word, startMs: word.startMs + 700, endMs: word.endMs + 700 } : word,
    );
    const turns = turnsOf(attributeSpeakers(late, stretches, readCues));
    expect(turns[0]?.text).toBe('Good morning, what brings you in today?');
  });
});
