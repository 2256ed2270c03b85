import { describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart } from '../../../shared/contract/chart.ts';
import { MOST_CHART_BYTES, patientsIn, readChart, readChartFile } from '../../../shared/chart/read-chart.ts';
import {
  allergy,
  bundle,
  bytesOf,
  condition,
  encounter,
  ended,
  lab,
  medication,
  PATIENT,
} from '../../fixtures/chart/make.ts';

type Json = Record<string, unknown>;
const chartOf = (resources: readonly Json[], type?: string): Chart => {
  const read = readChart(bytesOf(bundle([PATIENT, ...resources], type)));
  if (!read.ok) throw new Error(read.error.code);
  return Chart.parse(read.value);
};
const codeOf = (value: unknown): string => {
  const read = readChart(bytesOf(value));
  return read.ok ? 'ok' : read.error.code;
};

describe('a chart comes in every shape exports have', () => {
  it.each(['collection', 'searchset', 'transaction', 'document'])('reads a %s bundle', (type) => {
    const chart = chartOf([condition('c1', 'Gout')], type);
    expect(chart.patient).toMatchObject({
      id: 'p1',
      name: 'Robin T Example',
      birthDate: '1961-04',
      sex: 'female',
    });
    expect(chart.problems.map((problem) => problem.name)).toEqual(['Gout']);
    expect(chart.counts).toEqual({ Patient: 1, Condition: 1 });
  });

  it('reads NDJSON, a byte order mark and UTF-16', () => {
    const lines = [PATIENT, condition('c1', 'Gout')].map((resource) => JSON.stringify(resource)).join('\n');
    expect(codeOf(`${lines}\n`)).toBe('ok');
    expect(codeOf(`\uFEFF${JSON.stringify(bundle([PATIENT]))}`)).toBe('ok');
    const wide = Buffer.from(`\uFEFF${JSON.stringify(bundle([PATIENT]))}`, 'utf16le');
    expect(readChart(wide).ok).toBe(true);
  });
});

describe('what a statement is called and where it stands', () => {
  it('takes text, then a chosen display, then any display, then the bare code', () => {
    const coded = (coding: Json[]) => ({ code: { coding } });
    const chart = chartOf([
      condition(
        'a',
        '',
        coded([
          { system: 's', code: '1', display: 'First' },
          { system: 's', code: '2', display: 'Chosen', userSelected: true },
        ]),
      ),
      condition('b', '', coded([{ system: 'http://snomed.info/sct', code: '123' }])),
      condition('c', 'Words only'),
    ]);
    expect(chart.problems.map((problem) => problem.name)).toEqual(['Chosen', 'SNOMED CT 123', 'Words only']);
    expect(chart.problems[0]?.codes).toHaveLength(2);
    expect(chart.problems[2]?.evidence).toEqual([
      { source: 'chart', resource: 'Condition/c', path: '/code' },
    ]);
  });

  it('follows references inside the resource, in the bundle and by version, and says which lead nowhere', () => {
    const by = (id: string, reference: Json, more: Json = {}): Json =>
      medication(id, '', undefined, {
        medicationCodeableConcept: undefined,
        medicationReference: reference,
        ...more,
      });
    const chart = chartOf([
      by(
        'inside',
        { reference: '#m' },
        { contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'Metformin 500 mg' } }] },
      ),
      by('beside', { reference: 'https://example.invalid/fhir/Medication/m2/_history/3' }),
      by('shown', { reference: 'Medication/gone', display: 'Ramipril 5 mg' }),
      by('nowhere', { reference: 'Medication/gone' }),
      { resourceType: 'Medication', id: 'm2', code: { text: 'Atenolol 50 mg' } },
    ]);
    expect(chart.medications.map((each) => each.name)).toEqual([
      'Metformin 500 mg',
      'Atenolol 50 mg',
      'Ramipril 5 mg',
    ]);
    expect(chart.unusable).toEqual([
      {
        resource: 'MedicationRequest/nowhere',
        reason: 'a medicine without name or code, or one that is not in the file',
      },
    ]);
  });

  it('keeps one of two equal statements with both sources, and the later version of a resource', () => {
    const chart = chartOf([
      condition('x', 'Asthma'),
      condition('y', 'Asthma'),
      condition('z', 'Old name', { meta: { lastUpdated: '2020-01-01T00:00:00Z' } }),
      condition('z', 'New name', { meta: { lastUpdated: '2021-01-01T00:00:00Z' } }),
    ]);
    expect(chart.problems.map((problem) => problem.name)).toEqual(['Asthma', 'New name']);
    expect(chart.problems[0]?.evidence.map((each) => each.resource)).toEqual(['Condition/x', 'Condition/y']);
    expect(chart.counts['Condition']).toBe(4);
  });
});

describe('what does not count is listed with its reason', () => {
  it('entered in error, refuted, without a name, without a value, someone else’s', () => {
    const chart = chartOf([
      condition('wrong', 'Cancer', { verificationStatus: ended('v', 'entered-in-error') }),
      condition('refuted', 'Epilepsy', { verificationStatus: ended('v', 'refuted') }),
      condition('nameless', '', { code: {} }),
      lab('empty', '2160-0', 'Creatinine', '2024-01-01', 1, 'mg/dL', { valueQuantity: undefined }),
      condition('stray', 'Measles', { subject: { reference: 'urn:uuid:somebody' } }),
      { resourceType: 'Claim', id: 'bill', status: 'active' },
    ]);
    expect(chart.problems).toEqual([]);
    expect(Object.fromEntries(chart.unusable.map((each) => [each.resource, each.reason]))).toEqual({
      Claim: '1 not read: billing',
      'Condition/wrong': 'entered in error',
      'Condition/refuted': 'refuted',
      'Condition/nameless': 'a problem without name or code',
      'Observation/empty': 'a result without a value',
      'Condition/stray': 'about someone who is not the patient of this chart',
    });
  });

  it('a broken field does not cost the allergy it stands in', () => {
    const chart = chartOf([
      allergy('a', 'Penicillin', {
        recordedDate: 7,
        reaction: ['?', { manifestation: [{ text: 'hives' }] }],
      }),
    ]);
    expect(chart.allergies).toMatchObject([{ name: 'Penicillin', reactions: ['hives'], status: 'active' }]);
  });

  it('placeholder dates are not dates', () => {
    const chart = chartOf([
      condition('a', 'Gout', { onsetDateTime: '0001-01-01', abatementDateTime: '9999-12-31' }),
    ]);
    expect(chart.problems[0]).not.toHaveProperty('onset');
    expect(chart.problems[0]?.status).toBe('active');
  });
});

describe('medicines', () => {
  it.each([
    ['Lisinopril 20 MG Oral Tablet', '1 daily', '20 mg', 'daily'],
    ['furosemide 40mg', 'take 2 tabs bid', '80 mg', 'twice daily'],
    ['Amoxicillin 250 MG/5 ML suspension', '5 ml q8h', '5 ml', 'every 8 hours'],
    ['Levothyroxine 75mcg', '1 tab po qd', '75 mcg', 'daily'],
    ['salbutamol inhaler', '2 puffs every 4 hours prn', '2 puffs', 'every 4 hours'],
  ])('%s, "%s"', (name, sig, dose, frequency) => {
    expect(chartOf([medication('m', name, sig)]).medications[0]).toMatchObject({ dose, frequency });
  });

  it('reads coded timing and the end of a course', () => {
    const timing = {
      repeat: { frequency: 2, period: 1, periodUnit: 'd', boundsDuration: { value: 1, code: 'wk' } },
    };
    const [first, second] = chartOf([
      medication('m', 'Doxycycline 100 mg', undefined, { dosageInstruction: [{ timing }] }),
      medication('n', 'Cefalexin 500 mg', '1 cap qid for 7 days', { authoredOn: '2024-03-01' }),
    ]).medications;
    expect(first).toMatchObject({ frequency: 'twice daily', end: '2024-02-08', status: 'active' });
    expect(second).toMatchObject({ frequency: 'four times daily', end: '2024-03-08' });
  });
});

describe('allergies', () => {
  it('"no known allergies" is a statement and not an allergy', () => {
    const chart = chartOf([allergy('n', 'No known drug allergy')]);
    expect(chart).toMatchObject({ noKnownAllergies: true, allergies: [] });
  });
  it('charted allergies win over "none known", and the contradiction is listed', () => {
    const chart = chartOf([
      allergy('n', '', { code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] } }),
      allergy('a', 'Codeine'),
    ]);
    expect(chart.noKnownAllergies).toBe(false);
    expect(chart.unusable.map((each) => each.resource)).toContain('AllergyIntolerance');
  });
});

describe('results', () => {
  it('splits a blood pressure, reads bounds and numbers in strings, and ignores a range that is none', () => {
    const chart = chartOf([
      lab('bp', '85354-9', 'Blood pressure', '2024-01-01', 0, '', {
        valueQuantity: undefined,
        component: [
          { code: { text: 'Systolic' }, valueQuantity: { value: 131, unit: 'mmHg' } },
          { code: { text: 'Diastolic' }, valueQuantity: { value: 79, unit: 'mmHg' } },
        ],
      }),
      lab('trop', '10839-9', 'Troponin', '2024-01-01', 0, '', {
        valueQuantity: undefined,
        valueString: '<0.04',
      }),
      lab('hdl', '2085-9', 'HDL', '2024-01-01', 50, 'mg/dL', {
        referenceRange: [{ low: { value: 0 }, high: { value: 0 } }],
      }),
    ]);
    expect(chart.observations.map((each) => [each.name, each.value])).toEqual([
      ['Systolic', 131],
      ['Diastolic', 79],
      ['Troponin', 0.04],
      ['HDL', 50],
    ]);
    expect(chart.observations[1]?.evidence[0]?.path).toBe('/component/1');
    expect(chart.observations[2]?.comparator).toBe('<');
    expect(chart.observations[3]).not.toHaveProperty('high');
  });
});

describe('one patient', () => {
  const other = { ...PATIENT, id: 'p2' };
  it('two patients are refused with their number, and one can be picked', () => {
    const two = bundle([PATIENT, other, encounter('e', '2024-01-01')]);
    const read = readChart(bytesOf(two));
    expect(read).toMatchObject({ ok: false, error: { code: 'chart-two-patients', params: { patients: 2 } } });
    const picked = readChart(bytesOf(two), { patientId: 'p1' });
    expect(picked.ok && picked.value.encounters).toHaveLength(1);
  });
  it('the patients a file holds can be asked for, a merged record once', () => {
    const old = {
      ...PATIENT,
      id: 'p0',
      active: false,
      link: [{ other: { reference: 'Patient/p1' }, type: 'replaced-by' }],
    };
    const other = { ...PATIENT, id: 'p2', name: [{ text: 'Someone Else' }] };
    const found = patientsIn(bytesOf(bundle([old, PATIENT, other])));
    expect(found.ok && found.value.map(({ id, name }) => [id, name])).toEqual([
      ['p1', 'Robin T Example'],
      ['p2', 'Someone Else'],
    ]);
    const picked = readChart(bytesOf(bundle([old, PATIENT, other])), { patientId: 'p2' });
    expect(picked.ok && picked.value.patient.name).toBe('Someone Else');
  });

  it('a second patient who is only referred to is a second patient', () => {
    expect(codeOf(bundle([PATIENT, condition('c', 'Gout', { subject: { reference: 'Patient/p9' } })]))).toBe(
      'chart-two-patients',
    );
  });
  it('a merged record is the same person', () => {
    const merged = {
      ...other,
      active: false,
      link: [{ type: 'replaced-by', other: { reference: 'Patient/p1' } }],
    };
    expect(
      codeOf(bundle([merged, PATIENT, condition('c', 'Gout', { subject: { reference: 'Patient/p2' } })])),
    ).toBe('ok');
  });
});

describe('bad input is refused, not crashed on', () => {
  it.each([
    ['nothing', '', 'chart-not-json'],
    ['prose', 'dear colleague', 'chart-not-json'],
    ['half a file', '{"resourceType":"Bundle","entry":[', 'chart-not-json'],
    ['JSON that is no chart', '{"a":1}', 'chart-not-fhir'],
    ['numbers', '[1,2,3]', 'chart-not-fhir'],
    ['an empty bundle', '{"resourceType":"Bundle","type":"collection"}', 'chart-not-fhir'],
    ['nobody', JSON.stringify(bundle([condition('c', 'Gout')])), 'chart-no-patient'],
  ])('%s', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('ten thousand levels deep', () => {
    const deep = `${'{"extension":['.repeat(10_000)}${']}'.repeat(10_000)}`;
    expect(codeOf(deep)).toBe('chart-not-fhir');
    const inside = JSON.stringify(bundle([PATIENT, condition('c', 'Gout')])).replace(
      '"text":"Gout"',
      `"text":"Gout","extension":[${deep}]`,
    );
    expect(codeOf(inside)).toBe('ok');
  });

  it('keys that would pollute prototypes', () => {
    const text = JSON.stringify(bundle([PATIENT])).replace(
      '"gender"',
      '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"gender"',
    );
    expect(codeOf(text)).toBe('ok');
    expect(codeOf('{"resourceType":"__proto__"}')).toBe('chart-not-fhir');
    expect({}).not.toHaveProperty('polluted');
  });

  it('a file of half a gigabyte, before reading it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'footnote-chart-'));
    const path = join(folder, 'huge.json');
    writeFileSync(path, '');
    truncateSync(path, 500_000_000);
    const read = await readChartFile(path);
    rmSync(folder, { recursive: true });
    expect(read).toMatchObject({
      ok: false,
      error: { code: 'file-too-large', params: { bytes: 500_000_000, limit: MOST_CHART_BYTES } },
    });
    expect(await readChartFile(path)).toMatchObject({ ok: false, error: { code: 'file-missing' } });
  });

  it('names stay one line of plain text', () => {
    const [problem] = chartOf([condition('c', 'Gout\u0000\n\u202Eevil  <script>')]).problems;
    expect(problem?.name).toBe('Gout evil <script>');
  });
});
