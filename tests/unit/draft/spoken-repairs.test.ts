import { describe, expect, it } from 'vitest';
import { draftOf, linesOf, type Line } from '../../fixtures/draft/spoken-visit.ts';

const ASKED: Line = ['doctor', 'What has been troubling you?'];
const of = (text: string): string => linesOf(draftOf([ASKED, ['patient', text]])).join(' ');
const joined = (question: string, answer: string): string =>
  linesOf(
    draftOf([
      ['doctor', question],
      ['patient', answer],
    ]),
  ).join(' ');

describe('what is said in passing is written once and whole', () => {
  const repairs: readonly (readonly [spoken: string, written: RegExp, never: RegExp])[] = [
    ['It, I get a sharp pain in my elbow when I lift the kettle.', /Sharp pain in elbow/, /\bit they\b/i],
    ['It was, it must have been the cough keeping me awake.', /[Mm]ust have been the cough/, /\bwas\b/i],
    ["The, my left ankle is swollen, I'm limping a bit.", /ankle is swollen/, /the (?:my|their)/i],
    ['It, so it, it gets worse at night.', /Gets worse at night/i, /it so/i],
  ];
  it.each(repairs)('%s', (spoken, written, never) => {
    const note = of(spoken);
    expect(note).toMatch(written);
    expect(note).not.toMatch(never);
  });

  it('parts a denial from the statement after it', () => {
    const note = joined('Any pain in the ear?', 'No, the ringing, mostly at night.');
    expect(note).not.toMatch(/No (?:the )?ringing/i);
    expect(note).toMatch(/ringing/i);
  });

  it('keeps doubt in a denial', () => {
    expect(joined('Any pain in the ear?', "No, I don't think so.")).toMatch(/thinks/);
    expect(joined('Any rash anywhere?', 'Not really.')).toMatch(/not really/i);
  });

  it('never makes a past of a past', () => {
    expect(joined('Did you had any surgery?', 'Yes, years ago.')).not.toMatch(/hadded/i);
  });
});

describe('whose it is', () => {
  it('a relative spoken of as he or she stays the relative', () => {
    const draft = draftOf([
      ['doctor', 'Does anything run in the family?'],
      ['patient', 'My father had trouble with his bowels. He died of bowel cancer ten years ago.'],
    ]);
    const fact = draft.facts.find((each) => /bowel cancer/.test(each.text));
    expect(fact?.subject).toEqual({ role: 'family', relation: 'father' });
    expect(fact?.kind).toBe('family-history');
    expect(fact?.text).toMatch(/^Father died of bowel cancer/);
  });

  it('a mother asked after is not a finding', () => {
    expect(joined('And what about your mother?', 'Yes, she is well.')).not.toMatch(/Reports mother/);
  });

  it('"used to" stays in the past, and what depends stays conditional', () => {
    const { facts } = draftOf([
      ['doctor', 'Do you smoke?'],
      ['patient', 'I used to smoke twenty a day.'],
      ['doctor', 'If the swelling gets worse, come straight back to see us.'],
    ]);
    expect(facts.find((fact) => /smoke/.test(fact.text))?.time.relation).toBe('past');
    expect(facts.find((fact) => /swelling/.test(fact.text))).toMatchObject({
      kind: 'return-precaution',
      certainty: 'conditional',
    });
  });
});

describe('what is no part of the note', () => {
  it.each([
    ['doctor', "I'm going to have a listen to your chest now."],
    ['doctor', "I'll just take a quick look in your ears."],
    ['patient', 'My name is Avery Stone.'],
    ['doctor', 'Hey Dragon, show me the last blood results.'],
  ] satisfies Line[])('%s: %s', (speaker, text) => {
    expect(linesOf(draftOf([ASKED, ['patient', 'I have a bad cough.'], [speaker, text]]))).toEqual([
      'Bad cough.',
    ]);
  });
});
