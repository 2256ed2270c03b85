import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../shared/contract/chart.ts';
import { Fact } from '../../../shared/contract/fact.ts';
import { Flag } from '../../../shared/contract/flag.ts';
import { loadKnowledge } from '../../../shared/knowledge/knowledge.ts';
import { findConflicts } from '../../../shared/chart/conflicts/find-conflicts.ts';
import { chartOf, allergy, condition, lab, medication } from '../../fixtures/chart/make.ts';
import { makeFact } from '../instructions/made-facts.ts';

const knowledge = loadKnowledge();

let count = 0;
const fact = (kind: Fact['kind'], text: string, more: Partial<Fact> = {}): Fact => {
  count += 1;
  const evidence: Fact['evidence'] = [
    { source: 'transcript', turn: `t${count}`, start: 0, end: text.length },
  ];
  return Fact.parse(makeFact(kind, text, { id: `f${count}`, speaker: 'patient', evidence, ...more }));
};
const takes = (name: string, drug: Partial<NonNullable<Fact['drug']>> = {}, more: Partial<Fact> = {}): Fact =>
  fact('medication', `takes ${name}`, { drug: { name, ...drug }, ...more });
const orders = (name: string, drug: Partial<NonNullable<Fact['drug']>> = {}): Fact =>
  fact('medication', `start ${name}`, {
    drug: { name, change: 'new', ...drug },
    speaker: 'clinician',
    time: { relation: 'future' },
  });

const flagsOf = (chart: Chart, ...facts: readonly Fact[]): Flag[] =>
  findConflicts(facts, chart, knowledge, { asOf: '2024-06-10' }).map((flag) => Flag.parse(flag));
const messages = (chart: Chart, ...facts: readonly Fact[]): string[] =>
  flagsOf(chart, ...facts).map((flag) => flag.message);

describe('medicines said and charted', () => {
  const chart = chartOf(
    medication('m1', 'Lisinopril 10 MG Oral Tablet', '1 tab daily'),
    medication('m2', 'Metformin 500 mg', '1 tab twice daily'),
    medication('m3', 'Warfarin 5 mg', '1 tab daily', { status: 'stopped' }),
  );

  it('a dose that differs, with both sources', () => {
    const said = takes('lisinopril', { dose: '20 milligrams', frequency: 'once a day' });
    const [flag, ...rest] = flagsOf(chart, said);
    expect(rest).toEqual([]);
    expect(flag).toMatchObject({
      kind: 'chart-conflict',
      severity: 'show',
      message: 'lisinopril: chart says 10 mg, said 20 milligrams.',
    });
    expect(flag?.evidence).toEqual([
      ...said.evidence,
      { source: 'chart', resource: 'MedicationRequest/m1', path: '/medicationCodeableConcept' },
    ]);
  });

  it.each([
    ['the same dose in other words', takes('Zestril', { dose: '10 mg', frequency: 'every morning' })],
    ['the same amount a day', takes('metformin', { dose: '1000 mg', frequency: 'once daily' })],
    ['grams and milligrams', takes('metformin', { dose: '0.5 grams', frequency: 'twice a day' })],
    [
      'the dose it is changed to',
      takes(
        'lisinopril',
        { dose: '20 mg', previousDose: '10 mg', change: 'changed' },
        { speaker: 'clinician' },
      ),
    ],
    ['a name without dose', takes('lisinopril')],
    [
      'what the mother takes',
      takes('lisinopril', { dose: '40 mg' }, { subject: { role: 'family', relation: 'mother' } }),
    ],
    ['a decision to stop', takes('lisinopril', { change: 'stopped' }, { speaker: 'clinician' })],
    ['what was taken once', takes('amoxicillin', {}, { time: { relation: 'past' } })],
  ])('%s is no conflict', (_, said) => {
    expect(messages(chart, said)).toEqual([]);
  });

  it('a frequency that differs', () => {
    expect(messages(chart, takes('metformin', { dose: '500 mg', frequency: 'once a day' }))).toEqual([
      'metformin: chart says twice daily, said once a day.',
    ]);
  });
  it('charted, but "I stopped that"', () => {
    const message = 'metformin is charted as taken since 2024-02-01; the patient says it is not taken.';
    expect(messages(chart, takes('metformin', { change: 'stopped' }))).toEqual([message]);
    expect(messages(chart, takes('metformin', {}, { polarity: 'denied' }))).toEqual([message]);
  });
  it('said and not charted, or charted as stopped', () => {
    expect(messages(chart, takes('gabapentin'))).toEqual([
      'gabapentin is said to be taken and is not charted.',
    ]);
    expect(messages(chart, takes('warfarin'))).toContain(
      'warfarin is said to be taken; the chart has it as stopped.',
    );
    expect(messages(chart, takes('blood thinner'))).toEqual([
      'anticoagulant is said to be taken; the chart has it as stopped.',
    ]);
  });
});

describe('a new order', () => {
  const chart = chartOf(
    medication('m1', 'Simvastatin 40 mg', '1 tab daily'),
    medication('m2', 'Warfarin 5 mg', '1 tab daily'),
    allergy('a', 'Penicillin', { reaction: [{ manifestation: [{ text: 'Hives' }] }] }),
    condition('c', 'Epilepsy'),
    lab('e', '33914-3', 'eGFR', '2024-05-01', 22, 'mL/min/{1.73_m2}'),
  );
  const kinds = (...facts: readonly Fact[]) =>
    flagsOf(chart, ...facts).map((flag) => [flag.kind, flag.severity]);

  it('against allergy, interaction, diagnosis and lab', () => {
    expect(kinds(orders('Augmentin'))).toEqual([['allergy', 'interrupt']]);
    expect(kinds(orders('clarithromycin'))).toContainEqual(['interaction', 'interrupt']);
    expect(kinds(orders('bupropion'))).toEqual([['drug-disease', 'interrupt']]);
    expect(kinds(orders('metformin'))).toEqual([['drug-lab', 'interrupt']]);
  });
  it('names both sources', () => {
    const order = orders('amoxicillin');
    expect(flagsOf(chart, order)[0]?.evidence).toEqual([
      ...order.evidence,
      { source: 'chart', resource: 'AllergyIntolerance/a', path: '/code' },
      expect.objectContaining({ source: 'rule' }),
    ]);
  });
  it('is silent where nothing is against it', () => {
    expect(flagsOf(chart, orders('losartan'), orders('cetirizine'))).toEqual([]);
  });
  it('does not count what is stopped in the same visit, and counts what is said to be taken', () => {
    const stops = takes('simvastatin', { change: 'stopped' }, { speaker: 'clinician' });
    expect(
      messages(chart, stops, orders('itraconazole')).filter((text) => text.includes('simvastatin')),
    ).toEqual([]);
    expect(messages(chart, takes('ibuprofen'))).toContain(
      'warfarin with ibuprofen: more bleeding; use acetaminophen where it will do.',
    );
  });
  it('does not repeat what the brief already says about charted medicines alone', () => {
    expect(flagsOf(chart)).toEqual([]);
  });
  it('against an allergy that was only said', () => {
    const flags = flagsOf(chart, fact('allergy', 'allergic to sulfa drugs'), orders('Bactrim'));
    expect(flags[0]).toMatchObject({ kind: 'allergy', severity: 'interrupt' });
  });
  it('what was dismissed stays dismissed', () => {
    const [flag] = flagsOf(chart, orders('Augmentin'));
    const again = findConflicts([orders('Augmentin')], chart, knowledge, {
      asOf: '2024-09-01',
      dismissed: [flag?.id ?? ''],
    });
    expect(again).toEqual([]);
  });
});

describe('allergies, sides, results and the person', () => {
  it('an allergy said and not charted, or denied and charted', () => {
    const chart = chartOf(allergy('a', 'Penicillin'));
    expect(messages(chart, fact('allergy', 'allergic to codeine'))).toEqual([
      'An allergy is said and not charted: allergic to codeine.',
    ]);
    expect(messages(chart, fact('allergy', 'allergic to amoxicillin'))[0] ?? '').not.toContain('denied');
    expect(messages(chart, fact('allergy', 'penicillin allergy'))).toEqual([]);
    expect(messages(chart, fact('allergy', 'no known drug allergies', { polarity: 'denied' }))).toEqual([
      'An allergy is denied; the chart lists Penicillin.',
    ]);
    expect(messages(chartOf(allergy('n', 'NKDA')), fact('allergy', 'allergic to codeine'))[0]).toContain(
      'the chart says no known allergies',
    );
  });
  it('the wrong side', () => {
    const chart = chartOf(condition('c', 'Osteoarthritis of left knee'));
    expect(messages(chart, fact('diagnosis', 'osteoarthritis of the right knee', { side: 'right' }))).toEqual(
      ['Said on the right; the chart says "Osteoarthritis of left knee".'],
    );
    expect(messages(chart, fact('diagnosis', 'osteoarthritis of the left knee', { side: 'left' }))).toEqual(
      [],
    );
    expect(messages(chart, fact('symptom', 'right shoulder pain', { side: 'right' }))).toEqual([]);
  });
  it('a result quoted differently', () => {
    const chart = chartOf(lab('h', '4548-4', 'HbA1c', '2024-03-01', 8.1, '%'));
    const quoted = (number: string) =>
      fact('result', `A1c was ${number}`, {
        value: { number, unit: '%', name: 'A1c' },
        speaker: 'clinician',
      });
    expect(messages(chart, quoted('7.2'))).toEqual([
      'Hemoglobin A1c 7.2 was said; the newest in the chart is 8.1 % on 2024-03-01.',
    ]);
    expect(messages(chart, quoted('8.1'))).toEqual([]);
    expect(messages(chart, quoted('8'))).toEqual([]);
  });
  it('an age or a sex that does not fit', () => {
    const chart = chartOf();
    expect(messages(chart, fact('chief-complaint', '45-year-old woman with a cough'))[0]).toContain(
      'by the chart it is 63',
    );
    expect(messages(chart, fact('chief-complaint', '63 year old woman with a cough'))).toEqual([]);
    expect(messages(chart, fact('condition', 'enlarged prostate'))[0]).toContain('does not fit the sex');
    expect(
      messages(
        chart,
        fact('condition', 'enlarged prostate', { subject: { role: 'family', relation: 'father' } }),
      ),
    ).toEqual([]);
  });
});
