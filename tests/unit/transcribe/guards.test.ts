import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  collapseLoops,
  doubtAbout,
  widestHole,
  withoutEcho,
  isLikelyNoise,
} from '../../../shared/transcribe/words/guards.ts';
import { partOf, splitChunk } from '../../../shared/transcribe/voice/split.ts';
import type { HeardWord } from '../../../shared/transcribe/engines/engine.ts';

/** Words said one after another, 300 ms each. */
const said = (text: string): HeardWord[] =>
  text.split(' ').map((word, k) => ({ text: word, startMs: k * 300, endMs: k * 300 + 280, confidence: 0.9 }));

const doubt = (text: string): string | null => {
  const words = said(text);
  return doubtAbout(words, words.length * 300, words.length * 300);
};

describe('doubt about what was heard', () => {
  it('is not raised by plain speech, nor by what people repeat', () => {
    expect(doubt('the cough is worse at night and I wake up twice')).toBeNull();
    expect(doubt('no no no it is fine okay okay thank you')).toBeNull();
    expect(doubt('we will see we will see')).toBeNull();
  });

  it('is raised by a loop of one word or of a sentence', () => {
    expect(doubt(`so ${'well '.repeat(6)}yes`)).toBe('loop');
    expect(doubt(`${'I will check that for you. '.repeat(3)}Goodbye`)).toBe('loop');
  });

  it('is raised by speech without words, by more words than can be said, and by a hole', () => {
    expect(doubtAbout([], 12_000, 15_000)).toBe('too-few-words');
    expect(doubtAbout(said('Okay. Okay.'), 20_000, 25_000)).toBe('too-few-words');
    expect(doubtAbout(said('a b c d e f g h i j k l'), 1000, 3600)).toBe('too-many-words');
    const [first, ...rest] = said('it began on Monday after the long walk home');
    const late = rest.map((word) => ({ ...word, startMs: word.startMs + 6000, endMs: word.endMs + 6000 }));
    expect(doubtAbout([first!, ...late], 8000, 9000)).toBe('hole');
  });

  it('is not raised by a short sound without words', () => {
    expect(doubtAbout([], 1000, 1500)).toBeNull();
  });
});

describe('a loop', () => {
  it('is said once and its time is marked', () => {
    const { words, removed } = collapseLoops(said('take one at night at night at night at night then stop'));
    expect(words.map((word) => word.text).join(' ')).toBe('take one at night then stop');
    expect(removed).toEqual([{ startMs: 1200, endMs: 2980 }]);
  });

  it('leaves no loop behind, and no loop leaves everything as it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('yes', 'no', 'pain', 'here'), { minLength: 1, maxLength: 40 }),
        (texts) => {
          const { words, removed } = collapseLoops(said(texts.join(' ')));
          if (removed.length === 0) expect(words.map((word) => word.text)).toEqual(texts);
          else expect(words.length).toBeLessThan(texts.length);
        },
      ),
    );
  });
});

describe('the widest hole', () => {
  it('counts the edges of the passage', () => {
    expect(widestHole(said('one two'), 5000)).toEqual({ startMs: 580, endMs: 5000 });
    expect(widestHole([], 3000)).toEqual({ startMs: 0, endMs: 3000 });
  });

  it('is not hidden by a word that lasts longer than anybody takes over it', () => {
    const stretched = [
      { text: 'Thank', startMs: 0, endMs: 9000, confidence: 0.1 },
      { text: 'you.', startMs: 9000, endMs: 9400, confidence: 0.6 },
    ];
    expect(widestHole(stretched, 9500)).toEqual({ startMs: 2500, endMs: 9000 });
  });
});

describe('a passage cut in two', () => {
  const samples = new Float32Array(64_000).fill(0.5);
  samples.fill(0, 36_000, 40_000);
  const chunk = {
    samples,
    pieces: [
      { at: 0, from: 100_000, length: 30_000 },
      { at: 30_000, from: 200_000, length: 34_000 },
    ],
    voicedMs: 4000,
  };

  it('is cut in its pause, and each part still knows where it lay in the recording', () => {
    const [first, second] = splitChunk(chunk);
    expect(first.samples.length).toBeGreaterThan(36_000);
    expect(first.samples.length).toBeLessThan(40_000);
    expect(first.samples.length + second.samples.length).toBe(64_000);
    expect(second.pieces[0]).toEqual({
      at: 0,
      from: 200_000 + first.samples.length - 30_000,
      length: second.samples.length,
    });
  });

  it('shares out the speech by length', () => {
    expect(partOf(chunk, 0, 16_000).voicedMs).toBe(1000);
  });
});

describe('a prompt that comes back as text', () => {
  it('is taken out and marked, and its words said by a person are left', () => {
    const prompt = 'Um, okay. Uh, so, uh, yes.';
    const { words, removed } = withoutEcho(said('it hurts um okay uh so uh yes right here'), prompt);
    expect(words.map((word) => word.text).join(' ')).toBe('it hurts right here');
    expect(removed).toHaveLength(1);
    expect(withoutEcho(said('um okay uh so it hurts'), prompt).removed).toEqual([]);
  });
});

describe('a moment that may have been no speech', () => {
  const sure = (confidence: number | null) => [{ text: 'Okay.', startMs: 0, endMs: 300, confidence }];
  it('is not believed when what was made of it is unsure', () => {
    expect(isLikelyNoise(sure(0.55), 500)).toBe(true);
    expect(isLikelyNoise(sure(0.3), 3000)).toBe(true);
  });
  it('is believed when it is sure, when there was more of it, or when the engine cannot say', () => {
    expect(isLikelyNoise(sure(0.9), 500)).toBe(false);
    expect(isLikelyNoise(sure(0.55), 1500)).toBe(false);
    expect(isLikelyNoise(sure(0.3), 6000)).toBe(false);
    expect(isLikelyNoise(sure(null), 500)).toBe(false);
  });
});
