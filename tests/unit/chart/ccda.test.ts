import { describe, expect, it } from 'vitest';
import { Chart } from '../../../shared/contract/chart.ts';
import { parseXml } from '../../../shared/chart/ccda/xml.ts';
import { readChart } from '../../../shared/chart/read-chart.ts';
import {
  allergy,
  code,
  document,
  medicine,
  PERSON,
  problem,
  result,
  section,
} from '../../fixtures/chart/ccd.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const chartOf = (body: string): Chart => {
  const read = readChart(bytes(document(body)));
  if (!read.ok) throw new Error(read.error.code);
  return Chart.parse(read.value);
};
const errorOf = (text: string): string | undefined => {
  const read = readChart(bytes(text));
  return read.ok ? undefined : read.error.code;
};

describe('a C-CDA document', () => {
  it('tells who the patient is, without the social security number', () => {
    const { patient } = chartOf('');
    expect(patient).toMatchObject({
      name: 'Robin Example',
      birthDate: '1961-04-12',
      sex: 'female',
      language: 'es',
    });
    expect(patient.identifiers.map(({ value }) => value)).toEqual(['MR-7']);
  });

  it('has problems that are active, over or closed, and none that is denied', () => {
    const chart = chartOf(
      section(
        '11450-4',
        'Problems',
        problem('Asthma', '2007') +
          problem('Pneumonia', '20230201', '20230301', 'completed') +
          problem('Gout', '20200101', '', 'completed') +
          problem('Diabetes mellitus', '20200101', '', 'active', true),
      ),
    );
    expect(chart.problems.map(({ name, status, onset, ended }) => [name, status, onset, ended])).toEqual([
      ['Asthma', 'active', '2007', undefined],
      ['Pneumonia', 'resolved', '2023-02-01', '2023-03-01'],
      ['Gout', 'inactive', '2020-01-01', undefined],
    ]);
    expect(chart.unusable).toEqual([{ resource: 'Condition/11450-4-4', reason: 'refuted' }]);
    expect(chart.problems[0]?.evidence).toEqual([
      { source: 'chart', resource: 'Condition/11450-4-1', path: '/code' },
    ]);
  });

  it('keeps an allergy whose concern is closed, with kind and reaction', () => {
    const chart = chartOf(
      section(
        '48765-2',
        'Allergies',
        allergy('416098002', code('code', 'rxnorm', '70618', 'Penicillin'), 'Hives') +
          allergy('59037007', code('code', 'rxnorm', '1', 'Codeine'), 'Not available'),
      ),
    );
    expect(
      chart.allergies.map(({ name, kind, status, category, reactions }) => [
        name,
        kind,
        status,
        category,
        reactions,
      ]),
    ).toEqual([
      ['Penicillin', 'allergy', 'active', 'medication', ['Hives']],
      ['Codeine', 'intolerance', 'active', 'medication', []],
    ]);
  });

  it('says "no known allergies" only where all are denied', () => {
    const none = (kind: string, substance: string): Chart =>
      chartOf(section('48765-2', 'Allergies', allergy(kind, substance, '', true)));
    expect(none('419199007', '<code nullFlavor="NA"/>').noKnownAllergies).toBe(true);
    expect(none('416098002', '<code nullFlavor="NA"/>').noKnownAllergies).toBe(true);
    expect(none('414285001', '<code nullFlavor="NA"/>').noKnownAllergies).toBe(false);
    const one = none('416098002', code('code', 'rxnorm', '1', 'Penicillin'));
    expect([one.noKnownAllergies, one.allergies]).toEqual([false, []]);
  });

  it('reads medicines with dose, how often, sig and end; a closed entry without an end is not over', () => {
    const sig =
      '<entryRelationship typeCode="COMP"><substanceAdministration><templateId root="2.16.840.1.113883.10.20.22.4.147"/><text>1 tab at night</text></substanceAdministration></entryRelationship>';
    const chart = chartOf(
      section(
        '10160-0',
        'Medicines',
        medicine(code('code', 'rxnorm', '1', 'Metformin 500 MG Oral Tablet'), {
          period: '12',
          dose: '<doseQuantity value="2"/>',
        }) +
          medicine(code('code', 'rxnorm', '2', 'Amoxicillin 500 MG'), {
            status: 'completed',
            to: '20240115',
          }) +
          medicine(code('code', 'rxnorm', '3', 'Lisinopril 10 MG'), { status: 'completed' }) +
          medicine('<code nullFlavor="UNK"><originalText><reference value="#m4"/></originalText></code>', {
            more: sig,
          }) +
          medicine('<code nullFlavor="NA"/>', { negated: true }),
        '<list><item ID="m4">Zopiclone 7.5 mg</item></list>',
      ),
    );
    expect(
      chart.medications.map(({ name, status, dose, frequency, sig: text, end }) => [
        name,
        status,
        dose,
        frequency,
        text,
        end,
      ]),
    ).toEqual([
      ['Metformin 500 MG Oral Tablet', 'active', '1000 mg', 'twice daily', undefined, undefined],
      ['Amoxicillin 500 MG', 'completed', '500 mg', undefined, undefined, '2024-01-15'],
      ['Lisinopril 10 MG', 'unknown', '10 mg', undefined, undefined, undefined],
      ['Zopiclone 7.5 mg', 'active', '7.5 mg', 'at bedtime', '1 tab at night', undefined],
    ]);
    expect(chart.unusable.map(({ reason }) => reason)).toEqual([
      'the section "Medicines" says that there is none',
    ]);
  });

  it('reads results with unit, range and time, whichever way they are written', () => {
    const range =
      '<referenceRange><observationRange><value xsi:type="ST">3.4-10.8</value></observationRange></referenceRange>';
    const limits =
      '<referenceRange><observationRange><value xsi:type="IVL_PQ"><low value="3.5" unit="mmol/L"/><high value="5.1" unit="mmol/L"/></value></observationRange></referenceRange>';
    const chart = chartOf(
      section(
        '30954-2',
        'Results',
        result(
          '2823-3',
          'Potassium',
          '202403071030-0500',
          '<value xsi:type="PQ" value="5.9" unit="mmol/L"/>',
          limits,
        ) +
          result(
            '6690-2',
            'WBC',
            '20240307',
            '<value xsi:type="PQ" nullFlavor="OTH"><translation value="11.5"><originalText>x10e3/uL</originalText></translation></value>',
            range,
          ) +
          result('1', 'Culture', '20240307', '<value xsi:type="ST">no growth</value>') +
          result(
            '2',
            'TSH',
            '20240307',
            '<value xsi:type="IVL_PQ"><high value="0.01" unit="mIU/L"/></value>',
          ),
      ),
    );
    expect(
      chart.observations.map(({ name, value, comparator, unit, text, low, high, when }) => ({
        name,
        value,
        comparator,
        unit,
        text,
        low,
        high,
        when,
      })),
    ).toEqual([
      {
        name: 'Potassium',
        value: 5.9,
        unit: 'mmol/L',
        low: 3.5,
        high: 5.1,
        when: '2024-03-07T10:30:00-05:00',
      },
      { name: 'WBC', value: 11.5, unit: 'x10e3/uL', low: 3.4, high: 10.8, when: '2024-03-07' },
      { name: 'Culture', text: 'no growth', when: '2024-03-07' },
      { name: 'TSH', value: 0.01, comparator: '<=', unit: 'mIU/L', when: '2024-03-07' },
    ]);
  });

  it('lists sections that hold text only, and those it does not read', () => {
    const chart = chartOf(
      section('10160-0', 'Medicines', '', 'Aspirin') + section('10164-2', 'History', '', 'Long'),
    );
    expect(chart.unusable.map(({ reason }) => reason)).toEqual([
      'the section "Medicines" holds text only, not read',
      'not part of the brief: History',
    ]);
  });

  it('takes nothing from the narrative as markup', () => {
    const chart = chartOf(
      section(
        '11450-4',
        'Problems',
        problem('&lt;script&gt;alert(1)&lt;/script&gt;', '2020'),
        '<table><tr><td onclick="x()">y</td></tr></table>',
      ),
    );
    expect(chart.problems[0]?.name).toBe('<script>alert(1)</script>');
    expect(JSON.stringify(chart)).not.toContain('onclick');
  });

  it('two sections of one kind do not overwrite each other', () => {
    const chart = chartOf(
      section('11450-4', 'Problems', problem('Asthma', '2007')) +
        section('11450-4', 'More', problem('Gout', '2008')),
    );
    expect(chart.problems.map(({ name }) => name)).toEqual(['Asthma', 'Gout']);
  });

  it('reads the Latin-1 that its first line declares', () => {
    const text = document('', PERSON.replace('Example', 'Peña')).replace('UTF-8', 'ISO-8859-1');
    const read = readChart(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    expect(read.ok && read.value.patient.name).toBe('Robin Peña');
  });
});

describe('a document that is built to harm or is broken', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><ClinicalDocument>&b;</ClinicalDocument>`;
  const file =
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]><ClinicalDocument>&f;</ClinicalDocument>';
  it.each([
    ['entities that multiply', bomb],
    ['an entity that names a file', file],
    ['an entity nobody declared', '<ClinicalDocument>&nobody;</ClinicalDocument>'],
    [
      '10,000 elements deep',
      `<ClinicalDocument>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</ClinicalDocument>`,
    ],
    ['not closed', document('').slice(0, -20)],
    ['another kind of XML', '<html><body>hello</body></html>'],
  ])('is refused: %s', (_, text) => {
    expect(errorOf(text)).toBe('chart-not-fhir');
  });

  it('two patients are refused, a chart without one too', () => {
    expect(errorOf(document('', PERSON + PERSON.replace('MR-7', 'MR-8')))).toBe('chart-two-patients');
    expect(errorOf(document('', ''))).toBe('chart-no-patient');
  });

  it('names and attributes cannot reach a prototype', () => {
    const root = parseXml('<r><__proto__ polluted="yes" __proto__="x"/><constructor polluted="yes"/></r>');
    expect(root?.children.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
