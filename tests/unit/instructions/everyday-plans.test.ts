import { describe, expect, it } from 'vitest';
import { dialogueToTranscript, draftVisit, loadDraftKnowledge } from '../../../shared/draft/index.ts';
import { writeInstructions } from '../../../shared/draft/instructions/write-instructions.ts';
import { loadSheetKnowledge } from '../../../shared/knowledge/sheet.ts';

const knowledge = loadDraftKnowledge();
const words = loadSheetKnowledge();

/** Part, language and text of each line of the sheet of a visit in which a clinician said this; why they came is left out. */
const lineOf = (said: string, language: string): readonly (readonly [string, string, string])[] => {
  const transcript = dialogueToTranscript({
    id: 'made',
    dialogue: [
      { speaker: 'clinician', text: 'Hi, what brings you in today?' },
      { speaker: 'patient', text: 'My knee hurts.' },
      { speaker: 'clinician', text: said },
      { speaker: 'patient', text: 'Okay.' },
    ],
  });
  const { facts } = draftVisit({ transcript, knowledge });
  return writeInstructions({ facts, language, visit: {}, knowledge: words })
    .sections.filter(({ id }) => id !== 'why')
    .flatMap((section) =>
      section.lines
        .filter((line) => line.facts.length > 0)
        .map((line) => [section.id, line.language, line.text] as const),
    );
};

/** The same as one text, all of it in that language. */
const told = (said: string, language: string): string => {
  const lines = lineOf(said, language);
  expect(lines.every(([, spoken]) => spoken === language)).toBe(true);
  return lines.map(([, , text]) => text).join(' ');
};

describe('a plan as it is said any day, told from what it holds', () => {
  it.each([
    [
      'I want to order a thyroid test in about a month to see if we have to adjust anything.',
      'You will have this test in 1 month: thyroid blood test.',
      'Le harán esta prueba en 1 mes: análisis de la tiroides.',
    ],
    [
      'If your weight keeps going up I want you to call me.',
      'Call us if this goes up: weight.',
      'Llámenos si esto sube: peso.',
    ],
    [
      'Let me know if you have any other problems in the meantime.',
      'Call us if you have other problems.',
      'Llámenos si tiene otros problemas.',
    ],
    ['Let us know if you get a fever.', 'Call us if you have: fever.', 'Llámenos si tiene: fiebre.'],
    [
      'I am also going to give you a brace for your right wrist.',
      'You will wear: brace. Where: wrist. Side: right.',
      'Usted usará: férula. Dónde: muñeca. Lado: derecho.',
    ],
    [
      'I will see you back here in 2 or 3 weeks to go over the results.',
      'Come back in 2 to 3 weeks.',
      'Vuelva en 2 a 3 semanas.',
    ],
    [
      'The nurse will help you make a follow-up appointment with me.',
      'The nurse will help you make your next appointment.',
      'La enfermera le ayudará a pedir su próxima cita.',
    ],
    [
      "I don't think you need any antibiotics right now.",
      'You do not need this for now: antibiotics.',
      'Por ahora no necesita: antibióticos.',
    ],
    [
      'I will write you a prescription for naproxen 500 mg twice a day.',
      'Start naproxen. Take 500 mg 2 times a day.',
      'Empiece naproxen. Tome 500 mg 2 veces al día.',
    ],
    [
      'You can pick that up at your pharmacy.',
      'Pick up your medicine at the pharmacy.',
      'Recoja su medicina en la farmacia.',
    ],
    [
      'Make sure you stop by the front desk and make an appointment for the blood work.',
      'At the front desk, make an appointment for: blood tests.',
      'En recepción, pida una cita para: análisis de sangre.',
    ],
    [
      'Put ice on it for 20 minutes 3 times a day.',
      'Put ice on it. Do this for 20 minutes, 3 times a day.',
      'Ponga hielo. Hágalo por 20 minutos, 3 veces al día.',
    ],
    [
      'No heavy lifting for 6 weeks.',
      'Do not lift heavy things. Do this for 6 weeks.',
      'No levante cosas pesadas. Hágalo por 6 semanas.',
    ],
    [
      'You can go back to work on Monday.',
      'You can go back to work on Monday.',
      'Puede volver al trabajo el lunes.',
    ],
    [
      'Schedule an appointment with the foot doctor in the next month.',
      'Make an appointment with: the foot doctor. When: next month.',
      'Pida una cita con: el médico de los pies. Cuándo: el próximo mes.',
    ],
    [
      'We will start with skin testing.',
      'First you will have: skin test.',
      'Primero le harán: prueba de la piel.',
    ],
    [
      'We will start with the x-ray, and if that is normal we will do an MRI.',
      'First you will have: x-ray (a picture of the bones). If that comes back normal, you will have: MRI (a scan with magnets).',
      'Primero le harán: radiografía (imagen de los huesos). Si eso sale normal, le harán: resonancia (imagen hecha con imanes).',
    ],
    ['I want you to drink plenty of water.', 'Have more of: water.', 'Coma o tome más: agua.'],
    [
      'Keep taking the water pill as before.',
      'Keep taking water pill as before.',
      'Siga con pastilla para eliminar líquido como antes.',
    ],
  ])('%s', (said, english, spanish) => {
    expect(told(said, 'en')).toBe(english);
    expect(told(said, 'es')).toBe(spanish);
  });

  it.each([
    [
      'I will see you in 2 weeks call me if you get a fever.',
      ['Come back in 2 weeks.', 'Call us if you have: fever.'],
    ],
    [
      'I will see you back in 4 weeks, let me know if you have other problems in the meantime.',
      ['Come back in 4 weeks.', 'Call us if you have other problems.'],
    ],
  ])('never lets the time of a visit be the time to wait with a call: %s', (said, lines) => {
    expect(lineOf(said, 'en').map(([, , text]) => text)).toEqual(lines);
  });

  it('never makes a visit that was said for a case one that is to come', () => {
    const said =
      "We will try that for about a week, and if it doesn't get better, why don't you call us and come back at that point.";
    expect(lineOf(said, 'en').map(([, , text]) => text)).toEqual([
      'Call us or come back if you do not get better.',
    ]);
  });

  it.each([
    'Now turn back and take a couple of deep breaths for me.',
    'I am going to test the strength of your legs.',
    'That might have happened lifting something.',
    'When it comes on it is like somebody is stabbing you with an ice pick.',
  ])('says nothing of what is only talk of the room: %s', (said) => {
    expect(told(said, 'en')).toBe('');
  });
});

describe('what was weighed', () => {
  it.each([
    [
      'The good thing about physical therapy is that there is no surgery.',
      'What speaks for physical therapy: “there is no surgery”',
    ],
    [
      'The downside of surgery is that you will be off work for 6 weeks.',
      'What speaks against surgery: “you will be off work for 6 weeks”',
    ],
    [
      'Physical therapy has fewer risks than surgery.',
      'What speaks for physical therapy: “has fewer risks than surgery”',
    ],
    ['Steroids can cause weight gain.', 'What speaks against steroids: “can cause weight gain”'],
    ['Surgery would heal it faster.', 'What speaks for surgery: “would heal it faster”'],
    ['We could do physical therapy or surgery.', 'There is a choice: physical therapy or surgery.'],
  ])('stands under the choices with the words it was weighed in: %s', (said, english) => {
    expect(lineOf(said, 'en')).toEqual([['choices', 'en', english]]);
  });

  it('stays in English on a Spanish sheet and is marked, since a reason is no fact', () => {
    expect(lineOf('Physical therapy has fewer risks than surgery.', 'es')).toEqual([
      ['choices', 'en', 'Su médico dijo esto. “Physical therapy has fewer risks than surgery”'],
    ]);
    expect(lineOf('We could do physical therapy or surgery.', 'es')).toEqual([
      ['choices', 'es', 'Se puede elegir: terapia física o cirugía.'],
    ]);
  });

  it('is nothing that was said of no option', () => {
    expect(lineOf('That can cause some trouble.', 'en')).toEqual([]);
  });
});
