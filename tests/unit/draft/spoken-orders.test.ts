import { beforeAll, describe, expect, it } from 'vitest';
import type { Draft } from '../../../shared/contract/draft.ts';
import {
  type DraftKnowledge,
  dialogueToTranscript,
  draftVisit,
  loadDraftKnowledge,
} from '../../../shared/draft/index.ts';

let knowledge: DraftKnowledge;
beforeAll(() => {
  knowledge = loadDraftKnowledge();
});

type Line = readonly [speaker: 'doctor' | 'patient', text: string];

const draftOf = (...lines: readonly Line[]): Draft =>
  draftVisit({
    transcript: dialogueToTranscript({
      id: 'v',
      dialogue: lines.map(([speaker, text]) => ({ speaker, text })),
    }),
    knowledge,
    words: 300,
  });
const linesOf = (...lines: readonly Line[]): Record<string, string[]> =>
  Object.fromEntries(
    draftOf(...lines).note.sections.map(({ id, items }) => [id, items.map(({ text }) => text)]),
  );
const planOf = (...lines: readonly Line[]): string[] => linesOf(...lines)['plan'] ?? [];

describe('a warning that the recogniser cut in two', () => {
  it.each([
    [
      'Keep a diary of your readings if your face droops or your speech is slurred. Call 911. See me in four weeks.',
      ['Keep a diary of readings.', 'If face droops or speech is slurred, call 911.'],
    ],
    ['If the rash spreads to your eyes. Ring 999.', ['If the rash spreads to eyes, ring 999.']],
    [
      'Drink plenty of water. When you cannot keep anything down. Go to the emergency room.',
      ['Drink plenty of water.', 'Clinician: "When you cannot keep anything down, go to the emergency room"'],
    ],
    ['Ring 999. If you cannot breathe. I will see you in two weeks.', ['Ring 999 if they cannot breathe.']],
    [
      'Use the spray under your tongue if you get chest pain. Call 911.',
      ['Use the spray under tongue if they get chest pain.', 'If they get chest pain, call 911.'],
    ],
    [
      'It may itch at first if you get a fever that will not settle. Call us for the swelling. I will refer you to the lymph clinic.',
      ['If they get a fever that will not settle, call us.', 'Refer to the lymph clinic.'],
    ],
  ])('is one line of the plan again: %s', (said, expected) => {
    expect(planOf(['doctor', said])).toEqual(expect.arrayContaining(expected));
  });

  it('is a return precaution with the words of both halves for its evidence', () => {
    const said = 'Rest the leg if your toes go numb. Call 911.';
    const warning = draftOf(['doctor', said]).facts.find(({ kind }) => kind === 'return-precaution');
    const cited = warning?.evidence.map((one) =>
      one.source === 'transcript' ? said.slice(one.start, one.end) : '',
    );
    expect(cited?.join(' ')).toContain('if your toes go numb');
    expect(cited?.join(' ')).toContain('Call 911');
  });

  it('is not made where the call has a time of its own, or the condition is of a medicine', () => {
    expect(planOf(['doctor', 'Take paracetamol if you have pain. Call us in two weeks.'])).toEqual([
      'Take paracetamol if they have pain.',
      'Call us in 2 weeks.',
    ]);
  });
});

describe('a dose ordered in a sentence of its own', () => {
  it.each([
    [
      'after the one medicine it can be of',
      "We'll get you some Motrin. We'll give you 600 milligrams every six hours.",
      'Motrin: give 600 mg every 6 hours.',
    ],
    [
      'after a change that was announced',
      'We talked about increasing your sertraline. Increase it from 50 to 75 milligrams.',
      'Sertraline: increase it from 50 to 75 mg.',
    ],
  ])('%s takes its name', (_name, said, line) => {
    expect(planOf(['doctor', said])).toContain(line);
  });

  it.each([
    [
      'nothing known was named',
      "We'll get you some matrim. We'll give you 600 milligrams every six hours.",
      'Clinician: "We\'ll get you some matrim … We\'ll give you 600 mg every 6 hours"',
    ],
    [
      'something unknown stands between',
      'Your ibuprofen did not help. Let us start some lottery. Take 800 milligrams twice a day.',
      'Clinician: "Let us start some lottery … Take 800 mg twice a day"',
    ],
  ])('is quoted, flagged and on no sheet where %s', (_name, said, line) => {
    const lines: readonly Line[] = [['doctor', said]];
    expect(planOf(...lines)).toContain(line);
    const draft = draftOf(...lines);
    expect(draft.flags.map(({ message }) => message).join()).toMatch(/A dose was heard and no medicine/);
  });
});

describe('an order given outright', () => {
  it('stands in the plan, with how to take it, be that heard as another’s', () => {
    const visit: readonly Line[] = [
      ['doctor', 'Take acetaminophen instead. 500 milligrams when you need it,'],
      ['patient', 'no more than four times a day.'],
    ];
    expect(linesOf(...visit)).toEqual({
      plan: ['Take acetaminophen instead, 500 mg when they need it, no more than 4 times a day.'],
    });
  });

  it('takes no word of the patient’s where the clinician’s sentence had ended', () => {
    const plan = planOf(
      ['doctor', 'Take acetaminophen 500 milligrams when you need it.'],
      ['patient', 'Twice a day.'],
    );
    expect(plan).toEqual(['Take acetaminophen 500 mg when they need it.']);
  });

  it('names the medicine that the patient asked about', () => {
    const draft = draftOf(
      ['patient', 'And do I keep the lisinopril the same?'],
      ['doctor', 'Yes, keep taking it as before.'],
    );
    expect(draft.note.sections.flatMap(({ items }) => items.map(({ text }) => text))).toContain(
      'Lisinopril: keep taking it as before.',
    );
    expect(draft.facts.find(({ drug }) => drug?.change === 'same')?.drug?.name).toBe('Lisinopril');
  });

  it('is never lost for the way it was said', () => {
    const mri = 'I will order an MRI of the left shoulder to be sure there is nothing else going on.';
    expect(planOf(['doctor', mri])[0]).toMatch(/MRI of the left shoulder/);
    expect(
      planOf(['doctor', 'I will order an x-ray of the foot because we do not know what it is'])[0],
    ).toMatch(/x-ray of the foot/);
  });

  it('is found under words misheard and put as a question', () => {
    const plan = planOf([
      'doctor',
      "So we all get you a splint and we all give you ibuprofen, 600 milligrams every six hours. And if it doesn't get better, why don't you call us and come back at that point?",
    ]).join(' ');
    expect(plan).toMatch(/splint/);
    expect(plan).toMatch(/ibuprofen,? 600 mg every 6 hours/);
    expect(plan).toMatch(/If it does not get better, call us and come back/);
  });

  it('is not one to the assistant, whatever was heard for its name', () => {
    expect(
      planOf(['doctor', 'Okay, hey, bragging, order the medication and procedures we discussed.']),
    ).toEqual([]);
  });

  it.each([
    ['Hey Dragon, order omeprazole, 20 milligrams, once a day.', 'Order omeprazole, 20 mg, once a day.'],
    ['Hey, Footnote, order an ultrasound of the kidneys.', 'Order an ultrasound of the kidneys.'],
    ['Hey, Dragon, order referral to gastroenterology.', 'Order referral to gastroenterology.'],
  ])('is one for the patient, be it given to an assistant: %s', (said, plan) => {
    expect(planOf(['doctor', said])).toEqual([plan]);
  });

  it('is none where the assistant is only to show something', () => {
    expect(planOf(['doctor', 'Hey, Dragon, show me the ultrasound of the kidneys.'])).toEqual([]);
  });

  it('stands for a woman as for a man', () => {
    const splint = 'I would recommend we get you a foam splint for that finger today.';
    for (const who of ['He', 'She']) {
      const plan = planOf(
        ['doctor', `${who} is a 48 year old ${who === 'He' ? 'man' : 'woman'}.`],
        ['doctor', splint],
      );
      expect(plan.join(' ')).toMatch(/Recommend we get (?:him|her) a foam splint/);
    }
  });

  it('has its condition, be that a sentence of its own', () => {
    expect(
      planOf(['doctor', 'If your symptoms do not improve. We can consider a steroid injection.']),
    ).toEqual(['If symptoms do not improve, can consider a steroid injection.']);
  });

  it('keeps for how long', () => {
    expect(
      planOf(['doctor', 'I am going to have you use some crutches for the next couple of days.']),
    ).toEqual(['Advised to use some crutches for the next couple of days.']);
  });

  it('is no plan where it is a wish', () => {
    expect(planOf(['doctor', "I'd like to see that blood pressure a little bit lower, around 120."])).toEqual(
      ['Would like to see that blood pressure a bit lower, around 120.'],
    );
    expect(planOf(['doctor', "I'd like to see you back in two weeks."])).toEqual([
      'Will see back in 2 weeks.',
    ]);
  });

  it('keeps where to go, though it sounds like a hesitation', () => {
    expect(planOf(['doctor', 'If it gets worse we will get you referred to the er.'])[0]).toMatch(
      /to the er\b/i,
    );
  });

  it('says what not to take as advice', () => {
    expect(planOf(['doctor', 'I would rather you did not take ibuprofen for the knee.'])).toEqual([
      'Advised not to take ibuprofen for the knee.',
    ]);
  });

  it('is none in the examination', () => {
    expect(planOf(['doctor', 'Let me examine you. Take a deep breath. Keep looking at my finger.'])).toEqual(
      [],
    );
  });
});

describe('a habit given up', () => {
  it.each(['I used to, I stopped ten years ago.', 'I used to, but I stopped ten years ago.'])(
    'is told with when it ended: %s',
    (answer) => {
      expect(linesOf(['doctor', 'Do you smoke?'], ['patient', answer])['history']).toContain(
        'Used to smoke; stopped 10 years ago.',
      );
    },
  );
});

describe('an answer about allergies', () => {
  it('is an allergy and no medicine taken', () => {
    const { facts } = draftOf(
      ['doctor', 'And do you have any allergy to any medications?'],
      ['patient', 'Um, yeah I think there was an antibiotic, um, called clindamycin.'],
    );
    expect(facts.find(({ drug }) => drug?.name === 'clindamycin')?.kind).toBe('allergy');
  });

  it.each(['Uh, no just latex.', 'No, just latex.', 'Nope only latex.'])(
    'is no denial of what it excepts: %s',
    (answer) => {
      const history = linesOf(['doctor', 'Any allergies to any medication?'], ['patient', answer])['history'];
      expect(history?.join(' ')).toMatch(/Allergies: (?:only |just )?latex/i);
      expect(history?.join(' ')).not.toMatch(/\bno latex/i);
    },
  );
});

describe('what a denial does not reach', () => {
  it.each([
    ['Any blood in the stool?', 'No blood, yeah, just loose and runny.', 'No blood, just loose and runny.'],
    [
      'How is your mood?',
      "I don't feel low, just a little bit stressed.",
      'Does not feel low, just a bit stressed.',
    ],
    [
      'Any blurred vision or numbness in your feet?',
      'No blurred vision, my feet tingle a little at night.',
      'No blurred vision; feet tingle a little at night.',
    ],
  ])('is told apart from it: %s %s', (question, answer, line) => {
    expect(linesOf(['doctor', question], ['patient', answer])['history']).toContain(line);
  });
});

describe('numbers and persons as they were meant', () => {
  it.each([
    ['doctor', 'On your leg exam I see 2+ , uh , pitting edema.', /2\+/],
    ['patient', 'And so I called nine one one and they came to the house.', /called nine one one/i],
    ['doctor', 'If it gets worse you should call nine one one.', /call nine one one/],
    ['doctor', 'If you cannot breathe, ring nine nine nine.', /ring nine nine nine/],
    ['doctor', 'The right kidney is 10 cm long.', /right kidney/i],
    ['patient', 'It hurts or sometimes like this morning it burns.', /like this morning/],
    ['patient', 'It hurts every now and then.', /every now and then/],
  ] as const)('%s: %s', (speaker, said, expected) => {
    const { facts } = draftOf([speaker, said]);
    expect(facts.map(({ text }) => text).join(' ')).toMatch(expected);
  });

  it('gives no dose where two numbers may be one', () => {
    const { facts } = draftOf(['doctor', 'I want to add aldactone twelve. Five milligrams daily.']);
    expect(facts.find(({ drug }) => drug?.name === 'aldactone')?.drug).not.toHaveProperty('dose');
  });

  it('leaves a relative’s illness with the relative', () => {
    const { facts } = draftOf(
      ['patient', 'My mother has a thyroid problem.'],
      ['doctor', 'So, she has hyperthyroidism.'],
    );
    expect(facts.find(({ text }) => text.includes('hyperthyroidism'))?.subject).toMatchObject({
      role: 'family',
      relation: 'mother',
    });
  });

  it('joins no condition with what is only recalled', () => {
    const lines = linesOf(['doctor', 'If things change. You have mentioned your bowels are fine.']);
    expect(JSON.stringify(lines)).not.toMatch(/If things change, /);
  });
});

describe('a denial of several things', () => {
  it('keeps each of them, and whose they are', () => {
    const facts = draftOf(
      ['doctor', 'Any weight loss, loss of appetite?'],
      ['patient', 'No.'],
      ['doctor', 'In terms of family history, any history of problems with the kidneys?'],
      ['patient', 'No.'],
    ).facts.map(({ kind, text }) => `${kind}: ${text}`);
    expect(facts).toContain('symptom: No weight loss, loss of appetite');
    expect(facts).toContain('family-history: No history of problems with the kidneys in the family');
  });
});
