import { performance } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import type { Turn } from '../../../shared/contract/transcript.ts';
import { loadReviewKnowledge, makeVerifier } from '../../../shared/review/index.ts';

const knowledge = loadReviewKnowledge();
const PARTS = ['knee', 'shoulder', 'wrist', 'ankle', 'elbow', 'hip', 'neck', 'back'];

/** Made-up talk that keeps saying new things, `count` turns long. */
const talk = (count: number): Turn[] =>
  Array.from({ length: count }, (_, k) => ({
    id: `t${k + 1}`,
    speaker: k % 2 ? 'patient' : 'clinician',
    startMs: 0,
    endMs: 0,
    text:
      k % 2
        ? `yes the ${PARTS[k % 8] ?? ''} hurt for ${k + 2} days and then i took ibuprofen ${k * 10} milligrams`
        : `okay and does the ${PARTS[(k + 1) % 8] ?? ''} swell up at night or anything like that`,
    words: [],
  }));
const NOTE = PARTS.map(
  (part, k) => `The patient reports ${part} pain for ${k + 3} days. Ibuprofen ${k * 10} mg.`,
).join('\n');

const median = (run: () => void): number => {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[2] ?? 0;
};

it('grows in step with the visit', () => {
  const time = (turns: Turn[]) => median(() => makeVerifier(turns, undefined, knowledge).check(NOTE));
  time(talk(200));
  const short = time(talk(200));
  const long = time(talk(2000));
  // Ten times the talk; the margin is for a busy machine, a quadratic check would take a hundred times as long.
  expect(long / short).toBeLessThan(25);
});

it('checks an edited sentence without checking the rest again', () => {
  const turns = talk(300);
  const whole = median(() => makeVerifier(turns, undefined, knowledge).check(NOTE));
  const verifier = makeVerifier(turns, undefined, knowledge);
  verifier.check(NOTE);
  let edit = 0;
  const again = median(() =>
    verifier.check(`${NOTE}\nThe wrist has been stiff for ${(edit += 1) + 40} days.`),
  );
  expect(again).toBeLessThan(whole / 3);
});
