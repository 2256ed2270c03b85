import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/contract/fact.ts';
import { Instructions } from '../../../shared/contract/instructions.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from './made-facts.ts';

const knowledge = loadSheetKnowledge();
const write = (facts: Fact[], language = 'en', more: object = {}): Instructions =>
  Instructions.parse(
    writeInstructions({ facts, language, visit: { date: '2026-03-02' }, knowledge, ...more }),
  );
const textOf = (sheet: Instructions): string =>
  sheet.sections
    .flatMap((section) => section.lines)
    .map((line) => line.text)
    .join('\n');

const VISIT: Fact[] = [
  makeFact('chief-complaint', 'knee pain and fever'),
  makeFact('diagnosis', 'viral upper respiratory infection', { certainty: 'hedged' }),
  makeFact('medication', 'start cetirizine', {
    drug: {
      name: 'cetirizine',
      dose: '10 mg',
      frequency: 'once a day at bedtime',
      purpose: 'hay fever',
      change: 'new',
    },
  }),
  makeFact('advice', 'drink plenty of fluids and rest'),
  makeFact('test', 'order an echocardiogram for the murmur'),
  makeFact('referral', 'refer to cardiology'),
  makeFact('follow-up', 'follow up in 2 weeks'),
  makeFact('return-precaution', 'return if fever or shortness of breath'),
];

describe('the sheet of a visit', () => {
  it('says each decision once, in plain words, under its heading', () => {
    expect(textOf(write(VISIT))).toBe(
      [
        'You came in for: knee pain and fever.',
        'You may have: a cold.',
        'Start cetirizine. Take 10 mg 1 time a day, at bedtime. It is for hay fever.',
        'Drink plenty of water and other fluids. Rest.',
        'You will have: heart ultrasound. The reason: heart murmur (an extra heart sound).',
        'You will be sent to the heart doctor.',
        'Come back in 2 weeks.',
        'Come back if you have: fever or trouble breathing.',
      ].join('\n'),
    );
  });

  it('is made in Spanish from the same facts', () => {
    const sheet = write(VISIT, 'es');
    expect(textOf(sheet)).toContain('Tome 10 mg 1 vez al día, al acostarse. Es para: alergia al polen.');
    expect(textOf(sheet)).toContain('Vuelva si tiene: fiebre o falta de aire.');
    expect(sheet.sections.flatMap((section) => section.lines).every((line) => line.language === 'es')).toBe(
      true,
    );
    expect(sheet.readability.formula).toBe('INFLESZ');
  });

  it('keeps the evidence of every line that claims something', () => {
    for (const language of ['en', 'es']) {
      for (const section of write(VISIT, language).sections) {
        for (const line of section.lines.filter(() => section.id !== 'about')) {
          expect(line.facts.length, line.text).toBeGreaterThan(0);
          expect(line.evidence.length, line.text).toBeGreaterThan(0);
        }
      }
    }
  });

  it('leaves in English, and marks, what no template covers', () => {
    const sheet = write([makeFact('advice', 'hang the bird feeder lower')], 'es');
    expect(sheet.sections.find((section) => section.id === 'home')?.lines).toMatchObject([
      { text: 'Hang the bird feeder lower.', language: 'en' },
    ]);
  });

  it('is measured and well under sixth grade', () => {
    const sheet = write(VISIT);
    expect(sheet.measures?.map((each) => each.formula)).toEqual(['Flesch-Kincaid', 'SMOG']);
    expect(sheet.readability.grade).toBeLessThan(6);
  });
});

describe('the medicine list', () => {
  const medicine = (drug: NonNullable<Fact['drug']>, more: Partial<Fact> = {}): Fact =>
    makeFact('medication', `${drug.name}, as charted`, { drug, ...more });
  it('holds every medicine with what happens to it, what it is for and how long', () => {
    const rows = write([
      medicine({ name: 'lisinopril', dose: '10 mg', purpose: 'hypertension', change: 'new' }),
      medicine({ name: 'metformin', dose: '1000 mg', previousDose: '500 mg', change: 'changed' }),
      medicine({ name: 'ibuprofen', change: 'stopped' }),
      medicine({ name: 'aspirin', change: 'held', until: 'next week' }),
      medicine({ name: 'atorvastatin', since: 'last year', change: 'same' }),
      medicine({ name: 'prednisone', duration: '5 days', change: 'new', manner: 'resumed' }),
    ])
      .sections.flatMap((section) => section.lines)
      .map((line) => `${line.medicine?.label ?? ''}: ${line.text}`);
    expect(rows).toEqual([
      'New: Start lisinopril. Take 10 mg. It is for high blood pressure.',
      'Changed: Metformin has changed. Now take 1000 mg. You took 500 mg before.',
      'Stop: Stop ibuprofen.',
      'Not for now: Do not take aspirin for now. Until: next week.',
      'Same: Keep taking atorvastatin as before. Since: last year.',
      'Start again: Start prednisone again. Do this for 5 days.',
    ]);
  });
});

describe('what never reaches a sheet', () => {
  it("leaves out someone else's medicine", () => {
    const wife = makeFact('medication', 'wife takes warfarin', {
      subject: { role: 'family', relation: 'wife' },
      drug: { name: 'warfarin', change: 'same' },
    });
    const sheet = write([...VISIT, wife]);
    expect(textOf(sheet)).not.toContain('warfarin');
    expect(sheet.keptOff).toEqual([{ fact: wife.id, reason: 'other-person' }]);
  });

  it('keeps a sensitive topic off until it is put back', () => {
    const topic = makeFact('test', 'order an HIV test');
    expect(textOf(write([topic]))).not.toMatch(/hiv/i);
    expect(textOf(write([topic], 'en', { putBack: [topic.id] }))).toMatch(/HIV/);
  });

  it('says so when a visit has no plan, and prints no empty heading', () => {
    const sheet = write([makeFact('chief-complaint', 'cough')]);
    expect(textOf(sheet)).toContain('We found no plan and no next step in what was said.');
    expect(sheet.sections.map((section) => section.id)).toEqual(['why', 'about']);
  });

  it('keeps off what a minor said of smoking, and prints it for a grown-up', () => {
    const smoking = makeFact('advice', 'quit smoking');
    const bornIn = (year: number): object => ({
      chart: { patient: { birthDate: `${String(year)}-06-01` }, medications: [] },
    });
    const young = write([smoking], 'en', bornIn(2010));
    expect(textOf(young)).not.toMatch(/smok/i);
    expect(young.keptOff).toEqual([{ fact: smoking.id, reason: 'minor' }]);
    expect(textOf(write([smoking], 'en', bornIn(1970)))).toContain('Stop smoking.');
  });

  it('keeps off what was said in confidence', () => {
    const secret = makeFact('advice', "rest, and don't tell my dad");
    expect(write([secret]).keptOff).toEqual([{ fact: secret.id, reason: 'sensitive' }]);
  });

  it('says how the recording is handled only where one was made', () => {
    expect(textOf(write(VISIT))).not.toMatch(/record/i);
    const told = (recording: object): string => textOf(write(VISIT, 'en', { visit: { recording } }));
    expect(told({})).toContain("The recording stays on the clinic's computer.");
    expect(told({ keptDays: 30 })).toContain('The clinic erases the recording after 30 days.');
  });

  it('invents no date for a follow-up that has none', () => {
    const sheet = write([makeFact('follow-up', 'follow up with the clinic')]);
    const next = sheet.sections.find((section) => section.id === 'next')?.lines.map((line) => line.text);
    expect(next).toEqual(['You will have a follow-up visit.']);
  });
});
