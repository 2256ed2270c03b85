import { describe, expect, it } from 'vitest';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { emptyChart } from '../../fixtures/chart/empty-chart.ts';
import { draftOf, linesOf, type Line } from '../../fixtures/draft/spoken-visit.ts';

const knowledge = loadSheetKnowledge();

const sheetOf = (lines: readonly Line[]) =>
  writeInstructions({ facts: draftOf(lines).facts, language: 'en', visit: {}, knowledge });

/** The medicines of the sheet of a visit in which the clinician said this. */
const medicinesOf = (...said: readonly string[]): string =>
  sheetOf(
    said.flatMap((text): Line[] => [
      ['doctor', text],
      ['patient', 'Okay.'],
    ]),
  )
    .sections.filter(({ id }) => id === 'medicines')
    .flatMap(({ lines }) => lines.map(({ text }) => text))
    .join(' ');

describe('what a medicine is for does not change it', () => {
  it.each([
    [
      'I want you to keep taking the naproxen to help reduce the stiffness.',
      'Keep taking naproxen as before.',
    ],
    [
      'I am going to prescribe a course of prednisone, this will help to lower the swelling in your airways.',
      'Start prednisone.',
    ],
    ['Take the aspirin to keep the stent open.', 'Use aspirin.'],
    [
      "Your quit day is Friday and on that day we'll start you on a 14 milligram nicotine patch.",
      'Start nicotine patch. Take 14 mg. How: patch.',
    ],
  ])('%s', (said, told) => {
    expect(medicinesOf(said)).toBe(told);
  });

  it('still takes less of what is lowered', () => {
    expect(medicinesOf('I want to reduce your prednisone to 5 mg to help your sleep.')).toContain(
      'Take less prednisone now. Now take 5 mg.',
    );
  });
});

describe('which change of a medicine counts', () => {
  it('is the one with the dose, not the word about trying it afterwards', () => {
    expect(
      medicinesOf(
        "What I'd like to do is increase your furosemide from 20 mg to 40 mg for the next week.",
        "So let's try to use the furosemide and see how you do.",
      ),
    ).toBe('Take more furosemide now. Now take 40 mg. You took 20 mg before. Do this for 1 week.');
  });

  it.each([
    [
      'I want to increase your sertraline from 50 mg to 100 mg.',
      'Hey Dragon, order sertraline, 100 milligrams, once a day.',
      'Take more sertraline now. Now take 100 mg 1 time a day. You took 50 mg before.',
    ],
    [
      'Keep taking the allopurinol.',
      'Hey Dragon, order allopurinol, 100 milligrams, once daily.',
      'Keep taking allopurinol as before. Take 100 mg 1 time a day.',
    ],
  ])('is not a new start where it is ordered afterwards: %s', (said, ordered, told) => {
    expect(medicinesOf(said, ordered)).toBe(told);
  });

  it('tells a choice of two as one', () => {
    expect(medicinesOf('We can also add painkillers like paracetamol or tramadol.')).toBe(
      'We can add: paracetamol or tramadol.',
    );
  });

  it.each([
    'We can also add painkillers like paracetamol or tramadol.',
    'When the results are back we can then adjust your glipizide.',
  ])('is none where it is only possible: %s', (said) => {
    expect(medicinesOf(said)).not.toMatch(/\b(?:Start|has changed|Take more|Take less)\b/);
  });
});

describe('what was given in the room is no medicine to take at home', () => {
  it.each([
    'I injected 2 ml of lidocaine with 40 mg of triamcinolone into the right shoulder.',
    'I am using 1 ml of betamethasone for the injection.',
    'We attempted a second injection using the same technique with 1 ml of betamethasone.',
  ])('%s', (said) => {
    expect(medicinesOf(said)).toBe('');
  });
});

describe('a medicine that is ordered in any words is a row of the list', () => {
  it.each([
    [
      'I will write you for cyclobenzaprine 10 mg three times a day.',
      'Start cyclobenzaprine. Take 10 mg 3 times a day.',
    ],
    ["We'll do hydrocodone 5 milligrams.", 'Use hydrocodone. Take 5 mg.'],
  ])('%s', (said, told) => {
    expect(medicinesOf(said)).toBe(told);
  });
});

describe('what the patient is allergic to', () => {
  it.each([
    'I see that you are allergic to amoxicillin.',
    'I know you are allergic to amoxicillin.',
    'I have down here an allergy to amoxicillin.',
  ])('is in the note and no medicine to take: %s', (said) => {
    const draft = draftOf([
      ['doctor', `${said} Any other allergies?`],
      ['patient', 'No.'],
    ]);
    const note = linesOf(draft).join(' ');
    expect(note).toMatch(/allerg(?:ic|y) to amoxicillin/i);
    expect(note).toContain('No other allergies');
    expect(note).not.toMatch(/no known allergies/i);
    expect(medicinesOf(said)).toBe('');
  });

  it('is kept off the sheet where it is ordered all the same, and named for the reviewer', () => {
    const lines: readonly Line[] = [
      ['doctor', 'Take amoxicillin 500 mg three times a day.'],
      ['patient', "But I'm allergic to amoxicillin."],
    ];
    const sheet = sheetOf(lines);
    expect(sheet.sections.map(({ id }) => id)).not.toContain('medicines');
    expect(sheet.keptOff?.map(({ reason }) => reason)).toEqual(['allergic']);
  });

  it('is kept off by any of its names, also where only the chart has it', () => {
    const { facts } = draftOf([
      ['doctor', 'Start Motrin 400 mg every 6 hours.'],
      ['patient', 'Okay.'],
    ]);
    const allergies = [
      {
        id: 'a1',
        name: 'Ibuprofen',
        kind: 'allergy' as const,
        status: 'active' as const,
        reactions: ['hives'],
        evidence: [{ source: 'chart' as const, resource: 'AllergyIntolerance/a1', path: '/code' }],
      },
    ];
    const chart = {
      ...emptyChart({ id: 'p1', name: 'Ada Test', sex: 'female', identifiers: [] }),
      allergies,
    };
    const sheet = writeInstructions({ facts, chart, language: 'en', visit: {}, knowledge });
    expect(sheet.keptOff?.map(({ reason }) => reason)).toEqual(['allergic']);
  });
});

describe('what was found', () => {
  const foundIn = (said: string): readonly string[] =>
    sheetOf([
      ['doctor', said],
      ['patient', 'Okay.'],
    ])
      .sections.filter(({ id }) => id === 'found')
      .flatMap(({ lines }) => lines.map(({ text }) => text));

  it('gives no number to a picture: what stands behind it is its date', () => {
    expect(foundIn('Chest x-ray 31221. Chest x-ray shows clear lungs.')).toEqual([
      'Your chest x-ray: normal.',
    ]);
  });

  it('tells one cholesterol from the other', () => {
    expect(foundIn('The total cholesterol was 222. The good cholesterol was 44.')).toEqual([
      'Your total cholesterol was 222.',
      'Your good cholesterol was 44.',
    ]);
  });

  it('is not possible and certain at once', () => {
    expect(foundIn('I think you may have diabetes. Your problem is diabetes.')).toEqual([
      'You have: diabetes.',
    ]);
  });

  it('names no pregnancy for a cause that may be related to one', () => {
    expect(foundIn('This could be something like a pregnancy-related cause.')).toEqual([]);
  });
});
