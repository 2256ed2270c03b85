import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/contract/fact.ts';
import type { Instructions } from '../../../shared/contract/instructions.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from './made-facts.ts';

const knowledge = loadSheetKnowledge();

/** A fact as the clinician spoke it in one turn, behind what was spoken before. */
const spoken = (kind: Fact['kind'], said: string, more: Partial<Fact> = {}, start = 0): Fact =>
  makeFact(kind, said, {
    said,
    evidence: [{ source: 'transcript', turn: 't4', start, end: start + said.length }],
    ...more,
  });
const write = (facts: readonly Fact[], language = 'en'): Instructions =>
  writeInstructions({ facts, language, visit: {}, knowledge });
const linesOf = (sheet: Instructions): string[] =>
  sheet.sections.flatMap((section) =>
    section.lines.filter((line) => line.facts.length > 0).map((line) => `${section.id}: ${line.text}`),
  );
const told = (...facts: Fact[]): string[] => linesOf(write(facts));

describe('what the clinician said, for the patient to read', () => {
  it.each([
    ['advice', 'I want you to sleep with an extra pillow', 'home: Sleep with an extra pillow.'],
    ['advice', 'so what I would like you to do is bring the cuff along', 'home: Bring the cuff along.'],
    ['test', "we're going to look at the slides together", undefined],
    ['follow-up', 'I will ring you on Thursday with the plan', undefined],
    [
      'referral',
      'I am going to send you over to the sleep lab',
      'tests: We will send you over to the sleep lab.',
    ],
    ['advice', 'do not drive until the patch is off', 'home: Do not drive until the patch is off.'],
  ] as const)('%s: %s', (kind, said, line) => {
    const lines = told(spoken(kind, said));
    if (line) expect(lines).toEqual([line]);
    for (const each of lines) expect(each).not.toMatch(/\b(?:I|me|my)\b/);
  });

  it('stands beside the line for the reviewer', () => {
    const said = 'I want you to sleep with an extra pillow';
    const line = write([spoken('advice', said)]).sections[0]?.lines[0];
    expect(line).toMatchObject({ text: 'Sleep with an extra pillow.', original: said, language: 'en' });
  });

  it('is not printed where it is talk of the examination', () => {
    expect(told(spoken('advice', 'take a deep breath for me'), spoken('other', 'can you lie back'))).toEqual(
      [],
    );
  });

  it('is told by a template only where that leaves out no number', () => {
    expect(
      told(
        spoken('return-precaution', 'call me if you gain 3 pounds in 2 days', { certainty: 'conditional' }),
      ),
    ).toEqual(['call: Call us if you gain 3 pounds in 2 days.']);
    expect(told(spoken('advice', 'put ice on the knee for 20 minutes 3 times a day'))[0]).toMatch(
      /20 minutes.*3 times a day/,
    );
  });

  it('is taken apart where speech ran on without a full stop', () => {
    const lines = told(
      spoken(
        'other',
        'weigh yourself daily do you have a scale at home call me if you gain 3 pounds in 2 days and I want you to cut back on salt',
      ),
    );
    expect(lines).toContain('home: Weigh yourself every day.');
    expect(lines).toContain('call: Call us if you gain 3 pounds in 2 days.');
    expect(lines.join()).not.toContain('scale at home');
  });
});

describe('a number to dial', () => {
  it('is written as it is dialled', () => {
    const said = 'if you have chest pain, or weakness on one side, call 9 one';
    expect(told(spoken('symptom', said, { certainty: 'conditional' }))).toEqual([
      'call: If you have chest pain, or weakness on one side, call 911.',
    ]);
  });
});

describe('a condition', () => {
  const opening = 'come back in a week, and if it is not better';
  it('comes back together with what follows from it', () => {
    const lines = told(
      spoken('follow-up', opening, { certainty: 'conditional' }),
      spoken('test', 'we will get an mri', {}, opening.length + 2),
    );
    expect(lines).toContain('next: Come back in 1 week.');
    expect(lines.filter((line) => /mri/i.test(line))).toEqual([
      'tests: If it is not better, you will have: MRI (a scan with magnets).',
    ]);
  });

  it('is never lost from a medicine', () => {
    const drug = { name: 'paracetamol', dose: '2 tablets' };
    const said = 'if you are feeling feverish, taking some paracetamol, 2 tablets, can help';
    const [line] = told(spoken('medication', said, { certainty: 'conditional', drug }));
    expect(line).toMatch(/Do this only if you have: fever/);
  });

  it('of a call is no condition of the medicine named before it', () => {
    const drug = { name: 'antibiotics' };
    const said = 'take the antibiotics, and give me a call if you are worried';
    for (const condition of [undefined, 'you are worried']) {
      const read = { ...drug, ...(condition ? { condition } : {}) };
      const lines = told(spoken('medication', said, { certainty: 'conditional', drug: read }));
      expect(lines.join()).not.toMatch(/only if/i);
    }
  });
});

describe('a medicine', () => {
  it('to take when needed is not to stop, nor only for a case', () => {
    const drug = { name: 'acetaminophen', dose: '500 mg', frequency: '4 times a day' };
    const said = 'take acetaminophen, 500 mg when you need it, no more than 4 times a day';
    const [line] = told(spoken('medication', said, { drug, polarity: 'denied' }));
    expect(line).toMatch(/^medicines: Use acetaminophen\. Take 500 mg/);
    expect(line).not.toMatch(/stop|only if/i);
  });

  it('gets the dose that was said right after it, without its name', () => {
    const name = 'we will get you some ibuprofen';
    const lines = told(
      spoken('medication', name, { drug: { name: 'ibuprofen', change: 'new' } }),
      spoken('other', 'you can take 600 mg every 6 hours with food', {}, name.length + 2),
    );
    expect(lines).toEqual(['medicines: Start ibuprofen. Take 600 mg every 6 hours, with food.']);
  });

  it('keeps the bound of its dose', () => {
    const drug = { name: 'salbutamol', frequency: '4 times a day', change: 'new' } as const;
    const said = 'start the salbutamol up to 4 times a day';
    expect(told(spoken('medication', said, { drug }))[0]).toContain('up to 4 times a day');
  });

  it.each([
    'we might think about ibuprofen',
    'there are things like ibuprofen',
    'did you take ibuprofen',
    'we used to start with ibuprofen',
  ])('is no row of the list: %s', (said) => {
    const sheet = write([spoken('medication', said, { drug: { name: 'ibuprofen' } })]);
    expect(sheet.sections.flatMap((section) => section.lines).filter((line) => line.medicine)).toEqual([]);
  });

  it('that is to stop and to go on is told neither way, unless one takes the other back', () => {
    const drug = { name: 'ramipril' };
    const keep = spoken('medication', 'keep taking the ramipril', { drug: { ...drug, change: 'same' } });
    const stop = spoken(
      'medication',
      'you can stop the ramipril',
      { drug: { ...drug, change: 'stopped' } },
      90,
    );
    const sheet = write([keep, stop]);
    expect(linesOf(sheet)).toEqual([]);
    expect(sheet.keptOff).toHaveLength(2);
    const back = { ...stop, said: 'actually, stop the ramipril' };
    expect(told(keep, back)).toEqual(['medicines: Stop ramipril.']);
  });

  it('that may stop one day goes on', () => {
    const drug = { name: 'ramipril' };
    const stop = spoken('medication', 'we can eventually get you off the ramipril', {
      drug: { ...drug, change: 'stopped' },
    });
    expect(told(stop).join()).not.toMatch(/stop/i);
  });

  it('of a kind is named in the language of the sheet, a name is not translated', () => {
    const [kind, name] = ['antibiotics', 'amoxicillin'].map((drug) =>
      linesOf(write([spoken('medication', `start ${drug}`, { drug: { name: drug, change: 'new' } })], 'es')),
    );
    expect(kind).toEqual(['medicines: Empiece antibióticos.']);
    expect(name).toEqual(['medicines: Empiece amoxicillin.']);
  });
});

describe('a question', () => {
  const asks = 'do I have to wear it at night';
  it('is still open without an answer, and told with one that reads', () => {
    const question = spoken('question', asks, { speaker: 'patient' });
    const answer = { text: 'No, only when you walk outside', evidence: question.evidence };
    expect(told(question)).toEqual(['questions: Still open: Do I have to wear it at night?']);
    expect(told({ ...question, answer })[0]).toMatch(
      /^questions: You asked: Do I have to wear it at night\? The answer: No\./,
    );
  });

  it('is not given an answer that says nothing', () => {
    const question = spoken('question', asks, { speaker: 'patient' });
    const sheet = write([{ ...question, answer: { text: 'Yeah. Yeah', evidence: question.evidence } }]);
    expect(linesOf(sheet)).toEqual([]);
    expect(sheet.keptOff).toEqual([{ fact: question.id, reason: 'too-hard' }]);
  });
});
