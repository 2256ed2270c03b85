import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/contract/fact.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from './made-facts.ts';

const knowledge = loadSheetKnowledge();
const linesOf = (section: string, language: string, ...facts: Fact[]): string[] =>
  writeInstructions({ facts, language, visit: {}, knowledge })
    .sections.filter(({ id }) => id === section)
    .flatMap(({ lines }) => lines.map(({ text }) => text));
const spoken = (kind: Fact['kind'], said: string, more: Partial<Fact> = {}): Fact =>
  makeFact(kind, said, { said, ...more });

describe('what the sheet says was found', () => {
  it.each([
    ['a risk that was listed', spoken('diagnosis', 'bleeding, stroke, or even death')],
    ['the heading of a plan', makeFact('diagnosis', 'Tingling')],
    ['what others have', spoken('diagnosis', 'we ask this of anyone suffering from anxiety')],
    ['what the patient believes', spoken('diagnosis', 'I have hay fever', { speaker: 'patient' })],
  ])('is not %s', (_, fact) => {
    expect(linesOf('found', 'en', fact)).toEqual([]);
  });

  it('leaves open what was one possibility', () => {
    expect(linesOf('found', 'en', spoken('diagnosis', 'the other possibility is migraine'))).toEqual([
      'You may have: migraine.',
    ]);
  });

  it('says whether an illness is under control', () => {
    const fact = spoken('diagnosis', 'your diabetes is not well controlled', { polarity: 'denied' });
    expect(linesOf('found', 'en', fact)).toEqual(['Your diabetes is not under good control.']);
    expect(linesOf('found', 'es', fact)).toEqual(['Esto no está bien controlado: diabetes.']);
  });

  it('tells a result with the one before it', () => {
    const fact = spoken('result', 'Your hemoglobin A1c last week was 8.4 %, up from 7.6 %', {
      value: { number: '8.4', unit: '%' },
    });
    expect(linesOf('found', 'en', fact)).toEqual([
      'Your A1C (average blood sugar) was 8.4%. It was 7.6% before.',
    ]);
    expect(linesOf('found', 'es', fact)[0]).toContain('Antes era 7.6%.');
  });
});

describe('a warning on the sheet', () => {
  const warn = (said: string, language = 'en'): string[] =>
    linesOf('call', language, spoken('return-precaution', said, { certainty: 'conditional' }));

  it.each([
    [
      'if you get diarrhea that does not settle, call us',
      'Call us if you have: loose stools that will not go away.',
    ],
    [
      'if your headache is getting worse or you have a fever, come back and see me',
      'Come back if you have: worse headache or fever.',
    ],
    [
      'if you have chest pain or a change in bowel habits, do get in touch with us',
      'Call us if you have: chest pain or change in bowel habits.',
    ],
    [
      'if you have chest pain or weakness on one side, call 911',
      'Call 911 if you have: chest pain or weakness on one side.',
    ],
    ['if it is not better next week, come back and see me', 'Come back if you are not better next week.'],
    [
      'if things get worse in the next 2 weeks, call us',
      'Call us if you get worse. When: in the next 2 weeks.',
    ],
  ])('%s', (said, told) => {
    expect(warn(said)).toEqual([told]);
  });

  it('says in Spanish what is said of the sign', () => {
    expect(warn('if you get diarrhea that does not settle, call us', 'es')).toEqual([
      'Llámenos si tiene: diarrea que no se quita.',
    ]);
  });

  it('asks nobody to come back because symptoms may return', () => {
    expect(warn('watch out if your symptoms return').join()).not.toContain('Come back');
  });

  it('keeps what is done if it comes to that', () => {
    expect(warn('we may end up doing a chest x-ray, if things do not settle down').join()).toContain('x-ray');
  });
});
