import { describe, expect, it } from 'vitest';
import { composeStages } from '../../shared/hosts/compose.ts';
import { dialogueToTranscript } from '../../shared/draft/index.ts';

const stages = composeStages();

/** The sheet of what a clinician says, in the words and with the full stops of a recogniser. */
const sheetOf = (said: string, language: 'en' | 'es' = 'en'): string => {
  const transcript = dialogueToTranscript({ id: 'v', dialogue: [{ speaker: 'doctor', text: said }] });
  return stages.sheetText(
    stages.instructions(stages.draft(transcript, undefined).facts, undefined, language),
  );
};

describe('the sheet of words that a recogniser cut in the wrong place', () => {
  const AT_HOME =
    'Check your sugar every morning and write it down if you have chest pain or weakness on one side. Call 911. Come back in six weeks.';

  it('says what to do at home, and when to call for help', () => {
    const sheet = sheetOf(AT_HOME);
    expect(sheet).toContain('Check your blood sugar. Write it down.');
    expect(sheet).toContain('Call 911 if you have: chest pain or weakness on one side.');
    expect(sheet).toContain('Come back in 6 weeks.');
    expect(sheetOf(AT_HOME, 'es')).toContain('911');
  });

  it('keeps when a medicine is needed beside how often it may be taken', () => {
    const sheet = sheetOf(
      'Take acetaminophen instead. 500 milligrams when you need it, no more than four times a day.',
    );
    expect(sheet).toContain('Take 500 mg only when you need it, no more than 4 times a day.');
  });

  it('counts tests as they were counted', () => {
    const sheet = sheetOf('I am ordering a kidney blood test and a vitamin B12 level today.');
    expect(sheet).toContain('You will have: kidney blood test and vitamin B12 test.');
    expect(sheet).not.toContain('blood tests');
  });
});
