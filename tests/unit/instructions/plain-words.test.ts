import { describe, expect, it } from 'vitest';
import { makePlainWords } from '../../../shared/draft/instructions/plain-words.ts';
import { loadDrugs } from '../../../shared/knowledge/drugs.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';

const knowledge = loadSheetKnowledge();
const drugs = loadDrugs();

/** What tells a person to do something; the words of an instruction, not of a thing. */
const INSTRUCTS =
  /\b(?:take|stop|start|call|go to|come|use|avoid|keep|ask|tell|do not|don't|must|should|drink|eat|give|wear|increase|decrease|double|halve)\b/gi;

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Medicines, numbers and words that instruct. */
const found = (text: string): string[] => [
  ...(text.match(/\d+/g) ?? []),
  ...(text.toLowerCase().match(INSTRUCTS) ?? []),
  ...drugs.find(text).map(({ name }) => name),
];

/** "Type two" may be written "type 2": the same number. */
const spoken = (text: string): string[] =>
  NUMBERS.flatMap((word, number) => (new RegExp(`\\b${word}\\b`, 'i').test(text) ? [String(number)] : []));

describe('a plainer word', () => {
  it('brings in no medicine, brand, number or instruction that was not there, for every term there is', () => {
    const forms = knowledge.terms.flatMap((term) => term.forms);
    let replaced = 0;
    for (const form of forms) {
      const before = `We talked about ${form} today.`;
      const after = makePlainWords(knowledge, new Set()).say(before);
      replaced += after.replaced.length;
      const there = [...found(before), ...spoken(before)];
      expect([form, found(after.text).filter((one) => !there.includes(one))]).toEqual([form, []]);
    }
    expect(replaced).toBeGreaterThan(300);
  });

  it('is found where it would bring one in', () => {
    expect(found('Take 5 mg of Coumadin.')).toEqual(['5', 'take', 'warfarin']);
  });
});
