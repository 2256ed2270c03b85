import type { Speaker, Word } from '../../contract/transcript.ts';
import type { CueReader } from './cues.ts';
import { tellVoicesApart, type VoicedStretch } from './voices.ts';

/** A word with who is thought to have said it, and how sure that is (0..1). */
export interface AttributedWord {
  readonly word: Word;
  readonly speaker: Speaker;
  readonly sureness: number;
}

interface Unit {
  readonly words: readonly Word[];
  /** Log odds for the clinician (nats) from the voice and from what was said. */
  readonly voice: number;
  readonly said: number;
}

/** Words count less than the voice once the voice is known. */
const SAID_BESIDE_VOICE = 0.5;
/** Cost (nats) of a change of speaker between two stretches, and how much a question before it takes off. */
const CHANGE = 0.7;
const AFTER_QUESTION = 1.2;
/** Below this sureness nobody is named. */
const LEAST_SURE = 0.55;
/** A word belongs to the nearest stretch; engines place words up to this far outside it (ms). */
const SENTENCE_REACH = 2;

const endsSentence = (word: Word | undefined): boolean =>
  word !== undefined && /[.?!]["')\]]*$/u.test(word.text);

const gapTo = (stretch: VoicedStretch, ms: number): number =>
  Math.max(0, stretch.startMs - ms, ms - stretch.endMs);

/** Index of the stretch each word lies in or nearest to; stretches and words are in order of time. */
const placeWords = (words: readonly Word[], stretches: readonly VoicedStretch[]): number[] => {
  let near = 0;
  return words.map((word) => {
    const middle = (word.startMs + word.endMs) / 2;
    for (let next = near + 1; next < stretches.length; next += 1) {
      const here = stretches[near];
      const there = stretches[next];
      if (!here || !there || gapTo(there, middle) >= gapTo(here, middle)) break;
      near = next;
    }
    return near;
  });
};

/**
 * Moves a boundary between stretches to the end of the sentence when that is a word or two away: engines place words
 * less exactly than they place full stops.
 */
const snapToSentences = (words: readonly Word[], places: readonly number[]): number[] => {
  const snapped = [...places];
  for (let k = 1; k < words.length; k += 1) {
    const before = places[k - 1] ?? 0;
    const after = places[k] ?? 0;
    if (before === after || endsSentence(words[k - 1])) continue;
    for (let reach = 1; reach <= SENTENCE_REACH; reach += 1) {
      if (endsSentence(words[k - 1 + reach]) && places[k - 1 + reach] === after) {
        snapped.fill(before, k, k + reach);
        break;
      }
      if (endsSentence(words[k - 1 - reach]) && places[k - reach] === before) {
        snapped.fill(after, k - reach, k);
        break;
      }
    }
  }
  return snapped;
};

/** Most likely sequence of speakers (true: clinician), and per unit how sure it is, by the forward-backward method. */
const decode = (units: readonly Unit[]): readonly number[] => {
  const emission = units.map(({ voice, said }) => (voice + said) / 2);
  const change = units.map((_, k) => {
    const asked = /\?/u.test(units[k - 1]?.words.at(-1)?.text ?? '');
    return asked ? CHANGE - AFTER_QUESTION : CHANGE;
  });
  const add = (a: number, b: number): number => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
  const forward: [number, number][] = [];
  units.forEach((_, k) => {
    const [c, p] = forward[k - 1] ?? [0, 0];
    const cost = k === 0 ? 0 : (change[k] ?? 0);
    const e = emission[k] ?? 0;
    forward.push([add(c, p - cost) + e, add(p, c - cost) - e]);
  });
  const backward: [number, number][] = units.map(() => [0, 0]);
  for (let k = units.length - 2; k >= 0; k -= 1) {
    const [c, p] = backward[k + 1] ?? [0, 0];
    const cost = change[k + 1] ?? 0;
    const e = emission[k + 1] ?? 0;
    backward[k] = [add(c + e, p - e - cost), add(p - e, c + e - cost)];
  }
  return units.map((_, k) => {
    const [fc, fp] = forward[k] ?? [0, 0];
    const [bc, bp] = backward[k] ?? [0, 0];
    return 1 / (1 + Math.exp(fp + bp - fc - bc));
  });
};

/**
 * Who said each word, from the voice of the stretch it lies in and from what is said, joined over the visit. Both the
 * voices and the cues may be missing; what stays unclear is `unknown`.
 */
export const attributeSpeakers = (
  words: readonly Word[],
  stretches: readonly VoicedStretch[],
  readCues: CueReader,
): readonly AttributedWord[] => {
  if (stretches.length === 0) return words.map((word) => ({ word, speaker: 'unknown', sureness: 0 }));
  const odds = tellVoicesApart(stretches);
  const places = snapToSentences(words, placeWords(words, stretches));
  const groups = new Map<number, Word[]>();
  words.forEach((word, k) => {
    const place = places[k] ?? 0;
    groups.set(place, [...(groups.get(place) ?? []), word]);
  });
  const cues = [...groups].map(([place, group]) => ({
    place,
    group,
    said: readCues(group.map((word) => word.text)),
  }));
  // The voice that says what clinicians say is the clinician's.
  const agreement = cues.reduce((sum, { place, said }) => sum + said * Math.tanh(odds?.[place] ?? 0), 0);
  const side = agreement >= 0 ? 1 : -1;
  const units = cues.map<Unit>(({ place, group, said }) => ({
    words: group,
    voice: side * (odds?.[place] ?? 0),
    said: odds ? said * SAID_BESIDE_VOICE : said,
  }));
  const clinician = decode(units);
  return units.flatMap(({ words: group }, k) => {
    const share = clinician[k] ?? 0.5;
    const sureness = Math.max(share, 1 - share);
    const named: Speaker = share >= 0.5 ? 'clinician' : 'patient';
    return group.map((word) => ({ word, speaker: sureness >= LEAST_SURE ? named : 'unknown', sureness }));
  });
};
