import { expect, it } from 'vitest';
import { dialogueToTranscript, draftVisit, loadDraftKnowledge } from '../../../shared/draft/index.ts';

const knowledge = loadDraftKnowledge();

/** What stands for a question that the patient answered. */
const answered = (question: string, answer: string): readonly string[] => {
  const transcript = dialogueToTranscript({
    id: 'made',
    dialogue: [
      { speaker: 'clinician', text: 'Hello, how are you?' },
      { speaker: 'patient', text: 'Good.' },
      { speaker: 'clinician', text: question },
      { speaker: 'patient', text: answer },
    ],
  });
  return draftVisit({ transcript, knowledge }).facts.map(({ text }) => text);
};

it.each([
  ['Is your right index finger hurting?', 'Yes.', 'Right index finger is hurting'],
  ['Is your, is your left ear painful?', 'Yes.', 'Left ear is painful'],
  ['Are your feet swollen?', 'Yes.', 'Feet are swollen'],
  ['Is your lower back stiff?', 'No.', 'Lower back is not stiff'],
])('a part is asked about by its side and its name: %s', (question, answer, said) => {
  expect(answered(question, answer)).toEqual([said]);
});
