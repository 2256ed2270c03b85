import { describe, expect, it } from 'vitest';
import { Brief } from '../../../shared/contract/brief.ts';
import { loadKnowledge } from '../../../shared/knowledge/knowledge.ts';
import { briefChart, type BriefOptions } from '../../../shared/chart/brief/brief.ts';
import { renderBriefMarkdown } from '../../../shared/chart/brief/markdown.ts';
import {
  chartOf,
  allergy,
  condition,
  encounter,
  lab,
  medication,
  PATIENT,
} from '../../fixtures/chart/make.ts';

type Json = Record<string, unknown>;
const knowledge = loadKnowledge();
const ASOF = '2024-06-10';
const briefOf = (resources: readonly Json[], options: Partial<BriefOptions> = {}): Brief => {
  return Brief.parse(briefChart(chartOf(...resources), { asOf: ASOF, knowledge, ...options }));
};
const textsOf = (brief: Brief, id: string): string[] =>
  brief.sections.find((section) => section.id === id)?.lines.map((line) => line.text) ?? [];

const creatinines = Array.from({ length: 12 }, (_, at) =>
  lab(
    `c${at}`,
    '2160-0',
    'Creatinine',
    `20${21 + Math.floor(at / 4)}-0${1 + (at % 4) * 2}-11`,
    0.7 + at * 0.04 + (at % 2) * 0.02,
    'mg/dL',
    {
      referenceRange: [{ low: { value: 0.6 }, high: { value: 1.3 } }],
    },
  ),
);

describe('what the brief says', () => {
  it('who it is, with two identifiers of the person', () => {
    expect(textsOf(briefOf([]), 'identity')).toEqual(['Robin T Example · 63 years, born 1961-04 · female']);
    const person = {
      ...PATIENT,
      communication: [{ language: { coding: [{ code: 'es' }] } }],
      identifier: [
        { system: 'http://hl7.org/fhir/sid/us-ssn', value: '999-00-0000' },
        { value: 'unnamed 7' },
        { type: { coding: [{ code: 'MR' }] }, value: 'MR 12' },
      ],
    };
    const chart = chartOf(person);
    const brief = briefChart(chart, { asOf: ASOF, knowledge });
    expect(textsOf(brief, 'identity')).toEqual([
      'Robin T Example · 63 years, born 1961-04 · female · id MR 12 · speaks Spanish',
    ]);
    expect(JSON.stringify(chart)).not.toContain('999-00');
  });

  it('what changed since the last visit', () => {
    const brief = briefOf([
      encounter('v1', '2023-01-05T10:00:00Z'),
      encounter('v2', '2024-02-01T09:00:00+01:00'),
      encounter('today', '2024-06-10T08:00:00Z'),
      encounter('stay', '2024-03-03', { class: { code: 'IMP' }, reasonCode: [{ text: 'Pneumonia' }] }),
      medication('m1', 'Lisinopril 10 mg', '1 tab daily', { authoredOn: '2023-01-05', status: 'stopped' }),
      medication('m2', 'Lisinopril 20 mg', '1 tab daily', { authoredOn: '2024-03-05' }),
      medication('m3', 'Apixaban 5 mg', '1 tab bid', { authoredOn: '2024-03-05' }),
      medication('m4', 'Metformin 500 mg', '1 tab daily', { authoredOn: '2022-03-05' }),
      condition('p1', 'Atrial fibrillation', { onsetDateTime: '2024-03-03' }),
    ]);
    expect(brief.since).toBe('2024-02-01');
    expect(textsOf(brief, 'changes')).toEqual([
      'Admission: Pneumonia (2024-03-03)',
      'New problem: Atrial fibrillation (2024-03-03)',
      'lisinopril: changed from 10 mg to 20 mg (2024-03-05)',
      'apixaban: new, 5 mg twice daily (2024-03-05)',
    ]);
    const asked = briefOf([encounter('v1', '2023-01-05')], { since: '2020-01-01' });
    expect(asked.sections.find((section) => section.id === 'changes')?.title).toBe('Since 2020-01-01');
  });

  it('problems by what weighs, one line a disease, and apart what is none now', () => {
    const problem = (id: string, name: string, onsetDateTime: string): Json =>
      condition(id, name, { onsetDateTime });
    const brief = briefOf([
      problem('a', 'Chronic sinusitis (disorder)', '2023-12-13'),
      problem('b', 'Prediabetes', '2001-04-11'),
      problem('c', 'Type 2 diabetes mellitus', '2005-04-11'),
      problem('d', 'Diabetic retinopathy due to type 2 diabetes mellitus', '2015-01-11'),
      problem('e', 'Hypertension', '2010-01-01'),
      problem('f', 'Full-time employment (finding)', '2020-01-01'),
      problem('g', 'Victim of intimate partner abuse (finding)', '2021-01-01'),
      problem('h', 'Acute bronchitis', '2019-01-01'),
      problem('i', 'Acute cystitis', '2024-06-01'),
    ]);
    expect(textsOf(brief, 'problems')).toEqual([
      'Type 2 diabetes mellitus (since 2005); Diabetic retinopathy due to type 2 diabetes mellitus (2015)',
      'Hypertension (since 2010)',
      'Acute cystitis (since 2024-06-01)',
      'Chronic sinusitis (since 2023-12-13)',
      'Circumstances: Victim of intimate partner abuse (2021)',
      'Also listed: Prediabetes (2001), Full-time employment (2020), Acute bronchitis (2019)',
    ]);
    const lines = brief.sections.find(({ id }) => id === 'problems')?.lines ?? [];
    expect(lines[0]?.evidence.map((each) => 'resource' in each && each.resource)).toEqual([
      'Condition/c',
      'Condition/d',
    ]);
  });

  it('a prediabetes without diabetes is a problem of its own', () => {
    expect(textsOf(briefOf([condition('b', 'Prediabetes')]), 'problems')).toEqual(['Prediabetes']);
  });

  it('both halves of a blood pressure, and what is in range on one line', () => {
    const pressure = (id: string, when: string, upper: number, lower: number): Json => ({
      resourceType: 'Observation',
      id,
      status: 'final',
      subject: { reference: 'Patient/p1' },
      category: [{ coding: [{ code: 'vital-signs' }] }],
      code: { text: 'Blood pressure' },
      effectiveDateTime: when,
      component: [
        {
          code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
          valueQuantity: { value: upper, unit: 'mm[Hg]' },
        },
        {
          code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] },
          valueQuantity: { value: lower, unit: 'mm[Hg]' },
        },
      ],
    });
    const sodium = lab('s', '2951-2', 'Sodium', '2024-05-01', 139, 'mmol/L');
    const high = [pressure('a', '2024-01-01', 150.4, 80), pressure('b', '2024-05-01', 168.2, 88)];
    expect(textsOf(briefOf([...high, sodium]), 'trends')).toEqual([
      'Blood pressure 168/88 mmHg (usual up to 140/90) on 2024-05-01, 40 days ago, before 150/80 on 2024-01-01',
      'In range, no drift found: Sodium 139 mmol/L',
    ]);
    expect(textsOf(briefOf([pressure('c', '2024-05-01', 121, 79), sodium]), 'trends')).toEqual([
      'In range, no drift found: Blood pressure 121/79 mmHg, Sodium 139 mmol/L',
    ]);
  });

  it('a value that its unit cannot have is shown as charted and compared with nothing', () => {
    const brief = briefOf([
      lab('p', '2885-2', 'Total protein', '2024-05-01', 73.7, 'g/dL'),
      lab('q', '2823-3', 'Potassium', '2024-05-01', 4.1, 'furlong'),
    ]);
    expect(textsOf(brief, 'trends')).toEqual([
      'Not compared, unit unknown or not possible: Total protein 73.7 g/dL (2024-05-01), Potassium 4.1 furlong (2024-05-01)',
    ]);
  });

  it('a pair within its dose limit is not worth a line; above it, or of unknown dose, it is', () => {
    const pair = (dose: string): string[] =>
      briefOf([
        medication('m1', `Simvastatin ${dose}`, '1 tab daily'),
        medication('m2', 'Amlodipine 5 mg'),
      ]).flags.flatMap(({ kind, message }) => (kind === 'interaction' ? [message] : []));
    expect(pair('20 mg')).toEqual([]);
    expect(pair('40 mg')).toEqual([
      'amlodipine with simvastatin: raises simvastatin; at most 20 mg simvastatin.',
    ]);
    expect(pair('')).toHaveLength(1);
  });

  it('every step of a dose, and new results by name', () => {
    const brief = briefOf([
      encounter('v', '2023-06-01'),
      medication('m1', 'Levothyroxine 25 mcg', '1 tab daily', {
        authoredOn: '2022-01-01',
        status: 'stopped',
      }),
      medication('m2', 'Levothyroxine 50 mcg', '1 tab daily', {
        authoredOn: '2023-09-01',
        status: 'stopped',
      }),
      medication('m3', 'Levothyroxine 75 mcg', '1 tab daily', { authoredOn: '2024-03-01' }),
      lab('k', '2823-3', 'Potassium SerPl-sCnc', '2024-05-01', 5.9, 'mmol/L'),
      lab('n', '2951-2', 'Sodium SerPl-sCnc', '2024-05-01', 140, 'mmol/L'),
    ]);
    expect(textsOf(brief, 'changes')).toEqual([
      'levothyroxine: changed from 25 mcg to 50 mcg, then 75 mcg (2024-03-01)',
      '2 new results, out of range: Potassium',
    ]);
  });

  it('the drift inside the range that nobody has mentioned, with its plot', () => {
    const brief = briefOf(creatinines);
    const [line] = brief.sections.find((section) => section.id === 'trends')?.lines ?? [];
    expect(line?.text).toContain('steady drift up');
    expect(line?.text).toContain('all within range');
    expect(line?.plot).toMatchObject({ unit: 'mg/dL', low: 0.6, high: 1.3 });
    expect(line?.plot?.points).toHaveLength(12);
    expect(brief.flags.filter((flag) => flag.kind === 'trend')).toHaveLength(1);
  });

  it('the same in two units is one series; a unit nobody knows is not compared', () => {
    const mixed = creatinines.map((each, at) =>
      at % 2
        ? {
            ...each,
            valueQuantity: {
              value: (each['valueQuantity'] as { value: number }).value * 88.42,
              unit: 'umol/L',
            },
            referenceRange: [],
          }
        : each,
    );
    expect(textsOf(briefOf(mixed), 'trends')[0]).toContain('steady drift up');
    const odd = creatinines.map((each, at) =>
      at === 11 ? { ...each, valueQuantity: { value: 9, unit: 'furlong' } } : each,
    );
    expect(textsOf(briefOf(odd), 'trends').join()).not.toContain('9 mg');
  });

  it('cautions first, interrupting ones before the rest, with the rule as evidence', () => {
    const brief = briefOf([
      medication('m1', 'Simvastatin 40 mg', '1 tab daily'),
      medication('m2', 'Clarithromycin 500 mg', '1 tab bid', { authoredOn: '2024-06-08' }),
      medication('m3', 'Ibuprofen 400 mg', '1 tab tid'),
      medication('m4', 'Metformin 1000 mg', '1 tab bid'),
      medication('m5', 'Zyzzyvumab 5 mg', 'weekly'),
      condition('k', 'Chronic kidney disease stage 4'),
      lab('e', '33914-3', 'eGFR', '2024-05-01', 24, 'mL/min/{1.73_m2}'),
      allergy('a', 'Penicillin'),
    ]);
    const cautions = brief.sections.find((section) => section.id === 'cautions')?.lines ?? [];
    expect(cautions.map((line) => line.severity)).toEqual([...cautions.map((line) => line.severity)].sort());
    const said = brief.flags.map((flag) => flag.message).join('\n');
    expect(said).toContain('simvastatin with clarithromycin');
    expect(said).toContain('metformin with eGFR 24 mL/min/1.73 m² on 2024-05-01: is contraindicated');
    expect(said).toContain('ibuprofen with Chronic kidney disease stage 4');
    expect(brief.flags.every((flag) => flag.evidence.some((each) => each.source === 'rule'))).toBe(true);
    expect(brief.flags.filter((flag) => flag.message.startsWith('metformin with eGFR'))).toHaveLength(1);
    expect(textsOf(brief, 'limits').join('\n')).toContain('No rules for: Zyzzyvumab 5 mg');
    expect(textsOf(brief, 'limits').join('\n')).toContain('not clinically reviewed');
  });

  it('monitoring that is overdue, once per test', () => {
    const drugs = [medication('m1', 'Lisinopril 10 mg'), medication('m2', 'Hydrochlorothiazide 25 mg')];
    const overdue = briefOf([...drugs, lab('k', '2823-3', 'Potassium', '2022-01-01', 4, 'mmol/L')]);
    expect(overdue.flags.map((flag) => [flag.kind, flag.message])).toEqual([
      [
        'monitoring-overdue',
        'Potassium overdue (last 2022-01-01): potassium and creatinine yearly for lisinopril, hydrochlorothiazide.',
      ],
    ]);
    expect(briefOf([...drugs, lab('k', '2823-3', 'Potassium', '2024-03-01', 4, 'mmol/L')]).flags).toEqual([]);
  });

  it('a course that is over does not count as a current medicine', () => {
    const brief = briefOf([
      medication('m1', 'Clarithromycin 500 mg', '1 tab bid x 7 days', { authoredOn: '2023-01-01' }),
      medication('m2', 'Amoxicillin 500 mg', '1 cap tid', { authoredOn: '2021-01-01' }),
      medication('m3', 'Simvastatin 20 mg', '1 tab daily'),
    ]);
    expect(brief.flags.filter((flag) => flag.kind === 'interaction')).toEqual([]);
    expect(textsOf(brief, 'medications').at(-1)).toContain('probably over');
  });

  it('a cough coded as an allergy is told apart from an allergy', () => {
    const brief = briefOf([
      allergy('a', 'Lisinopril', { reaction: [{ manifestation: [{ text: 'Cough' }] }] }),
    ]);
    expect(textsOf(brief, 'allergies')).toEqual([
      'Lisinopril: Cough, reads as a side effect, not an allergy',
    ]);
    expect(textsOf(briefOf([]), 'allergies')[0]).toContain('ask');
    expect(textsOf(briefOf([allergy('n', 'NKDA')]), 'allergies')).toEqual(['No known allergies charted']);
  });

  it('orders without a result, referrals without a report, and questions', () => {
    const order = (id: string, text: string, more: Json = {}): Json => ({
      resourceType: 'ServiceRequest',
      id,
      status: 'active',
      subject: { reference: 'Patient/p1' },
      code: { text },
      authoredOn: '2024-03-01',
      ...more,
    });
    const brief = briefOf(
      [
        order('o1', 'Chest X-ray'),
        order('o2', 'TSH'),
        order('o3', 'Cardiology', { category: [{ text: 'Referral' }] }),
        lab('t', '3016-3', 'TSH', '2024-03-05', 2, 'mIU/L', {
          basedOn: [{ reference: 'ServiceRequest/o2' }],
        }),
        {
          resourceType: 'DocumentReference',
          id: 'd',
          status: 'current',
          type: { text: 'Note' },
          date: '2024-03-01',
          subject: { reference: 'Patient/p1' },
          content: [
            {
              attachment: {
                contentType: 'text/plain',
                data: Buffer.from('Stable. Repeat the scan?').toString('base64'),
              },
            },
          ],
        },
        {
          resourceType: 'QuestionnaireResponse',
          id: 'q',
          status: 'completed',
          subject: { reference: 'Patient/p1' },
          item: [{ text: 'What matters most today', answer: [{ valueString: 'my sleep' }] }],
        },
      ],
      { questions: ['Can I fly?'] },
    );
    expect(textsOf(brief, 'open')).toEqual([
      'Order without a result: Chest X-ray (2024-03-01)',
      'Referral without a report: Cardiology (2024-03-01)',
      'From the note of 2024-03-01: Repeat the scan?',
    ]);
    expect(textsOf(brief, 'questions')).toEqual(['Can I fly?', 'What matters most today: my sleep']);
  });
});

describe('the page', () => {
  it('stays one screen, however much is charted, and says what it leaves out', () => {
    const many = Array.from({ length: 60 }, (_, at) => [
      condition(`p${at}`, `Problem ${at}`),
      medication(`m${at}`, `Medicine${String.fromCharCode(97 + (at % 26))}${at} 5 mg`),
      allergy(`a${at}`, `Thing ${at}`),
    ]).flat();
    const brief = briefOf(many);
    expect(brief.sections.flatMap((section) => section.lines).length).toBeLessThanOrEqual(60);
    expect(brief.sections.find((section) => section.id === 'problems')?.more).toBe(52);
    expect(renderBriefMarkdown(brief).split('\n').length).toBeLessThanOrEqual(100);
  });

  it('is a DRAFT and carries no markup from the chart', () => {
    const text = renderBriefMarkdown(
      briefOf([condition('c', '<script>alert(1)</script> | **bold** [link](x)')]),
    );
    expect(text).toContain('DRAFT');
    expect(text).not.toContain('<script>');
    expect(text).toContain('\\*\\*bold\\*\\* \\[link\\](x)');
    expect(text).toContain('`Condition/c`');
  });

  it('is the same for the same chart and day', () => {
    expect(briefOf(creatinines)).toEqual(briefOf(creatinines));
  });

  it('nothing after the day of the visit counts', () => {
    expect(textsOf(briefOf(creatinines, { asOf: '2021-12-31' }), 'trends').join()).not.toContain('2023');
  });
});
