import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Turn } from '../../../shared/contract/transcript.ts';
import { loadReviewKnowledge, makeVerifier, verifyNote } from '../../../shared/review/index.ts';

const knowledge = loadReviewKnowledge();

const said = (...lines: readonly (readonly ['clinician' | 'patient' | 'unknown', string])[]): Turn[] =>
  lines.map(([speaker, text], index) => ({
    id: `t${index + 1}`,
    speaker,
    startMs: 0,
    endMs: 0,
    text,
    words: [],
  }));

const VISIT = said(
  ['clinician', 'Good morning. What brings you in today?'],
  ['patient', 'My left knee has been swollen for three weeks, ever since I slipped on the stairs.'],
  ['clinician', 'Any fever or chills with that?'],
  ['patient', 'No, nothing like that.'],
  ['clinician', 'Have you noticed any numbness in the foot?'],
  ['patient', 'Yes, a little in the toes.'],
  ['clinician', 'And you take naproxen for it?'],
  [
    'patient',
    'Naproxen two hundred and fifty milligrams twice a day. And metformin five hundred milligrams for the diabetes.',
  ],
  ['patient', 'My mother had gout.'],
  ['clinician', 'The right knee looks normal. On the left there is an effusion.'],
  ['clinician', 'I will order an x-ray of the left knee and see you back in ten days.'],
);

const verdictOf = (line: string, turns = VISIT): string | undefined =>
  verifyNote({ turns, note: line, knowledge }).sentences[0]?.verdict;
const kindsOf = (line: string): string[] =>
  verifyNote({ turns: VISIT, note: line, knowledge }).sentences.flatMap((s) =>
    s.reasons.map(({ kind }) => kind),
  );

describe('verdicts', () => {
  it.each([
    'The patient reports left knee swelling for 3 weeks.',
    'She denies fever or chills.',
    'She takes naproxen 250 mg twice a day.',
    'Metformin 500 mg for diabetes.',
    'Numbness in the toes.',
    'X-ray of the left knee ordered.',
  ])('supports: %s', (line) => {
    expect(verdictOf(line)).toBe('supported');
  });

  it.each([
    ['She takes warfarin 250 mg twice a day.', 'drug'],
    ['The patient reports right knee swelling for 3 weeks.', 'side'],
    ['The patient reports left knee swelling for 7 weeks.', 'number'],
    ['She takes metformin 250 mg twice a day.', 'drug'],
    ['Metformin 250 mg for diabetes.', 'number'],
    ['She reports fever and chills.', 'negation'],
    ['Colonoscopy revealed diverticulosis with extensive haemorrhoidal disease.', 'finding'],
  ])('flags: %s', (line, kind) => {
    expect(['unsupported', 'contradicted']).toContain(verdictOf(line));
    expect(kindsOf(line)).toContain(kind);
  });

  it('names the turns that bear on a sentence', () => {
    const [sentence] = verifyNote({ turns: VISIT, note: 'She denies fever or chills.', knowledge }).sentences;
    expect(sentence?.turns).toContain(2);
  });

  it('carries the doubt of the recogniser over a dose', () => {
    const words = 'I take lisinopril forty milligrams'.split(' ').map((text) => ({
      text,
      startMs: 0,
      endMs: 0,
      confidence: text === 'forty' ? 0.2 : 0.98,
    }));
    const turns: Turn[] = [
      {
        id: 't1',
        speaker: 'patient',
        startMs: 0,
        endMs: 0,
        text: 'I take lisinopril forty milligrams',
        words,
      },
    ];
    const [sentence] = verifyNote({ turns, note: 'Lisinopril 40 mg.', knowledge }).sentences;
    expect(sentence?.verdict).toBe('supported');
    expect(sentence?.reasons.map(({ detail }) => detail).join()).toMatch(/not sure/);
  });
});

describe('omissions', () => {
  it('puts a medicine first, then its dose, and keeps quiet about what is there', () => {
    const { omissions } = verifyNote({
      turns: VISIT,
      note: 'Left knee swelling. Takes naproxen.',
      knowledge,
    });
    expect(omissions[0]).toMatchObject({ kind: 'medicine', turns: [7] });
    expect(omissions.map(({ kind }) => kind)).toContain('dose');
    const full = 'Takes naproxen 250 mg and metformin 500 mg. X-ray of the left knee, back in 10 days.';
    expect(verifyNote({ turns: VISIT, note: full, knowledge }).omissions).toEqual([]);
  });

  it('does not miss thoughts of self-harm, and does not report what was denied', () => {
    const open = said(['clinician', 'Any thoughts of hurting yourself?'], ['patient', 'Yes, sometimes.']);
    const denied = said(['clinician', 'Any thoughts of hurting yourself?'], ['patient', 'No, never.']);
    const kinds = (turns: Turn[]) =>
      verifyNote({ turns, note: 'Here for a rash.', knowledge }).omissions.map(({ kind }) => kind);
    expect(kinds(open)).toContain('mental-health');
    expect(kinds(denied)).not.toContain('mental-health');
  });
});

const NOTES = {
  markdown: '# Plan\n\n- **Naproxen** 250 mg twice a day\n- See back in *10 days*\n',
  table: '| Drug | Dose |\n|---|---|\n| naproxen | 250 mg |\n| warfarin | 5 mg |',
  capitals: 'PATIENT TAKES WARFARIN 5 MG DAILY FOR ATRIAL FIBRILLATION',
  empty: '',
  blank: ' \n\n\t',
  emoji: '🤕 Left knee swollen 3 weeks 🦵',
  cyrillic: 'Пациентка жалуется на боль в колене. Отёк три недели.',
};

describe('any note', () => {
  it.each(Object.entries(NOTES))('%s', (_, note) => {
    const { sentences } = verifyNote({ turns: VISIT, note, knowledge });
    let last = 0;
    for (const { start, end } of sentences) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(note.length);
      last = end;
    }
  });

  it('does not let a statement hide as a heading, a table row or in capitals', () => {
    expect(verdictOf(NOTES.capitals)).not.toBe('not-checkable');
    expect(verdictOf(NOTES.capitals)).not.toBe('supported');
    const rows = verifyNote({ turns: VISIT, note: NOTES.table, knowledge }).sentences;
    expect(rows.at(-1)?.verdict).toBe('unsupported');
    expect(verdictOf('PHYSICAL EXAM')).toBe('not-checkable');
    expect(verdictOf('ASSESSMENT: PNEUMONIA')).not.toBe('not-checkable');
  });

  it('takes one speaker only, and a turn of five thousand words', () => {
    const long = said([
      'unknown',
      Array.from({ length: 500 }, () => 'and then i walked the dog around the park').join(' '),
    ]);
    expect(verdictOf('She takes warfarin 5 mg.', long)).toBe('unsupported');
    expect(verifyNote({ turns: [], note: 'She takes warfarin 5 mg.', knowledge }).sentences).toHaveLength(1);
  });

  it('gives the same result twice, and after an edit the same as from scratch', () => {
    const verifier = makeVerifier(VISIT, undefined, knowledge);
    const note = 'Left knee swelling for 3 weeks.\nShe denies fever.\nNaproxen 250 mg twice a day.';
    const first = verifier.check(note);
    expect(verifier.check(note)).toEqual(first);
    const edited = note.replace('250', '500');
    expect(verifier.check(edited)).toEqual(makeVerifier(VISIT, undefined, knowledge).check(edited));
    expect(verifier.check(edited).sentences[2]?.verdict).not.toBe('supported');
  });

  it('keeps spans in order and inside the note, whatever the note', () => {
    const verifier = makeVerifier(VISIT, undefined, knowledge);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (note) => {
        let last = 0;
        for (const { start, end } of verifier.check(note).sentences) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(note.length);
      }),
      { numRuns: 60 },
    );
  });

  it('never calls a copied statement contradicted', () => {
    const statements = VISIT.filter(({ text }) => !text.includes('?')).map(({ text }) => text);
    fc.assert(
      fc.property(fc.shuffledSubarray(statements, { minLength: 1 }), (chosen) => {
        const { sentences } = verifyNote({ turns: VISIT, note: chosen.join('\n'), knowledge });
        expect(sentences.map(({ verdict }) => verdict)).not.toContain('contradicted');
      }),
      { numRuns: 20 },
    );
  });

  it('flags a number that nobody said', () => {
    const verifier = makeVerifier(VISIT, undefined, knowledge);
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 900 }), (number) => {
        fc.pre(![10, 250, 500].includes(number));
        const [sentence] = verifier.check(`She takes naproxen ${number} mg twice a day.`).sentences;
        expect(['unsupported', 'contradicted']).toContain(sentence?.verdict);
      }),
      { numRuns: 60 },
    );
  });
});
