import { expect, it } from 'vitest';
import { readChart } from '../../../shared/chart/read-chart.ts';
import { chartedMeanwhile } from '../../../shared/chart/conflicts/while-said.ts';
import { loadKnowledge } from '../../../shared/knowledge/knowledge.ts';
import { allergy, bundle, bytesOf, medication, PATIENT } from '../../fixtures/chart/make.ts';

const knowledge = loadKnowledge();
const read = readChart(
  bytesOf(
    bundle([
      PATIENT,
      medication('w', 'warfarin 5 mg oral tablet'),
      allergy('pen', 'Penicillin', { reaction: [{ manifestation: [{ text: 'hives' }] }] }),
      allergy('bee', 'Bee venom'),
    ]),
  ),
);
const told = (words: string): string[] => {
  if (!read.ok) throw new Error(read.error.code);
  return chartedMeanwhile(words, read.value, knowledge, '2024-06-10').map(
    ({ about, said, charted, detail }) => [about, said, charted, detail].filter(Boolean).join(' / '),
  );
};

it('names every charted allergy when allergies are spoken of, in English as in Spanish', () => {
  const all = ['allergy / Penicillin / hives', 'allergy / Bee venom'];
  expect(told('Do you have any allergies?')).toEqual(all);
  expect(told('¿Es usted alérgica a algo?')).toEqual(all);
});

it('names the one whose cause is spoken of, and a medicine it stands against', () => {
  expect(told('I got stung by a bee, its venom, you know')).toEqual(['allergy / Bee venom']);
  expect(told('I would start you on amoxicillin.')).toEqual([
    'allergy-to-said / amoxicillin / Penicillin / hives',
  ]);
});

it('says how a named medicine is charted, and what a new one meets', () => {
  expect(told('Still on the warfarin?')[0]).toMatch(/^medicine \/ warfarin 5 mg oral tablet/);
  expect(told('You can take ibuprofen for it.')).toEqual(['interaction / ibuprofen / warfarin']);
});

it('is silent about words that touch nothing charted', () => {
  expect(told('It hurts when I climb the stairs; I took some loratadine once.')).toEqual([]);
  expect(told('')).toEqual([]);
});
