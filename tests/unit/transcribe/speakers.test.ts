import { describe, expect, it } from 'vitest';
import type { Word } from '../../../shared/contract/transcript.ts';
import { attributeSpeakers } from '../../../shared/transcribe/speakers/attribute.ts';
import { loadCueReader } from '../../../shared/transcribe/speakers/cues.ts';
import { placeWords } from '../../../shared/transcribe/speakers/place.ts';
import { attributeUnits, type Unit } from '../../../shared/transcribe/speakers/roles.ts';
import { turnsOf } from '../../../shared/transcribe/speakers/turns.ts';

const word = (text: string, startMs: number): Word => ({
  text,
  startMs,
  endMs: startMs + 250,
  confidence: 1,
});

const unit = (voice: number, said: number, more: Partial<Unit> = {}): Unit => ({
  evidence: [0, 1, 2].slice(0, 2).map((each) => (each === voice ? 0 : -4)),
  said,
  asks: false,
  ...more,
});

describe('who spoke', () => {
  it('is named by the words, not by which voice came first', () => {
    const speakers = (clinician: number): readonly string[] =>
      attributeUnits(
        [unit(clinician, 2), unit(1 - clinician, -1), unit(clinician, 1.5), unit(1 - clinician, 0)],
        2,
      ).map(({ speaker }) => speaker);
    expect(speakers(0)).toEqual(['clinician', 'patient', 'clinician', 'patient']);
    expect(speakers(1)).toEqual(['clinician', 'patient', 'clinician', 'patient']);
  });

  it('believes the voice where a few words sound like the other', () => {
    const [, second] = attributeUnits([unit(0, 3), unit(0, -2), unit(1, -2), unit(0, 2)], 2);
    expect(second).toMatchObject({ speaker: 'clinician' });
  });

  it('goes by the words alone, turn about after a question, where one voice is heard', () => {
    const one = (said: number, asks = false): Unit => ({ evidence: [], said, asks });
    expect(
      attributeUnits([one(2, true), one(-0.6), one(2, true), one(-1)], 1).map(({ speaker }) => speaker),
    ).toEqual(['clinician', 'patient', 'clinician', 'patient']);
  });

  it('is unknown where nothing tells', () => {
    const silent = { startMs: 0, endMs: 320, frames: new Float32Array(0), timesMs: new Uint32Array(0) };
    const readCues = loadCueReader();
    expect(attributeSpeakers([word('Seven.', 0)], [silent], readCues).words[0]?.speaker).toBe('unknown');
    expect(attributeSpeakers([word('Seven.', 0)], [], readCues).words[0]?.speaker).toBe('unknown');
  });

  it('follows the full stop when a word was placed just past the pause', () => {
    const words = [
      word('Any', 0),
      word('fever', 300),
      word('today?', 1400),
      word('No,', 1700),
      word('none.', 2000),
    ];
    const runs = [
      { startMs: 0, endMs: 900 },
      { startMs: 1300, endMs: 2300 },
    ];
    expect(placeWords(words, runs)).toEqual([0, 0, 0, 1, 1]);
  });

  it('allows for numbers, which take longer to say than to write', () => {
    // Loosely placed, as engines do: all within the second in which the voices change.
    const words = ['It', 'was', 'last', 'year.', 'Is', 'that', 'right?', 'On', '1/20/2020.'].map((text, k) =>
      word(text, 2400 + k * 120),
    );
    const runs = [
      { startMs: 0, endMs: 2900 },
      { startMs: 3000, endMs: 5900 },
    ];
    expect(placeWords(words, runs)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
  });

  it('is told turn by turn, each as sure as its words are', () => {
    const turns = turnsOf([
      { word: word('Any', 0), speaker: 'clinician', sureness: 0.9 },
      { word: word('pain?', 300), speaker: 'clinician', sureness: 0.7 },
      { word: word('No.', 800), speaker: 'patient', sureness: 0.6 },
    ]);
    expect(turns).toMatchObject([
      { id: 't1', speaker: 'clinician', text: 'Any pain?', startMs: 0, endMs: 550, speakerConfidence: 0.8 },
      { id: 't2', speaker: 'patient', text: 'No.', speakerConfidence: 0.6 },
    ]);
  });
});
