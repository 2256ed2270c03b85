import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { esSentences } from '../../../renderer/language/es/sentences.ts';
import { esBriefParts } from '../../../renderer/language/es/brief.ts';
import { lineBy, sentenceBy } from '../../../renderer/language/sentences.ts';
import type { Fact } from '../../../shared/contract/fact.ts';
import { composeStages } from '../../../shared/hosts/compose.ts';
import { flagsOfRecording } from '../../../shared/hosts/recording-flags.ts';
import { sampleChart, sampleTranscript } from '../../fixtures/drafted-visit.ts';

const templates = resolve(import.meta.dirname, '../../../resources/templates');

const templateTitles = (): readonly string[] =>
  readdirSync(templates)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const { sections = [] } = JSON.parse(readFileSync(resolve(templates, file), 'utf8')) as {
        readonly sections?: readonly { readonly title: string; readonly takes?: unknown }[];
      };
      return sections.filter(({ takes }) => takes !== undefined).map(({ title }) => title);
    });

const inSpanish = (message: string) => sentenceBy(esSentences, message);

describe('sentences of the host in Spanish', () => {
  it('are there for every flag of the sample visit and every title and caution of its brief', () => {
    const stages = composeStages();
    const chart = stages.readChart(sampleChart());
    if (!chart.ok) throw new Error(chart.error.code);
    const transcript = sampleTranscript();
    const { facts, note, flags } = stages.draft(transcript, chart.value);
    const empty = { ...note, sections: note.sections.map((section) => ({ ...section, items: [] })) };
    const said = [
      ...flags,
      ...stages.conflicts(facts, chart.value),
      ...stages.review(transcript, chart.value, empty),
      ...stages
        .brief(chart.value, {})
        .sections.flatMap(({ id, title, lines }) => [
          { message: title },
          ...(id === 'cautions' ? lines.map(({ text }) => ({ message: text })) : []),
        ]),
    ].map(({ message }) => message);
    expect(said.length).toBeGreaterThan(8);
    expect(said.filter((message) => inSpanish(message) === undefined)).toEqual([]);
  });

  it('are there for every conflict that a chart can have with what is said', () => {
    const stages = composeStages();
    const chart = stages.readChart(sampleChart());
    if (!chart.ok) throw new Error(chart.error.code);
    const fact = (id: string, more: Partial<Fact>): Fact => ({
      id,
      kind: 'medication',
      subject: { role: 'patient' },
      polarity: 'affirmed',
      certainty: 'certain',
      time: { relation: 'present' },
      speaker: 'patient',
      text: id,
      evidence: [{ source: 'transcript', turn: 't1', start: 0, end: 4 }],
      ...more,
    });
    const drug = (name: string, more = {}) => ({ text: name, drug: { name, ...more } });
    const facts = [
      fact('dose', drug('lisinopril', { dose: '20 mg', change: 'same' })),
      fact('new', drug('gabapentin')),
      fact('stopped', drug('metformin', { change: 'stopped' })),
      fact('order', { ...drug('amoxicillin', { change: 'new' }), speaker: 'clinician' }),
      fact('allergy', { kind: 'allergy', text: 'latex' }),
    ];
    const said = stages.conflicts(facts, chart.value).map(({ message }) => message);
    expect(said.length).toBeGreaterThan(3);
    expect(said.filter((message) => inSpanish(message) === undefined)).toEqual([]);
    expect(said.map((message) => inSpanish(message)?.text)).toContain(
      'lisinopril: el expediente dice 10 mg, se dijo 20 mg.',
    );
  });

  it('are there for every reason why a passage was not heard, and keep its times', () => {
    const gaps = (
      [
        'loop',
        'prompt-echo',
        'too-few-words',
        'not-speech',
        'engine-failed',
        'truncated-file',
        'unclear',
      ] as const
    ).map((reason) => ({ startMs: 61_000, endMs: 75_000, reason }));
    for (const { message } of flagsOfRecording({ ...sampleTranscript(), gaps }))
      expect(inSpanish(message)?.text, message).toMatch(/^1:01 a 1:15: /);
  });

  it('name every section of every template of notes', () => {
    const titles = templateTitles();
    expect(titles.length).toBeGreaterThan(10);
    expect(titles.filter((title) => inSpanish(title) === undefined)).toEqual([]);
  });

  it.each([
    [
      'Hemoglobin A1c 8.4 % (range 4 to 5.6) on 2026-11-13, 1 day ago, before 7.6 on 2026-03-17: steady drift up over 3 years, +0.487 a year, 9.15 times what chance would explain',
      'Hemoglobin A1c 8.4 % (rango 4 a 5.6) el 2026-11-13, hace 1 día, antes 7.6 el 2026-03-17: subida constante en 3 años, +0.487 al año, 9.15 veces lo que explicaría el azar',
    ],
    [
      'Blood pressure 142/84 mmHg (usual up to 140/90) on 2026-03-17, 8 months ago, before 136/82 on 2025-09-16',
      'Presión arterial 142/84 mmHg (habitual hasta 140/90) el 2026-03-17, hace 8 meses, antes 136/82 el 2025-09-16',
    ],
    [
      'metoprolol: changed from 25 mg to 50 mg, then 75 mg (2026-01-02)',
      'metoprolol: pasó de 25 mg a 50 mg, luego 75 mg (2026-01-02)',
    ],
    [
      'Rosa Delgado · 65 years, born 1961-05-14 · female · id FN-0042',
      'Rosa Delgado · 65 años, nacimiento 1961-05-14 · femenino · id FN-0042',
    ],
    // What is charted stays as it is charted.
    ['Failure to thrive on since stopped', 'Failure to thrive on since stopped'],
  ])('say the fixed words of a line of the brief: %s', (line, spanish) => {
    expect(lineBy(esBriefParts, line)).toBe(spanish);
  });

  it('leave what comes from a knowledge table in English, marked', () => {
    expect(inSpanish('Vitamin B12 overdue (none in this chart): every two years for metformin.')).toEqual({
      text: 'Vitamin B12: control pendiente (ninguno en este expediente).',
      english: 'every two years for metformin',
    });
    expect(inSpanish('A sentence that no part of the software writes')).toBeUndefined();
  });
});
