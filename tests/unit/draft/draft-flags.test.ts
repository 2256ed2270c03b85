import { describe, expect, it } from 'vitest';
import type { Flag } from '../../../shared/contract/flag.ts';
import type { Transcript } from '../../../shared/contract/transcript.ts';
import { draftVisit } from '../../../shared/draft/index.ts';
import {
  cut,
  draftKnowledge,
  draftOf,
  linesOf,
  transcriptOf,
  type Line,
} from '../../fixtures/draft/spoken-visit.ts';

const flagsOf = (lines: readonly Line[], kind: Flag['kind']): readonly Flag[] =>
  draftOf(lines).flags.filter((flag) => flag.kind === kind);

describe('contradictory statements', () => {
  const LINES: readonly Line[] = [
    ['doctor', 'Any dizziness?'],
    ['patient', 'No.'],
    ['doctor', 'And how do you sleep?'],
    ['patient', 'Badly. I have dizziness.'],
  ];
  it('are both kept, and flagged with the words of both', () => {
    const draft = draftOf(LINES);
    expect(linesOf(draft).join(' ')).toMatch(/No dizziness.*Dizziness|Dizziness.*No dizziness/s);
    const [flag] = draft.flags.filter((each) => each.kind === 'contradicted');
    expect(flag?.message).toMatch(/No dizziness.*Dizziness/);
    expect(cut(LINES, flag?.evidence ?? [])).toMatch(/Any dizziness.*No.*I have dizziness/s);
  });

  it('two doses of one medicine are one', () => {
    const flags = flagsOf(
      [
        ['patient', 'I take bisoprolol 5 milligrams.'],
        ['doctor', 'Fine. Anything else to tell me?'],
        ['patient', 'I take bisoprolol 10 milligrams.'],
      ],
      'contradicted',
    );
    expect(flags).toHaveLength(1);
  });

  it.each([
    ['the past', 'I used to have dizziness.'],
    ['a condition', 'I have dizziness if I stand up fast.'],
    ['somebody else', 'My mother has dizziness.'],
  ])('%s contradicts nothing', (_name, said) => {
    expect(flagsOf([...LINES.slice(0, 3), ['patient', said]], 'contradicted')).toEqual([]);
  });
});

describe("the patient's questions", () => {
  const ASKS: Line = ['patient', 'Can I go swimming with these stitches?'];
  it('one that is left open is flagged with its words', () => {
    const lines: readonly Line[] = [
      ASKS,
      ['doctor', 'How long have you had the fever?'],
      ['patient', 'Two days.'],
    ];
    const [flag] = flagsOf(lines, 'unanswered-question');
    expect(flag?.message).toMatch(/swimming with these stitches/);
    expect(cut(lines, flag?.evidence ?? [])).toMatch(/swimming/);
  });

  it('one that is answered carries its answer', () => {
    const lines: readonly Line[] = [ASKS, ['doctor', 'No, keep them dry for one week, please.']];
    expect(flagsOf(lines, 'unanswered-question')).toEqual([]);
    const fact = draftOf(lines).facts.find((each) => each.kind === 'question');
    expect(fact?.answer?.text).toMatch(/dry for 1 week/i);
    expect(cut(lines, fact?.answer?.evidence ?? [])).toMatch(/keep them dry/);
  });

  it('"we will come back to that" is no answer', () => {
    const lines: readonly Line[] = [ASKS, ['doctor', "Let's come back to that in a minute, shall we."]];
    expect(flagsOf(lines, 'unanswered-question')).toHaveLength(1);
  });
});

describe('words that were hard to hear', () => {
  const said = 'I take ramipril 5 milligrams every morning.';
  const heard = (confidence: number | null): Transcript => {
    const transcript = transcriptOf(['patient', said]);
    const words = said.split(' ').map((text, index) => ({
      text: ` ${text}`,
      startMs: index * 100,
      endMs: index * 100 + 90,
      confidence: text === 'ramipril' ? confidence : 0.95,
    }));
    return { ...transcript, turns: transcript.turns.map((turn) => ({ ...turn, words })) };
  };
  const doubts = (confidence: number | null): readonly Flag[] =>
    draftVisit({ transcript: heard(confidence), knowledge: draftKnowledge() }).flags;

  it('are named at the line that rests on them', () => {
    const [flag] = doubts(0.2);
    expect(flag).toMatchObject({ kind: 'low-confidence', about: 'n1' });
    expect(flag?.message).toContain('ramipril');
  });

  const spoken = (said: string, guessed: string): Transcript => {
    const transcript = transcriptOf(['doctor', said]);
    const words = said.split(' ').map((text, index) => ({
      text: ` ${text}`,
      startMs: index * 100,
      endMs: index * 100 + 90,
      confidence: text === guessed ? 0.1 : 0.95,
    }));
    return { ...transcript, turns: transcript.turns.map((turn) => ({ ...turn, words })) };
  };
  const drafted = (said: string, guessed: string): ReturnType<typeof draftVisit> =>
    draftVisit({ transcript: spoken(said, guessed), knowledge: draftKnowledge() });

  it('in an order are quoted, flagged, and kept off the sheet until somebody has listened', () => {
    const draft = drafted('I recommend we get you a surfer aluminum splint.', 'surfer');
    expect(linesOf(draft)).toContain('Clinician: "I recommend we get you a surfer aluminum splint"');
    expect(draft.flags.map(({ message }) => message)).toEqual(['Hard to hear, please listen: "surfer".']);
    expect(draft.facts[0]?.unheard).toEqual(['surfer']);
  });

  it('are quoted with the whole of a number that was said in several words', () => {
    const said = 'Your blood pressure is 148 over 86, and your puddles is 72. Your lungs are clear.';
    expect(linesOf(drafted(said, 'puddles')).join(' ')).toMatch(
      /Clinician: ".*148\/86, and your puddles is 72"/,
    );
  });

  it('in a known medicine or part of the body are not taken for misheard', () => {
    expect(linesOf(drafted('Take ibuprofen for your shoulder.', 'shoulder.'))).toEqual([
      'Take ibuprofen for shoulder.',
    ]);
  });

  it('are not made up where the engine is sure, or says nothing of it', () => {
    expect(doubts(0.9)).toEqual([]);
    expect(doubts(null)).toEqual([]);
  });
});

it('tags the wrong way round are noticed, said, and read as exchanged', () => {
  const lines: readonly Line[] = [
    ['patient', 'Good morning, what brings you in today? How long have you had this cough?'],
    ['doctor', "I've had it for about three weeks, and my chest hurts when I cough."],
    ['patient', 'Have you had any fever? Do you smoke? Any allergies to medicines?'],
    ['doctor', "No. I don't smoke. I'm allergic to penicillin, I get a rash from it."],
    ['patient', "I'm going to order a chest x-ray and I'd like to see you again in two weeks."],
    ['doctor', 'Okay, thank you.'],
  ];
  const draft = draftOf(lines);
  expect(draft.flags.map((flag) => flag.kind)).toContain('speaker-doubt');
  expect(draft.facts.find((fact) => fact.kind === 'allergy')?.speaker).toBe('patient');
});
