import type { Chart } from '../../contract/chart.ts';
import type { Utterance } from '../utterances/utterances.ts';
import type { Pronoun } from './wording.ts';

const WOMAN = /^(?:female|woman|lady|girl|ma'am|madam|mrs|ms|miss)$/;
const MAN = /^(?:male|man|gentleman|boy|mr|sir)$/;

/**
 * The patient's pronoun: from the chart, else from what the clinician calls the patient ("a 40-year-old woman", "sir").
 * Never guessed from a name or a condition: "they" where nobody said.
 */
export const pronounOf = (chart: Chart | undefined, said: readonly Utterance[]): Pronoun => {
  if (chart?.patient.sex === 'male') return 'he';
  if (chart?.patient.sex === 'female') return 'she';
  let women = 0;
  let men = 0;
  for (const { speaker, spoken } of said) {
    if (speaker !== 'clinician') continue;
    spoken.forEach((word, at) => {
      const old = spoken.slice(Math.max(0, at - 3), at).some((each) => /(?:^|-)old$/.test(each));
      if (!old && !TITLE.test(word)) return;
      if (WOMAN.test(word)) women += 1;
      if (MAN.test(word)) men += 1;
    });
  }
  if (women > 0 && men === 0) return 'she';
  return men > 0 && women === 0 ? 'he' : 'they';
};

const TITLE = /^(?:mr|mrs|ms|miss|sir|ma'am|madam)$/;
