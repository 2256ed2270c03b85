import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/contract/fact.ts';
import type { InstructionSection } from '../../../shared/contract/instructions.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from './made-facts.ts';

const knowledge = loadSheetKnowledge();
const spoken = (kind: Fact['kind'], said: string, more: Partial<Fact> = {}): Fact =>
  makeFact(kind, said, { said, ...more });
const sheetOf = (...facts: Fact[]): InstructionSection[] =>
  writeInstructions({ facts, language: 'en', visit: {}, knowledge }).sections;
const linesIn = (section: string, ...facts: Fact[]): string[] =>
  sheetOf(...facts)
    .filter(({ id }) => id === section)
    .flatMap(({ lines }) => lines.map(({ text }) => text));

describe('a line stands in the part it belongs to, whatever it was filed as', () => {
  it.each([
    ['tests', spoken('follow-up', 'I want to order a lipid panel'), 'You will have: cholesterol test.'],
    ['home', spoken('follow-up', 'you can have some soup'), 'You can have: soup.'],
    [
      'medicines',
      spoken('follow-up', 'we will give you a 2 week supply'),
      'You will get enough medicine for 2 weeks.',
    ],
    [
      'call',
      spoken('advice', 'call us if you have any questions', { certainty: 'conditional' }),
      'Call us if you have questions.',
    ],
  ])('%s', (section, fact, text) => {
    expect(linesIn(section, fact)).toEqual([text]);
  });
});

describe('a line that says less', () => {
  it('joins the one that names the test, with its evidence', () => {
    const facts = [
      spoken('test', 'I am going to order a test'),
      spoken('test', 'I am going to order an echocardiogram'),
    ];
    const lines = sheetOf(...facts).flatMap((section) =>
      section.lines.filter((line) => line.facts.length > 0),
    );
    expect(lines.map(({ text }) => text)).toEqual(['You will have: heart ultrasound.']);
    expect(lines[0]?.facts.slice().sort()).toEqual(
      facts
        .map(({ id }) => id)
        .slice()
        .sort(),
    );
  });

  it('joins the later one that says when', () => {
    const facts = [
      spoken('test', 'let us get an ultrasound'),
      spoken('test', 'let us get the ultrasound today'),
    ];
    expect(linesIn('tests', ...facts)).toEqual([
      'You will have: ultrasound (a picture made with sound). When: today.',
    ]);
  });
});

describe('signs named before what to do about them', () => {
  const signs = 'things to look out for are a high fever or chest pain';
  const call = 'I would like you to give me a call';
  const at = (start: number, text: string): Pick<Fact, 'evidence'> => ({
    evidence: [{ source: 'transcript', turn: 't1', start, end: start + text.length }],
  });

  it('come with it', () => {
    const lines = linesIn(
      'call',
      spoken('return-precaution', signs, { certainty: 'conditional', ...at(0, signs) }),
      spoken('follow-up', call, at(signs.length + 2, call)),
    );
    expect(lines).toEqual(['Call us if you have: high fever or chest pain.']);
  });
});

describe('what is only for a case', () => {
  it('is never told without the case', () => {
    const lines = sheetOf(spoken('other', 'we want you to go to hospital in that instance')).flatMap(
      (section) => section.lines.map(({ text }) => text),
    );
    expect(lines.join()).not.toContain('Go to the hospital.');
  });
});

describe('what the clinician will do', () => {
  it('is not asked of the patient', () => {
    const lines = linesIn(
      'home',
      spoken('advice', 'the first thing I would like to do is to try and measure your pulse'),
    );
    expect(lines.join()).not.toMatch(/^(?:Measure|Keep a check)/);
  });

  it('is not a medicine started where the clinician was in doubt', () => {
    const fact = spoken('medication', 'I am on the fence about giving you antibiotics', {
      certainty: 'hedged',
      drug: { name: 'antibiotics', change: 'new' },
    });
    expect(linesIn('medicines', fact).join()).not.toContain('Start');
  });
});
