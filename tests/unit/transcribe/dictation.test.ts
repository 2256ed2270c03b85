import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/contract/transcript.ts';
import { loadLanguage } from '../../../shared/language/index.ts';
import { loadCommands } from '../../../shared/transcribe/words/dictation.ts';
import { quantitiesOf } from '../../../shared/transcribe/words/quantities.ts';

const obey = loadCommands();

const turn = (text: string, speaker: Turn['speaker'] = 'clinician'): Turn => {
  const words = text
    .split(' ')
    .map((word, k) => ({ text: word, startMs: k * 300, endMs: k * 300 + 250, confidence: 1 }));
  return { id: 't1', speaker, text, words, startMs: 0, endMs: words.length * 300 };
};

const obeyed = (text: string, speaker?: Turn['speaker']): readonly string[] =>
  obey([turn(text, speaker)]).map((each) => each.text);

describe('dictation', () => {
  it('obeys spoken punctuation and begins a turn at a new paragraph', () => {
    const turns = obey([
      turn('Cough for two weeks comma no fever full stop new paragraph Chest is clear full stop'),
    ]);
    expect(turns.map(({ id, text }) => `${id} ${text}`)).toEqual([
      't1 Cough for two weeks, no fever.',
      't2 Chest is clear.',
    ]);
    expect(turns[0]?.words.find(({ text }) => text === 'weeks,')).toMatchObject({ heard: 'weeks comma' });
    expect(turns[1]?.words.at(-1)).toMatchObject({ text: 'clear.', heard: 'clear full stop', endMs: 4750 });
  });

  it('takes the commas that the recogniser wrote for those that were said', () => {
    expect(obeyed('No rash, comma, no fever, full stop.')).toEqual(['No rash, no fever.']);
  });

  it('obeys the commands of the United States, and takes back what is scratched but keeps it as heard', () => {
    const said =
      'Chest is clear comma no wheeze period Start forty milligrams scratch that Start twenty period';
    const [only, ...more] = obey([turn(said)]);
    expect(more).toEqual([]);
    expect(only?.text).toBe('Chest is clear, no wheeze. Start twenty.');
    expect(only?.words.find(({ text }) => text === 'wheeze.')?.heard).toBe(
      'wheeze period Start forty milligrams scratch that',
    );
  });

  it('leaves what is scratched standing where nothing comes before it', () => {
    const [only] = obeyed('Start forty scratch that Start twenty full stop');
    expect(only).toBe('Start forty scratch that Start twenty.');
  });

  it('obeys in Spanish too', () => {
    expect(obeyed('Tos seca coma sin fiebre punto y aparte Pulmones limpios')).toEqual([
      'Tos seca, sin fiebre.',
      'Pulmones limpios',
    ]);
  });

  it('leaves talk alone in which the same words mean something', () => {
    for (const talk of [
      'When was your last period, and was it a heavy period?',
      'We looked at the colon and the colon was fine.',
      'He came to a full stop at the crossing and was hit from behind.',
    ])
      expect(obeyed(talk)).toEqual([talk]);
    const patient = 'They put a question mark there and a full stop here.';
    expect(obeyed(patient, 'patient')).toEqual([patient]);
  });
});

describe('numbers', () => {
  it('are read beside the words, which stay', () => {
    const said = turn('Take twelve and a half milligrams twice a day, it was one forty over ninety.');
    const quantities = quantitiesOf([said], loadLanguage());
    const read = quantities.map(({ start, end, value, unit }) => [said.text.slice(start, end), value, unit]);
    expect(read).toContainEqual(['twelve and a half milligrams', '12.5', 'mg']);
    expect(read).toContainEqual(['one forty over ninety', '140/90', undefined]);
  });
});
