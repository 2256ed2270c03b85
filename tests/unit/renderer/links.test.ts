import { describe, expect, it } from 'vitest';
import {
  doubtsIn,
  noteLines,
  openFirst,
  playFrom,
  restingOn,
  saidIn,
  timesIn,
  wordsOf,
} from '../../../renderer/visit/links.ts';
import { sampleFlags, sampleNote, sampleTranscript } from '../../fixtures/drafted-visit.ts';

const transcript = sampleTranscript();
const sections = noteLines(sampleNote(transcript));
const lines = sections.flatMap((section) => section.lines);
const lineSaying = (text: string) => lines.find((line) => line.text.includes(text))!;

describe('footnotes', () => {
  it('are numbered through the whole note, in order', () => {
    expect(lines.map((line) => line.firstMark)).toEqual([1, 2, 4, 5, 6, 7, 9, 10]);
  });
});

describe('the words under a line', () => {
  it('are those its evidence points at, with the rest of the turn around them', () => {
    const [evidence] = lineSaying('lisinopril').evidence;
    const said = saidIn(transcript, evidence as never)!;
    expect(said.words).toBe('lisinopril, twenty milligrams every morning');
    expect(said.before + said.words + said.after).toBe(
      transcript.turns.find((turn) => turn.id === said.turn)?.text,
    );
    expect(said.speaker).toBe('patient');
  });
  it('have the times of those words only', () => {
    const turn = transcript.turns[1]!;
    const whole = timesIn(turn, 0, turn.text.length);
    expect(whole).toEqual({ startMs: turn.startMs, endMs: turn.endMs });
    const at = turn.text.indexOf('six weeks');
    const part = timesIn(turn, at, at + 'six weeks'.length);
    expect(part.startMs).toBeGreaterThan(whole.startMs);
    expect(part.startMs).toBe(turn.words.at(-2)?.startMs);
  });
  it('fall back to the turn where it has no timed words', () => {
    const turn = { ...transcript.turns[1]!, words: [] };
    expect(timesIn(turn, 3, 9)).toEqual({ startMs: turn.startMs, endMs: turn.endMs });
  });
  it('are counted where they are part of a turn only', () => {
    const turn = transcript.turns[1]!;
    const at = turn.text.indexOf('six weeks');
    const { from, to } = wordsOf(turn, { start: at, end: at + 'six weeks'.length })!;
    expect(
      turn.words
        .slice(from, to)
        .map(({ text }) => text)
        .join(' '),
    ).toMatch(/^six weeks/u);
    expect(wordsOf(turn, { start: 0, end: turn.text.length })).toBeUndefined();
  });
  it('are none where the evidence does not fit the transcript', () => {
    expect(saidIn(transcript, { source: 'transcript', turn: 't999', start: 0, end: 4 })).toBeUndefined();
    expect(saidIn(transcript, { source: 'transcript', turn: 't1', start: 0, end: 99_999 })).toBeUndefined();
    expect(saidIn(transcript, { source: 'transcript', turn: 't1', start: 4, end: 4 })).toBeUndefined();
  });
  it('are played from half a second before, never before the start', () => {
    expect(playFrom(3_000)).toBe(2_500);
    expect(playFrom(200)).toBe(0);
  });
});

describe('lines that rest on words', () => {
  it('are found for any touching passage, and only then', () => {
    const turn = transcript.turns.find((one) => one.text.includes('six weeks') && one.speaker === 'patient')!;
    const at = turn.text.indexOf('two hundred');
    expect(restingOn(sections, turn.id, at, at + 3).map((line) => line.text)).toEqual([
      'Sugars around 200 in the mornings for about six weeks.',
    ]);
    expect(restingOn(sections, turn.id, 0, 4)).toEqual([]);
  });
});

describe('flags', () => {
  it('that interrupt come first', () => {
    const [loud, quiet] = sampleFlags(transcript);
    expect(openFirst([quiet!, loud!])).toEqual([loud, quiet]);
  });
});

describe('turns in doubt', () => {
  const [first, second, third] = transcript.turns.map((turn) => ({ ...turn, speakerConfidence: 0.95 }));
  it('are those whose speaker is a guess, and those that began while another was speaking', () => {
    const turns = [first!, second!, { ...third!, speakerConfidence: 0.6 }];
    const overlaps = [{ startMs: second!.startMs - 200, endMs: second!.startMs + 200 }];
    const { guessed, overlapping } = doubtsIn({ ...transcript, turns, overlaps });
    expect([...guessed]).toEqual([third!.id]);
    expect([...overlapping]).toEqual([second!.id]);
  });
  it('are none where people said who spoke', () => {
    expect(doubtsIn(transcript).guessed.size).toBe(0);
  });
});
