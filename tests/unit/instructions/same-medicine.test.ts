import { describe, expect, it } from 'vitest';
import type { Drug, Fact } from '../../../shared/contract/fact.ts';
import type { Instructions } from '../../../shared/contract/instructions.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from './made-facts.ts';

const knowledge = loadSheetKnowledge();
const said = (words: string, drug: Drug, more: Partial<Fact> = {}): Fact =>
  makeFact('medication', words, { said: words, drug, ...more });
const sheetOf = (facts: Fact[], language = 'en'): Instructions =>
  writeInstructions({ facts, language, visit: {}, knowledge });
const rowsOf = (facts: Fact[], language?: string): string[] =>
  sheetOf(facts, language)
    .sections.flatMap(({ lines }) => lines)
    .filter(({ medicine }) => medicine)
    .map(({ text }) => text);

describe('one medicine by two names', () => {
  it('is one row, by the name of the last change', () => {
    expect(
      rowsOf([
        said('I take ibuprofen', { name: 'ibuprofen' }, { speaker: 'patient' }),
        said('start Motrin 600 mg every 6 hours', {
          name: 'Motrin',
          dose: '600 mg',
          frequency: 'every 6 hours',
          change: 'new',
        }),
      ]),
    ).toEqual(['Start Motrin. Take 600 mg every 6 hours.']);
  });

  it('is one row where the kind only announced it, with the evidence of both', () => {
    const facts = [
      said('I will start you on an antibiotic', { name: 'antibiotic', change: 'new' }),
      said('start doxycycline 100 mg twice a day', {
        name: 'doxycycline',
        dose: '100 mg',
        frequency: 'twice a day',
        change: 'new',
      }),
    ];
    const [line, ...others] = sheetOf(facts).sections.flatMap(({ lines }) =>
      lines.filter(({ medicine }) => medicine),
    );
    expect(others).toEqual([]);
    expect(line?.text).toBe('Start doxycycline. Take 100 mg 2 times a day.');
    expect(line?.facts).toHaveLength(2);
  });

  it('stays two rows where the kind is another', () => {
    expect(
      rowsOf([
        said('I will start you on an antibiotic', { name: 'antibiotic', change: 'new' }),
        said('start ibuprofen', { name: 'ibuprofen', change: 'new' }),
      ]),
    ).toHaveLength(2);
  });
});

describe('a medicine that is not to be taken', () => {
  const avoided = said(
    'I would rather you did not take ibuprofen',
    { name: 'ibuprofen' },
    { polarity: 'denied' },
  );

  it('stands in the list as such, in every language', () => {
    expect(rowsOf([avoided])).toEqual(['Do not take ibuprofen.']);
    expect(rowsOf([avoided], 'es')).toEqual(['No tome ibuprofen.']);
  });

  it('is no medicine to take in the list that is torn off', () => {
    const [line] = sheetOf([avoided]).sections.flatMap(({ lines }) => lines.filter((each) => each.medicine));
    expect(line?.medicine).toMatchObject({ label: 'Do not take', change: 'stopped' });
  });

  it.each([
    ['do not take ibuprofen with food', 'affirmed'],
    ['if your stomach hurts, do not take ibuprofen', 'conditional'],
  ])('is not made of "%s"', (words, how) => {
    const fact = said(
      words,
      { name: 'ibuprofen' },
      { polarity: 'denied', certainty: how === 'conditional' ? 'conditional' : 'certain' },
    );
    expect(rowsOf([fact])).not.toContain('Do not take ibuprofen.');
  });
});
