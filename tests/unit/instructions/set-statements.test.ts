import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../shared/contract/fact.ts';
import type { InstructionLine } from '../../../shared/contract/instructions.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';
import { makeFact } from './made-facts.ts';

const knowledge = loadSheetKnowledge();

const spoken = (kind: Fact['kind'], said: string, more: Partial<Fact> = {}): Fact =>
  makeFact(kind, said, { said, ...more });
const linesIn = (language: string, ...facts: Fact[]): InstructionLine[] =>
  writeInstructions({ facts, language, visit: {}, knowledge })
    .sections.flatMap((section) => section.lines)
    .filter((line) => line.facts.length > 0);
const textsIn = (language: string, ...facts: Fact[]): string[] =>
  linesIn(language, ...facts).map((line) => line.text);

describe('a statement said in a set way', () => {
  it('has its sentence in every language, with the same slots', () => {
    const slots = (text: string | undefined): string[] => (text?.match(/\{\w+\}/g) ?? []).sort();
    const { en, ...others } = knowledge.languages;
    for (const { say } of knowledge.wording.statements)
      for (const name of say)
        for (const [id, language] of Object.entries(others))
          expect([id, name, slots(language.sentences[name])]).toEqual([
            id,
            name,
            slots(en?.sentences[name] ?? 'missing'),
          ]);
  });

  it.each([
    [
      'advice',
      'I am going to send that over to your pharmacy',
      'We will send your medicine to the pharmacy.',
      'Enviaremos su medicina a la farmacia.',
    ],
    [
      'follow-up',
      'the nurse will call you tomorrow',
      'The nurse will call you tomorrow.',
      'La enfermera le llamará mañana.',
    ],
    [
      'advice',
      'I want you to avoid dairy and eggs',
      'Do not have: milk foods and eggs.',
      'Evite comer o tomar: lácteos y huevos.',
    ],
    [
      'advice',
      'we are going to put you in a wrist splint for 2 weeks',
      'You will wear: wrist brace. Do this for 2 weeks.',
      'Usted usará: férula de muñeca. Hágalo por 2 semanas.',
    ],
    [
      'return-precaution',
      'if it happens again, give us a call',
      'Call us if it happens again.',
      'Llámenos si le vuelve a pasar.',
    ],
    [
      'follow-up',
      'I want to see you in a month, or sooner if needed',
      'We will see you in 1 month, or sooner if you need it.',
      'Le veremos en 1 mes, o antes si lo necesita.',
    ],
    ['advice', 'keep your blood sugar under 140', 'Keep this below 140: blood sugar.', undefined],
  ] as const)('%s: %s', (kind, said, english, spanish) => {
    const more = /^if\b/.test(said) ? ({ certainty: 'conditional' } as const) : {};
    expect(textsIn('en', spoken(kind, said, more))).toEqual([english]);
    if (spanish) expect(textsIn('es', spoken(kind, said, more))).toEqual([spanish]);
  });

  it('is not told where something in it has no form in the language', () => {
    const [line] = linesIn('es', spoken('advice', 'you should avoid dairy and lychees'));
    expect(line?.language).toBe('en');
    expect(line?.text).toMatch(/lychees/);
  });
});

describe('medicines in one long breath', () => {
  const said =
    'for your blood pressure I want you to continue the losartan 50 mg once a day and stop the ibuprofen';
  it('are rows of their own', () => {
    const rows = linesIn('en', spoken('diagnosis', said)).map(({ medicine }) => [
      medicine?.name,
      medicine?.change,
      medicine?.dose,
    ]);
    expect(rows).toEqual([
      ['losartan', 'same', '50 mg'],
      ['ibuprofen', 'stopped', undefined],
    ]);
  });

  it('keep the amount of a change that is spoken of again without it', () => {
    const drug = { name: 'Clenil', change: 'changed', manner: 'increased' } as const;
    const [line] = linesIn(
      'en',
      spoken('medication', 'increase the Clenil to 4 puffs twice a day', {
        drug: { ...drug, dose: '4 puffs', frequency: 'twice a day' },
      }),
      spoken('medication', 'so by increasing your Clenil we hope for less wheeze', { drug }),
    );
    expect(line?.text).toBe('Take more Clenil now. Now take 4 puffs 2 times a day.');
  });

  it('stay in words where they are only thought about', () => {
    const lines = linesIn(
      'en',
      spoken('diagnosis', 'we might increase the losartan to 100 mg at some point'),
    );
    expect(lines.filter((line) => line.medicine)).toEqual([]);
  });
});

describe('a plan that no sentence can be made of', () => {
  const said = 'you can the leg up and if you have kids have them rake instead for a couple of weeks';
  it('is printed as it was said, marked for the reviewer, no stretch of it too long', () => {
    const [line] = linesIn('en', spoken('advice', said));
    expect(line?.asSaid).toBe(true);
    expect(line?.text.toLowerCase().match(/\p{L}+/gu)).toEqual(
      expect.arrayContaining(said.match(/\w+/g) ?? []),
    );
    for (const stretch of line?.text.split(/(?<=[.!?])\s+/) ?? [])
      expect(stretch.split(' ').length).toBeLessThanOrEqual(15);
  });

  it('is not printed where it breaks off or speaks of what was found', () => {
    expect(textsIn('en', spoken('advice', 'what I am going to do'))).toEqual([]);
    expect(textsIn('en', spoken('test', 'the field test revealed a small loss'))).toEqual([]);
  });
});
