import type { Speaker } from '../../contract/transcript.ts';
import { utteranceFeatures } from './features.ts';
import { type Linear, logistic } from '../linear.ts';
import type { Utterance } from './utterances.ts';

const LEAST_EVIDENCE = 4;

/** How far the words sound like the clinician's; positive is the clinician. */
const voice = (utterance: Utterance, model: Linear): number =>
  Math.max(-4, Math.min(4, model.scores(utteranceFeatures(utterance.said, utterance.asks))[0] ?? 0));

const exchanged = (speaker: Speaker): Speaker =>
  speaker === 'clinician' ? 'patient' : speaker === 'patient' ? 'clinician' : speaker;

/**
 * Whether the tags of clinician and patient are the wrong way round, by the language of both. Says so only where both
 * speak and the words of each sound like the other's.
 */
export const areSwapped = (said: readonly Utterance[], model: Linear): boolean => {
  const sums = { clinician: 0, patient: 0 };
  const counts = { clinician: 0, patient: 0 };
  for (const each of said) {
    if (each.speaker !== 'clinician' && each.speaker !== 'patient') continue;
    sums[each.speaker] += voice(each, model) * Math.min(20, each.said.length);
    counts[each.speaker] += Math.min(20, each.said.length);
  }
  if (counts.clinician < 20 || counts.patient < 20) return false;
  return sums.patient / counts.patient - sums.clinician / counts.clinician > LEAST_EVIDENCE / 8;
};

export const swap = (said: readonly Utterance[]): readonly Utterance[] =>
  said.map((each) => ({ ...each, speaker: exchanged(each.speaker) }));

const STAY = 0.55;
const AFTER_QUESTION = 0.15;

/**
 * Gives the utterances of unknown speakers to clinician or patient: the likeliest sequence (Viterbi) under the words of
 * each and the custom that a question is followed by an answer. Runs of one speaker become turns of their own; evidence
 * still points into the turn that was given.
 */
export const attribute = (said: readonly Utterance[], model: Linear): readonly Utterance[] => {
  if (!said.some((each) => each.speaker === 'unknown')) return said;
  const from: (readonly [number, number])[] = [];
  let score: [number, number] = [0, 0];
  said.forEach((each, index) => {
    const clinician =
      each.speaker === 'unknown'
        ? logistic(voice(each, model))
        : each.speaker === 'clinician'
          ? 0.999
          : 0.001;
    const before = said[index - 1];
    const stay = before?.asks ? AFTER_QUESTION : STAY;
    const options = [
      [score[0] + Math.log(stay), score[1] + Math.log(1 - STAY)],
      [score[0] + Math.log(1 - stay), score[1] + Math.log(STAY)],
    ] as const;
    from.push([options[0][0] >= options[0][1] ? 0 : 1, options[1][0] > options[1][1] ? 0 : 1]);
    score = [
      Math.max(...options[0]) + Math.log(clinician + 1e-6),
      Math.max(...options[1]) + Math.log(1 - clinician + 1e-6),
    ];
  });
  const speakers: Speaker[] = [];
  let state: 0 | 1 = score[0] >= score[1] ? 0 : 1;
  for (let index = said.length - 1; index >= 0; index -= 1) {
    speakers[index] = state === 0 ? 'clinician' : 'patient';
    state = from[index]?.[state] === 0 ? 0 : 1;
  }
  let turn = -1;
  return said.map((each, index) => {
    const speaker = each.speaker === 'other' ? 'other' : (speakers[index] ?? 'unknown');
    const opensTurn = index === 0 || speaker !== speakers[index - 1];
    if (opensTurn) turn += 1;
    return { ...each, speaker, opensTurn, turn };
  });
};
