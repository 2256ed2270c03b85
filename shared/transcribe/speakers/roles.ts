import type { Speaker } from '../../contract/transcript.ts';

/** A run of speech in one voice, as far as it tells who spoke. */
export interface Unit {
  /** For each voice (nats, 0 for the likeliest); empty where one voice is heard. */
  readonly evidence: readonly number[];
  /** Log odds that the clinician rather than the patient said these words. */
  readonly said: number;
  /** Whether it ends in a question, after which somebody else mostly speaks. */
  readonly asks: boolean;
}

export interface Attribution {
  readonly speaker: Speaker;
  /** 0..1. */
  readonly sureness: number;
}

type Role = Exclude<Speaker, 'unknown'>;

/** Words count less than the voice once the voice is known. */
const SAID_BESIDE_VOICE = 0.5;
/** Cost (nats) of a change of speaker between two runs, and how much a question before it takes off. */
const CHANGE = 0.7;
const AFTER_QUESTION = 1.2;
/** Below this sureness nobody is named. */
const LEAST_SURE = 0.55;
/** How a role speaks: the share of a clinician's way of speaking that it has. A third person asks and tells less. */
const MANNER: Readonly<Record<Role, number>> = { clinician: 0.5, patient: -0.5, other: -0.25 };

const softmax = (logs: readonly number[]): readonly number[] => {
  const top = Math.max(...logs);
  const shares = logs.map((log) => Math.exp(log - top));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
};

const addLogs = (logs: readonly number[]): number => {
  const top = Math.max(...logs);
  return top + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - top), 0));
};

/**
 * The voice of each role: the clinician's is the one that says what clinicians say, the patient's of the others the one
 * that says it least; a third voice is another person's. `known` is the clinician's voice where it is known otherwise.
 */
export const castVoices = (
  units: readonly Unit[],
  voices: number,
  known: number | null = null,
): readonly Role[] => {
  const sums = Array.from({ length: voices }, () => 0);
  for (const { evidence, said } of units)
    softmax(evidence).forEach((share, voice) => {
      sums[voice] = (sums[voice] ?? 0) + said * share;
    });
  const order = sums.map((sum, voice) => ({ sum, voice })).sort((a, b) => b.sum - a.sum);
  const clinician = known ?? order[0]?.voice;
  const patient = order.findLast(({ voice }) => voice !== clinician)?.voice;
  return sums.map((_, voice) =>
    voice === clinician ? 'clinician' : voice === patient ? 'patient' : 'other',
  );
};

const emissions = (unit: Unit, cast: readonly Role[]): readonly number[] => {
  const weight = unit.evidence.length > 0 ? SAID_BESIDE_VOICE : 1;
  return cast.map((role, voice) => (unit.evidence[voice] ?? 0) + MANNER[role] * weight * unit.said);
};

/** Likelihood of each role at each unit given the whole visit, by the forward-backward method. */
const posteriors = (units: readonly Unit[], cast: readonly Role[]): readonly (readonly number[])[] => {
  const emitted = units.map((unit) => emissions(unit, cast));
  const costs = units.map((_, k) => CHANGE - (units[k - 1]?.asks === true ? AFTER_QUESTION : 0));
  const step = (from: readonly number[], cost: number): readonly number[] =>
    from.map((_, role) => addLogs(from.map((log, other) => (other === role ? log : log - cost))));
  const forward: (readonly number[])[] = [];
  emitted.forEach((emission, k) => {
    const before = forward[k - 1];
    const arrived = before ? step(before, costs[k] ?? 0) : emission.map(() => 0);
    forward.push(emission.map((log, role) => log + (arrived[role] ?? 0)));
  });
  const backward: (readonly number[])[] = [];
  for (let k = units.length - 1; k >= 0; k -= 1) {
    const next = emitted[k + 1];
    const after = backward[k + 1];
    backward[k] =
      next && after
        ? step(
            next.map((log, role) => log + (after[role] ?? 0)),
            costs[k + 1] ?? 0,
          )
        : cast.map(() => 0);
  }
  return units.map((_, k) =>
    softmax(cast.map((__, role) => (forward[k]?.[role] ?? 0) + (backward[k]?.[role] ?? 0))),
  );
};

/** Who spoke in each unit, from the voices and from what was said, joined over the visit. */
export const attributeUnits = (
  units: readonly Unit[],
  voices: number,
  known: number | null = null,
): readonly Attribution[] => {
  const cast = voices > 1 ? castVoices(units, voices, known) : (['clinician', 'patient'] as const);
  return posteriors(units, cast).map((shares) => {
    const sureness = Math.max(...shares);
    const role = cast[shares.indexOf(sureness)] ?? 'patient';
    return { speaker: sureness >= LEAST_SURE ? role : 'unknown', sureness };
  });
};
