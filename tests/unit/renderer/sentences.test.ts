import { describe, expect, it } from 'vitest';
import { esSentences } from '../../../renderer/language/es/sentences.ts';
import { sentenceBy } from '../../../renderer/language/sentences.ts';
import type { Fact } from '../../../shared/contract/fact.ts';
import { composeStages } from '../../../shared/hosts/compose.ts';
import { flagsOfRecording } from '../../../shared/hosts/recording-flags.ts';
import { sampleChart, sampleTranscript } from '../../fixtures/drafted-visit.ts';

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
      ['loop', 'prompt-echo', 'too-few-words', 'not-speech', 'engine-failed', 'truncated-file'] as const
    ).map((reason) => ({ startMs: 61_000, endMs: 75_000, reason }));
    for (const { message } of flagsOfRecording({ ...sampleTranscript(), gaps }))
      expect(inSpanish(message)?.text, message).toMatch(/^1:01 a 1:15: /);
  });

  it('leave what comes from a knowledge table in English, marked', () => {
    expect(inSpanish('Vitamin B12 overdue (none in this chart): every two years for metformin.')).toEqual({
      text: 'Vitamin B12: control pendiente (ninguno en este expediente).',
      english: 'every two years for metformin',
    });
    expect(inSpanish('A sentence that no part of the software writes')).toBeUndefined();
  });
});
