import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../shared/contract/chart.ts';
import { Fact } from '../../../shared/contract/fact.ts';
import { Suggestion } from '../../../shared/contract/suggestion.ts';
import { loadKnowledge } from '../../../shared/knowledge/knowledge.ts';
import { briefChart } from '../../../shared/chart/brief/brief.ts';
import { withHistory } from '../../../shared/chart/brief/history.ts';
import { renderSuggestionsMarkdown } from '../../../shared/chart/suggestions/markdown.ts';
import { suggestionsFor, symptomHistory } from '../../../shared/chart/suggestions/suggest.ts';
import { chartOf, condition, encounter, lab, medication } from '../../fixtures/chart/make.ts';

const knowledge = loadKnowledge();
const options = { asOf: '2024-06-10' };
const fact = (kind: Fact['kind'], text: string, polarity: Fact['polarity'] = 'affirmed'): Fact =>
  Fact.parse({
    id: text,
    kind,
    subject: { role: 'patient' },
    polarity,
    certainty: 'certain',
    time: { relation: 'present' },
    text,
    speaker: 'patient',
    evidence: [{ source: 'transcript', turn: 't1', start: 0, end: text.length }],
  });
const suggested = (chart: Chart, ...facts: readonly Fact[]): Suggestion[] =>
  suggestionsFor(facts, chart, knowledge, options).map((each) => Suggestion.parse(each));

describe('what else it could be, and ways to treat', () => {
  const onAceInhibitor = chartOf(medication('m', 'Lisinopril 10 mg', '1 tab daily'));

  it('a dry cough on an ACE inhibitor, with what speaks for it from the chart', () => {
    const [first, ...rest] = suggested(onAceInhibitor, fact('chief-complaint', 'dry cough'));
    expect(first).toMatchObject({
      kind: 'explanation',
      text: 'ACE inhibitor cough',
      for: [{ text: 'takes lisinopril' }],
    });
    expect(first?.for[0]?.evidence[0]).toMatchObject({ source: 'chart', resource: 'MedicationRequest/m' });
    expect(rest.map((each) => each.kind)).toEqual(['path', 'path']);
    expect(rest.every((each) => each.differs)).toBe(true);
  });

  it('what speaks against it is beside it, and can outweigh it', () => {
    const [first] = suggested(onAceInhibitor, fact('chief-complaint', 'cough'), fact('symptom', 'fever'));
    expect(first?.against.map((each) => each.text)).toEqual(['fever']);
    const all = suggested(
      onAceInhibitor,
      fact('chief-complaint', 'cough'),
      fact('symptom', 'fever'),
      fact('symptom', 'phlegm'),
    );
    expect(all.map((each) => each.text)).not.toContain('ACE inhibitor cough');
  });

  it('ways to treat carry what the chart holds against each', () => {
    const chart = chartOf(medication('m', 'Warfarin 5 mg', '1 tab daily'), condition('c', 'Osteoporosis'));
    const list = suggested(chart, fact('chief-complaint', 'low back pain after a fall'));
    const nsaid = list.find((each) => each.text.startsWith('NSAID'));
    expect(nsaid?.against.map((each) => each.text).join()).toContain('warfarin with ibuprofen');
    expect(list.find((each) => each.text.startsWith('staying active'))?.against).toEqual([]);
  });

  it('a result of the chart counts', () => {
    const chart = chartOf(lab('h', '718-7', 'Hemoglobin', '2024-05-01', 9.8, 'g/dL'));
    expect(suggested(chart, fact('symptom', 'fatigue'))[0]).toMatchObject({ text: 'anaemia' });
  });

  it('is empty when nothing qualifies, when it is denied, and for what the clinician already concluded', () => {
    expect(suggested(onAceInhibitor, fact('symptom', 'hiccups'))).toEqual([]);
    expect(suggested(onAceInhibitor, fact('symptom', 'cough', 'denied'))).toEqual([]);
    expect(suggested(chartOf(), fact('symptom', 'cough'))).toEqual([]);
    expect(
      suggested(onAceInhibitor, fact('symptom', 'cough'), fact('diagnosis', 'ACE inhibitor cough')),
    ).toEqual([]);
  });
});

describe('a present symptom beside years of the chart', () => {
  it('says how often and when last', () => {
    const cough = (id: string, when: string) => encounter(id, when, { reasonCode: [{ text: 'Cough' }] });
    const chart = chartOf(cough('a', '2021-02-01'), cough('b', '2022-11-02'), encounter('c', '2023-01-01'));
    const [line] = symptomHistory([fact('symptom', 'cough for a week')], chart, knowledge, options);
    expect(line?.text).toBe('cough: 2 times since 2021; last 2022-11-02');
    expect(line?.evidence.map((each) => each.source)).toEqual(['transcript', 'chart', 'chart']);
    expect(symptomHistory([fact('symptom', 'rash')], chart, knowledge, options)).toEqual([]);
  });
});

describe('in what the clinician gets', () => {
  const coughs = chartOf(
    encounter('e1', '2021-03-01', { reasonCode: [{ text: 'Cough' }] }),
    encounter('e2', '2022-05-01', { reasonCode: [{ text: 'Cough and cold' }] }),
  );

  it('the brief says how often it was complained of before, right under the name', () => {
    const before = briefChart(coughs, { asOf: options.asOf, knowledge });
    const brief = withHistory(before, [fact('chief-complaint', 'a dry cough')], coughs, knowledge);
    expect(brief.sections.slice(0, 2).map(({ id }) => id)).toEqual(['identity', 'history']);
    const [line] = brief.sections[1]?.lines ?? [];
    expect(line?.text).toBe('cough: 2 times since 2021; last 2022-05-01');
    expect(line?.evidence.map(({ source }) => source)).toEqual(['transcript', 'chart', 'chart']);
    expect(withHistory(brief, [fact('symptom', 'itchy toe')], coughs, knowledge)).toEqual(brief);
    expect(withHistory(before, [fact('symptom', 'cough', 'denied')], coughs, knowledge)).toEqual(before);
  });

  it('the page of suggestions says that it is no part of the note, and gives each its sources', () => {
    const onAceInhibitor = chartOf(medication('m', 'Lisinopril 10 mg', '1 tab daily'));
    const page = renderSuggestionsMarkdown(
      suggested(onAceInhibitor, fact('chief-complaint', 'dry cough <b>')),
    );
    expect(page).toContain('DRAFT');
    expect(page).toContain('Not part of the note');
    expect(page).toMatch(/for: takes lisinopril \[MedicationRequest\/m\]/);
    expect(page).toContain('Ways to treat');
    expect(page).not.toContain('<b>');
    expect(renderSuggestionsMarkdown([])).toContain('Nothing to suggest.');
  });
});
