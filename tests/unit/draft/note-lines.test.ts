import { describe, expect, it } from 'vitest';
import { draftVisit } from '../../../shared/draft/index.ts';
import {
  draftKnowledge,
  draftOf,
  linesOf,
  transcriptOf,
  type Line,
} from '../../fixtures/draft/spoken-visit.ts';

const noteOf = (...lines: readonly Line[]): readonly string[] => linesOf(draftOf(lines));
const asked = (question: string, answer: string): string =>
  noteOf(['doctor', question], ['patient', answer]).join(' ');

describe('a line is written as a clinician writes it', () => {
  it.each([
    [
      'Are you allergic to anything? Any allergies to medication?',
      'No, none.',
      /No known drug allergies \(NKDA\)\./,
    ],
    ['Do you smoke at all?', 'No, I do not.', /Not a smoker/],
    ['Where does it hurt?', 'In my lower back.', /Site: lower back\./],
    ['How have you been?', "I've got a bit of a cough at the moment, yeah.", /cough currently\./],
    [
      'When was the last time you had methotrexate?',
      'Uh, this morning.',
      /Last methotrexate: this morning\./,
    ],
  ])('%s %s', (question, answer, line) => {
    expect(asked(question, answer)).toMatch(line);
  });
});

describe('what a clinician would not sign is left out', () => {
  it.each<Line>([
    ['patient', 'Good morning.'],
    ['patient', 'Nothing crazy.'],
    ['patient', "It's not pleasant."],
    ['patient', 'Sorry, could you repeat that?'],
    ['patient', "Yeah, I'll watch out for those."],
    ['doctor', 'In terms of your job.'],
    ['doctor', 'Based on your story.'],
    ['doctor', 'Is the treatment plan clear?'],
    ['patient', 'Twelve Lindon Road is my address.'],
  ])('%s: %s', (speaker, text) => {
    expect(noteOf(['doctor', 'What is it?'], ['patient', 'I have a bad cough.'], [speaker, text])).toEqual([
      'Bad cough.',
    ]);
  });

  it('but a medicine that no other line names is quoted as it was said', () => {
    const note = noteOf(
      ['doctor', 'What is it?'],
      ['patient', 'I have a bad cough.'],
      ['patient', 'The metoprolol, that, what is it, the the and, because of my, of the.'],
    ).join(' ');
    expect(note).toMatch(/(?:Patient: ".*metoprolol.*"|metoprolol)/i);
  });
});

describe('what is said of a patient is not said of somebody else', () => {
  it.each<[string, string, RegExp]>([
    ['of anybody', 'It can hurt other organs like your kidneys.', /the clinician/],
    ['of the patient', 'The pain gets worse if you walk uphill.', /the clinician/],
  ])('%s: %s', (_whom, said, wrong) => {
    const note = noteOf(['doctor', 'What is it?'], ['patient', said]).join(' ');
    expect(note).not.toBe('');
    expect(note).not.toMatch(wrong);
  });

  it('and what the clinician does by hand stays the clinician’s', () => {
    const note = noteOf(
      ['doctor', 'And here?'],
      ['patient', 'My belly hurts when you push on the left side.'],
    );
    expect(note.join(' ')).not.toMatch(/when (?:he|she|they) push/);
  });
});

it('a half that goes with what is before it stays in words', () => {
  expect(
    noteOf(['doctor', 'How far do you walk?'], ['patient', "I'm walking about a mile and a half a day."]),
  ).toEqual(['Walking about a mile and a half a day.']);
});

it.each([
  ['Any coughing?', 'No coughing just when I swallow.', /No coughing/],
  ['Is it in closed spaces?', 'No, it happens every time.', /Not in closed/],
  ["You haven't had anything to eat?", 'No, just a little bit.', /Has not had anything/],
])('a denial that is taken back is none: %s %s', (question, answer, wrong) => {
  expect(asked(question, answer)).not.toMatch(wrong);
});

describe('answers', () => {
  it.each([
    ['Have you been sick with this?', 'No.', /Has not been sick/, /No been/],
    ['Have you lost any weight?', 'I have, a little bit, yes.', /Has lost some weight, a bit\./, /yes/],
    ['Do you take any regular medication?', 'Yep. Uh, no.', /Does not take any regular medication/, /^Takes/],
    ['Do you have any allergies to any medication?', 'Allergies, no.', /NKDA/, /Allergies: allergies/],
    [
      'Does the pain move anywhere else? Does it go to your back? To your sides?',
      'No, no.',
      /does not move anywhere else.*[Dd]oes not go to back or to sides/,
      /Reports/,
    ],
    ['Is it weeping? Is there liquid coming out of it? Weeping?', 'No.', /weeping/, /Reports/],
    [
      'How are your sugars?',
      "I wasn't really, uh, staying on top of my sugar readings.",
      /not really,? staying on top of/,
      /^Staying/,
    ],
    [
      'Do you have any allergies at all? Medication?',
      "No, I've just got a pollen allergy.",
      /pollen allergy/,
      /No known|NKDA/,
    ],
    ['Are you eating well? Do you get any pain?', 'No.', /No pain/, /[Nn]ot eating/],
  ])('%s %s', (question, answer, line, never) => {
    const note = asked(question, answer);
    expect(note).toMatch(line);
    expect(note).not.toMatch(never);
  });
});

describe('a condition keeps what follows from it', () => {
  it('as the patient says it', () => {
    expect(
      asked(
        'What makes it worse?',
        'Well, if I lean forward, or move my head or neck, yeah, the headache gets worse.',
      ),
    ).toMatch(/If they lean forward or move (?:head|their head) or neck, headache gets worse/);
  });

  it('as a warning', () => {
    const draft = draftOf([
      ['doctor', 'What is it?'],
      ['patient', 'I have a rash.'],
      ['doctor', "If there's no improvement in the next two weeks or so, you need to get back to us."],
    ]);
    expect(linesOf(draft).join(' ')).toMatch(
      /If there is no improvement in the next 2 weeks.*get back to us/i,
    );
  });

  it('and not what is said after another sentence', () => {
    const note = noteOf(
      ['doctor', 'What is it?'],
      ['patient', 'I have a rash.'],
      ['doctor', "If you take it with food. I'm going to order a chest x-ray."],
    ).join(' ');
    expect(note).not.toMatch(/food, order/i);
  });
});

describe('a note of the usual length', () => {
  it('holds what reads as a line of a note, and no chatter', () => {
    const transcript = transcriptOf(
      ['doctor', 'Hi, what brings you in today?'],
      ['patient', "My back hurts when I bend over. It's been about five days."],
      ['doctor', 'How did it happen?'],
      [
        'patient',
        'I was moving a heavy box on Saturday. My brother was there. The game was on. Great place, that.',
      ],
      ['doctor', 'Any numbness in your legs?'],
      ['patient', 'No.'],
      ['doctor', 'Take one more deep breath. Squeeze my fingers as hard as you can.'],
      ['doctor', "Your lungs are clear. I'd like to order an x-ray of your lower back."],
      ['patient', 'That sounds like a plan. The holidays must be fun.'],
    );
    expect(linesOf(draftVisit({ transcript, knowledge: draftKnowledge() }))).toEqual([
      'Back hurts when they bend over.',
      'Has been about 5 days.',
      'Was moving a heavy box on Saturday.',
      'No numbness in legs.',
      'Lungs are clear.',
      'Order an x-ray of lower back.',
    ]);
  });
});
