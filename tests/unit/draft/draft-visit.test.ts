import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Draft } from '../../../shared/contract/draft.ts';
import type { Transcript } from '../../../shared/contract/transcript.ts';
import {
  type DraftKnowledge,
  dialogueToTranscript,
  draftVisit,
  loadDraftKnowledge,
  renderNoteText,
} from '../../../shared/draft/index.ts';

let knowledge: DraftKnowledge;
beforeAll(() => {
  knowledge = loadDraftKnowledge();
});

type Line = readonly [speaker: string, text: string];

const transcriptOf = (...lines: readonly Line[]): Transcript =>
  dialogueToTranscript({ id: 'v', dialogue: lines.map(([speaker, text]) => ({ speaker, text })) });

const draftOf = (...lines: readonly Line[]): Draft =>
  draftVisit({ transcript: transcriptOf(...lines), knowledge, words: 400 });

const noteOf = (...lines: readonly Line[]): string => renderNoteText(draftOf(...lines).note);

const VISIT: readonly Line[] = [
  ['doctor', 'Good morning, how can I help?'],
  ['patient', "Um, I've had a cough for three weeks and, and my chest feels tight."],
  ['doctor', 'OK. Have you had any fever or night sweats?'],
  ['patient', 'No, not that I have noticed.'],
  ['doctor', 'Are you bringing up any blood?'],
  ['patient', 'No.'],
  ['doctor', 'Do you smoke?'],
  ['patient', 'I used to smoke ten a day.'],
  ['doctor', 'And any allergies?'],
  ['patient', "I'm allergic to penicillin."],
  ['doctor', 'What medicines do you take?'],
  ['patient', 'I take ramipril five milligrams once a day.'],
  [
    'doctor',
    "I'm going to order a chest x-ray and start you on doxycycline one hundred milligrams twice a day.",
  ],
  ['doctor', "I'd like to see you again in two weeks. If you get more breathless, come back straight away."],
];

describe('a drafted visit', () => {
  it('says the complaint in the third person, without fillers and with digits', () => {
    const note = noteOf(...VISIT);
    expect(note).toContain('Cough for 3 weeks.');
    expect(note).toMatch(/Chest feels tight\./);
    expect(note).not.toMatch(/\b(?:um|I've|my)\b/i);
  });

  it('joins a question with its denial', () => {
    const note = noteOf(...VISIT);
    expect(note).toMatch(/No fever or night sweats/);
    expect(note).toMatch(/Not bringing up any blood/);
  });

  it('keeps medicines with the dose bound to them, and what changes', () => {
    const { facts } = draftOf(...VISIT);
    const ramipril = facts.find((fact) => fact.drug?.name === 'ramipril');
    expect(ramipril?.drug).toMatchObject({ dose: '5 mg', frequency: 'once a day' });
    const doxycycline = facts.find((fact) => fact.drug?.name === 'doxycycline');
    expect(doxycycline?.drug).toMatchObject({ dose: '100 mg', frequency: 'twice a day', change: 'new' });
  });

  it('knows an allergy, a follow-up and a return precaution for what they are', () => {
    const kinds = draftOf(...VISIT).facts.map((fact) => fact.kind);
    expect(kinds).toEqual(expect.arrayContaining(['allergy', 'follow-up', 'return-precaution']));
  });

  it('takes a medicine that the patient asks about after a complaint for a question, and for no medicine', () => {
    const { facts } = draftOf(
      ['doctor', 'Anything else?'],
      ['patient', 'My left knee hurts when I kneel down, can I take naproxen for it?'],
      ['doctor', 'I would rather you did not.'],
    );
    const named = facts.filter(({ text }) => /naproxen/i.test(text));
    expect(named.map(({ kind }) => kind)).toEqual(['question']);
    expect(facts.some(({ text }) => text.startsWith('Left knee hurts'))).toBe(true);
  });

  it('puts evidence under every line', () => {
    const { note, facts } = draftOf(...VISIT);
    const ids = new Set(facts.map((fact) => fact.id));
    for (const item of note.sections.flatMap((section) => section.items)) {
      expect(item.evidence.length).toBeGreaterThan(0);
      expect(item.facts.every((id) => ids.has(id))).toBe(true);
    }
  });

  it('drafts the same bytes twice', () => {
    expect(JSON.stringify(draftOf(...VISIT))).toBe(JSON.stringify(draftOf(...VISIT)));
  });

  it('drafts nothing from nothing', () => {
    const draft = draftOf();
    expect(draft.facts).toEqual([]);
    expect(draft.note.sections).toEqual([]);
    expect(renderNoteText(draft.note)).toBe('');
  });
});

describe('evidence', () => {
  it('holds the drug and the dose of every medicine, cut out of its turn', () => {
    const doses: readonly (readonly [string, string])[] = [
      ['five', '5'],
      ['20', '20'],
      ['twenty five', '25'],
      ['2.5', '2.5'],
    ];
    fc.assert(
      fc.property(
        fc.constantFrom('ramipril', 'bisoprolol', 'amlodipine', 'sertraline'),
        fc.constantFrom(...doses),
        fc.constantFrom('Um, ', 'So ', '🙂 ', ''),
        fc.constantFrom(' once a day', ' at night', ''),
        (drug, [spoken, digits], opening, rest) => {
          const text = `${opening}I take ${drug} ${spoken} milligrams${rest}, and I sleep well.`;
          const { facts } = draftOf(['patient', text]);
          const fact = facts.find((each) => each.drug?.name === drug);
          expect(fact?.drug?.dose).toBe(`${digits} mg`);
          const cut = (fact?.evidence ?? [])
            .map((each) => (each.source === 'transcript' ? text.slice(each.start, each.end) : ''))
            .join(' ');
          expect(cut).toContain(drug);
          expect(cut).toContain(spoken);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('bad input', () => {
  const odd: readonly (readonly [string, readonly Line[]])[] = [
    ['one speaker only', [['patient', 'I have a headache. It started yesterday.']]],
    [
      'no clinician',
      [
        ['patient', 'I feel sick.'],
        ['other', 'She vomited twice.'],
      ],
    ],
    [
      'other scripts and emoji',
      [
        ['patient', 'болит голова 🤕 頭が痛い'],
        ['doctor', '👍👍'],
      ],
    ],
    [
      'empty turns',
      [
        ['patient', ''],
        ['doctor', '...'],
        ['patient', '?!'],
      ],
    ],
  ];
  it.each(odd)('%s', (_name, lines) => {
    const { note } = draftOf(...lines);
    const texts = new Map(transcriptOf(...lines).turns.map((turn) => [turn.id, turn.text]));
    for (const item of note.sections.flatMap((section) => section.items))
      for (const each of item.evidence)
        if (each.source === 'transcript')
          expect(each.end).toBeLessThanOrEqual(texts.get(each.turn)?.length ?? -1);
  });

  it('a turn of 5,000 words', () => {
    const text = Array.from({ length: 1000 }, (_, index) => `and then I took pill ${index}`).join(' ');
    expect(() => draftOf(['patient', text])).not.toThrow();
  });
});
