import { z } from 'zod';
import { knowledgeFolder, readKnowledge } from '../../knowledge/folder.ts';

const Role = z.enum(['clinician', 'patient']);
const Cues = z.object({
  source: z.string().min(1),
  date: z.iso.date(),
  note: z.string(),
  question: z.object({ speaker: Role, weight: z.number() }),
  cues: z.array(z.object({ speaker: Role, weight: z.number(), words: z.array(z.string()) })),
});

/** Log odds (nats) that some words were said by the clinician rather than the patient. */
export type CueReader = (words: readonly string[]) => number;

const LONGEST_CUE = 5;
/** Words alone never make it certain: a patient may be a nurse. */
const MOST_NATS = 4;

const plain = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/^[^\p{L}\p{N}']+|[^\p{L}\p{N}']+$/gu, '');

/** Reads the cue list from resources/knowledge; throws when the file is not what it should be. */
export const loadCueReader = (folder: string = knowledgeFolder()): CueReader => {
  const cues = readKnowledge(folder, 'speaker-cues.json', Cues);
  const sign = (speaker: z.infer<typeof Role>): number => (speaker === 'clinician' ? 1 : -1);
  const weights = new Map<string, number>();
  for (const { speaker, weight, words } of cues.cues)
    for (const cue of words) weights.set(cue, sign(speaker) * weight);

  return (words) => {
    const spoken = words.map(plain);
    let sum = 0;
    for (let at = 0; at < spoken.length;) {
      let used = 1;
      for (let length = Math.min(LONGEST_CUE, spoken.length - at); length > 0; length -= 1) {
        const weight = weights.get(spoken.slice(at, at + length).join(' '));
        if (weight === undefined) continue;
        sum += weight;
        used = length;
        break;
      }
      at += used;
    }
    const questions = words.filter((word) => word.includes('?')).length;
    sum += questions * sign(cues.question.speaker) * cues.question.weight;
    return Math.max(-MOST_NATS, Math.min(MOST_NATS, sum));
  };
};
