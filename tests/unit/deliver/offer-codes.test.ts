import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/contract/fact.ts';
import { loadCodeBook, offerCodes } from '../../../shared/deliver/codes/offer-codes.ts';
import { makeFact } from '../instructions/made-facts.ts';

const book = loadCodeBook();
let count = 0;
const fact = (text: string, rest: Partial<Fact> = {}): Fact =>
  makeFact('condition', text, { id: `f${String((count += 1))}`, speaker: 'patient', ...rest });
const codes = (...facts: readonly Fact[]): readonly string[] =>
  offerCodes(facts, book).map(({ code }) => code);

describe('codes offered for a visit', () => {
  it('are those of what the patient has, diagnoses first, each once and with its source', () => {
    const offers = offerCodes(
      [
        fact('Cough for 3 weeks', { kind: 'symptom' }),
        fact('Type 2 diabetes', { kind: 'diagnosis' }),
        fact('Has had type two diabetes since 2019'),
      ],
      book,
    );
    expect(offers.map(({ code, matched }) => [code, matched])).toEqual([
      ['E11.9', 'Type 2 diabetes'],
      ['R05.9', 'Cough'],
    ]);
    expect(offers[0]?.facts).toHaveLength(2);
    expect(offers[0]?.evidence).toHaveLength(2);
  });

  it.each([
    ['what was denied', { polarity: 'denied' }],
    ['what was only considered', { certainty: 'hedged' }],
    ["a relative's illness", { subject: { role: 'family', relation: 'mother' } }],
    ['a plan', { kind: 'test' }],
  ] as const)('are not offered for %s', (_what, rest) => {
    expect(codes(fact('Asthma', rest))).toEqual([]);
  });

  it('follow the side that was said, and say so where none was', () => {
    expect(codes(fact('Knee pain', { side: 'left' }))).toEqual(['M25.562']);
    expect(codes(fact('Knee pain', { side: 'right' }))).toEqual(['M25.561']);
    expect(codes(fact('Knee pain'))).toEqual(['M25.569']);
    expect(codes(fact('Knee osteoarthritis', { side: 'both' }))).toEqual(['M17.0']);
  });

  it('take the longer name', () => {
    expect(codes(fact('Diabetic kidney disease'))).toEqual(['E11.22']);
    expect(codes(fact('Hay fever'))).toEqual(['J30.2']);
  });
});
