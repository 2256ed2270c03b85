import { expect, it } from 'vitest';
import { makeGlossary } from '../../../shared/draft/instructions/glossary.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';

const glossary = makeGlossary(loadSheetKnowledge().terms);

it('gives everyday words in both languages for what stands in the text, each once', () => {
  const found = glossary('Hypertension, and again hypertension with edema');
  expect(found.map(({ term }) => term)).toEqual(['Hypertension', 'edema']);
  expect(found[0]?.say['en']?.say).toBe('high blood pressure');
  expect(found[0]?.say['es']?.say).toBe('presión alta');
});

it('has nothing for everyday words', () => {
  expect(glossary('we had a nice walk')).toEqual([]);
});
