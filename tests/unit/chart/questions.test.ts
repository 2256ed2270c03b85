import { describe, expect, it } from 'vitest';
import { readQuestions } from '../../../shared/chart/questions.ts';

const form = {
  resourceType: 'QuestionnaireResponse',
  id: 'q',
  status: 'completed',
  item: [
    { text: 'Do you smoke?', answer: [{ valueBoolean: false }] },
    { text: 'How did you sleep', answer: [{ valueString: 'badly' }] },
    { text: 'What would you like to ask today?', answer: [{ valueString: 'My sister has gout' }] },
    {
      text: 'Anything else',
      item: [{ text: 'Other', answer: [{ valueString: 'Can I stop the water pill?' }] }],
    },
  ],
};

describe("the patient's own questions", () => {
  it('one a line from a text, blank lines left out', () => {
    expect(readQuestions('\uFEFFCan I fly?\r\n\r\n  Is it the heart?  \n')).toEqual([
      'Can I fly?',
      'Is it the heart?',
    ]);
    expect(readQuestions('{ not json, just a brace')).toEqual(['{ not json, just a brace']);
  });

  it('from a form: what is asked, not what was answered', () => {
    const asked = ['My sister has gout', 'Can I stop the water pill?'];
    expect(readQuestions(JSON.stringify(form))).toEqual(asked);
    expect(readQuestions(JSON.stringify({ resourceType: 'Bundle', entry: [{ resource: form }] }))).toEqual(
      asked,
    );
    expect(readQuestions(JSON.stringify({ ...form, status: 'entered-in-error' }))).toEqual([]);
  });
});
