import type { Chart } from '../contract/chart.ts';
import type { Note } from '../contract/note.ts';
import type { Turn } from '../contract/transcript.ts';
import type { Verification } from '../contract/verification.ts';
import { readClaims, type Claim } from './claims.ts';
import type { Bench } from './bench.ts';
import { judge, type Judgement } from './judge.ts';
import type { ReviewKnowledge } from './knowledge.ts';
import { makeMatcher } from './matching.ts';
import { findOmissions, omissionCandidates } from './omissions.ts';
import { indexSpoken } from './spoken.ts';

/** Checks notes against one visit. Sentences seen in the last check are not checked again, so it can follow typing. */
export interface Verifier {
  readonly check: (note: string) => Verification;
}

/** The written form that offsets of a canonical note's verification refer to: titles and lines, one per line. */
export const noteText = (note: Note): string =>
  note.sections
    .map((section) => [section.title, ...section.items.map((item) => item.text)].join('\n'))
    .join('\n\n');

export const makeBench = (
  turns: readonly Turn[],
  chart: Chart | undefined,
  knowledge: ReviewKnowledge,
): Bench => {
  const spoken = indexSpoken(turns, chart, knowledge);
  return { spoken, match: makeMatcher(spoken, knowledge), knowledge };
};

/** Indexes a visit once; linear in what was said. */
export const makeVerifier = (
  turns: readonly Turn[],
  chart: Chart | undefined,
  knowledge: ReviewKnowledge,
): Verifier => {
  const bench = makeBench(turns, chart, knowledge);
  const candidates = omissionCandidates(bench);
  let readings = new Map<string, Omit<Claim, 'start' | 'end'>>();
  let judgements = new Map<string, Judgement>();
  return {
    check: (note) => {
      const nextReadings: typeof readings = new Map();
      const claims = readClaims(
        note,
        knowledge.language,
        knowledge.drugs,
        knowledge.headingWords,
        (text, make) => {
          const known = nextReadings.get(text) ?? readings.get(text) ?? make();
          nextReadings.set(text, known);
          return known;
        },
      );
      const nextJudgements: typeof judgements = new Map();
      const sentences = claims.map((claim) => {
        const judgement = nextJudgements.get(claim.text) ?? judgements.get(claim.text) ?? judge(claim, bench);
        nextJudgements.set(claim.text, judgement);
        return { start: claim.start, end: claim.end, ...judgement };
      });
      readings = nextReadings;
      judgements = nextJudgements;
      return { sentences, omissions: [...findOmissions(candidates, claims)] };
    },
  };
};

/** Checks one note, by anyone, against its visit and chart. */
export const verifyNote = (input: {
  readonly turns: readonly Turn[];
  readonly chart?: Chart;
  readonly note: string | Note;
  readonly knowledge: ReviewKnowledge;
}): Verification =>
  makeVerifier(input.turns, input.chart, input.knowledge).check(
    typeof input.note === 'string' ? input.note : noteText(input.note),
  );
