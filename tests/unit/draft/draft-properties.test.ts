import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, draftOf, type Line } from '../../fixtures/draft/spoken-visit.ts';

const SMALL_TALK: readonly Line[] = [
  ['doctor', 'Nice weather today.'],
  ['patient', 'Thank you.'],
  ['doctor', 'Good to see you.'],
  ['patient', 'Take care.'],
  ['doctor', 'Have a good weekend.'],
];

/** Pieces of a visit that hold together: a question and its answer, a plan. */
const VISIT: readonly (readonly Line[])[] = [
  [
    ['doctor', 'Any fever or chills?'],
    ['patient', 'No.'],
  ],
  [
    ['doctor', 'Do you take anything for it?'],
    ['patient', 'I take naproxen 250 milligrams twice a day.'],
  ],
  [
    ['doctor', 'Which knee is it?'],
    ['patient', 'My left knee hurts on stairs.'],
  ],
  [
    [
      'doctor',
      "I'm going to refer you to physiotherapy and start you on omeprazole 20 milligrams once a day.",
    ],
  ],
];

const factsOf = (lines: readonly Line[]): readonly string[] =>
  draftOf(lines)
    .facts.map(({ kind, text, polarity, drug }) => JSON.stringify({ kind, text, polarity, drug }))
    .sort();

describe('a draft', () => {
  it('does not change its facts for small talk, wherever it falls', () => {
    const plain = factsOf(VISIT.flat());
    const place = fc.integer({ min: 0, max: VISIT.length });
    const talk = fc.constantFrom(...SMALL_TALK);
    fc.assert(
      fc.property(fc.array(fc.tuple(place, talk), { maxLength: 6 }), (inserted) => {
        const lines = VISIT.flatMap((piece, index) => [
          ...inserted.filter(([at]) => at === index).map(([, line]) => line),
          ...piece,
        ]);
        const after = inserted.filter(([at]) => at === VISIT.length).map(([, line]) => line);
        expect(factsOf([...lines, ...after])).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  it('has evidence that holds the drug, the number and the side of every fact', () => {
    const drug = fc.constantFrom('sertraline', 'amlodipine', 'naproxen', 'levothyroxine');
    const dose = fc.constantFrom('5', '12.5', '50', '300');
    const side = fc.constantFrom('left', 'right');
    fc.assert(
      fc.property(drug, dose, side, (name, strength, where) => {
        const lines: readonly Line[] = [
          ['patient', `Well, my ${where} shoulder aches, and I take ${name} ${strength} mg at night.`],
          ['doctor', `Um, okay. We'll, we'll increase the ${name} to ${strength}0 mg.`],
        ];
        for (const fact of draftOf(lines).facts) {
          const words = cut(lines, fact.evidence).toLowerCase();
          if (fact.drug) expect(words).toContain(fact.drug.name.toLowerCase());
          for (const number of (fact.drug?.dose ?? '').match(/[\d.]+/g) ?? [])
            expect(words).toContain(number);
          if (fact.side && fact.side !== 'both') expect(words).toContain(fact.side);
        }
      }),
      { numRuns: 40 },
    );
  });
});
