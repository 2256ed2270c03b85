/**
 * Fits resources/knowledge/review-model.json: small logistic detectors over the features of shared/review, from ACI-Bench
 * train and valid notes with known errors put in by make_perturbed.py (seeds of our own). Scores shown and thresholds
 * chosen are out of fold: a visit is always scored by weights that never saw it.
 * Usage: node --import tsx tests/evals/verify-train.ts [--budget 0.235] [--seed 21] [--errors FILE]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { splitSentences } from '../../shared/language/index.ts';
import { readClaims } from '../../shared/review/claims.ts';
import type { Features } from '../../shared/review/features.ts';
import type { Bench } from '../../shared/review/bench.ts';
import { measure, wrongCodes } from '../../shared/review/judge.ts';
import {
  DetectorName,
  loadReviewKnowledge,
  type Detector,
  type ReviewKnowledge,
} from '../../shared/review/knowledge.ts';
import { score } from '../../shared/review/model.ts';
import { makeBench } from '../../shared/review/verify.ts';
import { dataFolder, readRows, sharedFolder, turnsOf, type Perturbation, type Visit } from './verify-data.ts';
import { fitLogistic } from './verify-fit.ts';

interface Example {
  readonly detector: DetectorName;
  readonly features: Features;
  readonly isWrong: boolean;
}
/** One sentence: untouched, or with one known error. */
interface Case {
  readonly visit: string;
  readonly set: 'untouched' | 'easy' | 'hard';
  readonly kind: string;
  readonly text: string;
  readonly examples: readonly Example[];
  /** Flagged whatever the detectors say: a code that the visit has otherwise. */
  readonly isSure: boolean;
}

const FOLDS = 5;
const { values: options } = parseArgs({
  options: {
    budget: { type: 'string', default: '0.235' },
    seed: { type: 'string', default: '21' },
    errors: { type: 'string' },
    dump: { type: 'string' },
  },
});

type Truth = Perturbation & { readonly hard: boolean };

const errorsIn = (files: readonly string[]): Truth[] => {
  const file = options.errors ?? join(tmpdir(), 'verify-errors.jsonl');
  if (!existsSync(file))
    execFileSync('python3', [
      'tests/evals/verify_errors.py',
      `${sharedFolder()}/eval/make_perturbed.py`,
      file,
      options.seed,
      ...files,
    ]);
  return readRows<Truth>(file);
};

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

const claimOf = (text: string, knowledge: ReviewKnowledge) => {
  const [claim] = readClaims(
    text.replaceAll(/([.!?])(\s)/g, '$1'),
    knowledge.language,
    knowledge.drugs,
    knowledge.headingWords,
    (_, make) => make(),
  );
  return claim;
};

const examplesOf = (text: string, bench: Bench, truth: Perturbation | undefined): Example[] => {
  const claim = claimOf(text, bench.knowledge);
  if (!claim || claim.isHeading) return [];
  const before = truth ? claimOf(truth.original || 'x', bench.knowledge) : undefined;
  const had = new Set(before?.reading.items.map((item) => `${item.kind}:${item.key}`));
  return measure(claim, bench).measured.map(({ detector, features, binding }) => {
    const isThis = binding
      ? truth !== undefined && !had.has(`${binding.kind}:${binding.item.key}`)
      : (detector === 'finding' && truth?.kind === 'invented') ||
        (detector === 'negation' && truth?.kind === 'negation');
    return {
      detector,
      features,
      isWrong: truth !== undefined && isThis && (truth.kind !== 'invented' || !binding),
    };
  });
};

const isSure = (text: string, bench: Bench): boolean => {
  const claim = claimOf(text, bench.knowledge);
  return claim !== undefined && wrongCodes(claim, bench.spoken).length > 0;
};

const casesOf = (visits: readonly Visit[], truths: readonly Truth[], knowledge: ReviewKnowledge): Case[] => {
  const byVisit = groupBy(truths, (truth) => truth.id);
  return visits.flatMap((visit) => {
    const bench = makeBench(turnsOf(visit.dialogue), undefined, knowledge);
    const untouched = splitSentences(visit.note)
      .map(({ start, end }) => visit.note.slice(start, end))
      .filter((text) => text.split(/\s+/).length >= 3)
      .map((text): Case => ({
        visit: visit.id,
        set: 'untouched',
        kind: 'untouched',
        text,
        examples: examplesOf(text, bench, undefined),
        isSure: isSure(text, bench),
      }));
    const seen = new Set<string>();
    const wrong = (byVisit.get(visit.id) ?? []).flatMap((truth): Case[] => {
      if (seen.has(truth.changed)) return [];
      seen.add(truth.changed);
      return [
        {
          visit: visit.id,
          set: truth.hard ? 'hard' : 'easy',
          kind: truth.kind,
          text: truth.changed,
          examples: examplesOf(truth.changed, bench, truth),
          isSure: isSure(truth.changed, bench),
        },
      ];
    });
    return [...untouched, ...wrong];
  });
};

/** Which examples teach a detector: its own errors against everything untouched. */
const teaches = (entry: Case, example: Example, detector: DetectorName): boolean =>
  example.detector === detector && (entry.set === 'untouched' || example.isWrong);

const fit = (cases: readonly Case[], detector: DetectorName): Detector => {
  const rows = cases.flatMap((entry) =>
    entry.examples.filter((example) => teaches(entry, example, detector)),
  );
  return { ...fitLogistic(rows.map(({ features, isWrong }) => ({ features, isWrong }))), threshold: 0 };
};

type Scores = Readonly<Partial<Record<DetectorName, number>>>;
const scoresOf = (entry: Case, detectors: Readonly<Record<DetectorName, Detector>>): Scores => {
  const best: Partial<Record<DetectorName, number>> = entry.isSure ? { number: Infinity } : {};
  for (const { detector, features } of entry.examples)
    best[detector] = Math.max(best[detector] ?? -Infinity, score(detectors[detector], features));
  return best;
};

const NAMES = DetectorName.options;
const fitAll = (cases: readonly Case[]): Record<DetectorName, Detector> => ({
  finding: fit(cases, 'finding'),
  negation: fit(cases, 'negation'),
  number: fit(cases, 'number'),
  drug: fit(cases, 'drug'),
  side: fit(cases, 'side'),
});

interface Scored {
  readonly entry: Case;
  readonly scores: Scores;
}

const isFlagged = (scores: Scores, thresholds: Readonly<Record<DetectorName, number>>): boolean =>
  NAMES.some((name) => (scores[name] ?? -Infinity) >= thresholds[name]);

const share = (of: readonly Scored[], thresholds: Record<DetectorName, number>): number =>
  of.filter(({ scores }) => isFlagged(scores, thresholds)).length / Math.max(1, of.length);

/** Kinds count as they do among the errors of a perturbed set; past its floor, more of a kind is worth little. */
const EASY_FLOOR = 0.96;
const HARD_FLOOR = 0.93;
const WORTH: Readonly<Record<string, number>> = {
  'easy negation': 9,
  'easy drug': 7,
  'easy invented': 7,
  'easy side': 7,
  'easy number': 5,
};
const groupWorth = (name: string, found: number): number =>
  name === 'hard'
    ? 3 * Math.min(found, HARD_FLOOR) + 0.2 * found
    : (WORTH[name] ?? 1) * Math.min(found, EASY_FLOOR) + 0.5 * found;

const STEPS = [
  0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 23, 26, 30, 34, 38, 42, 46, 50, 55, 60, 65, 70, 80, 90, 100, 120,
  140,
];

/**
 * Opens the detectors step by step, each time the step that gains most for the untouched sentences it flags, until the
 * budget is used up.
 */
const chooseThresholds = (scored: readonly Scored[], budget: number): Record<DetectorName, number> => {
  const untouched = scored.filter(({ entry }) => entry.set === 'untouched');
  const groups = groupBy(
    scored.filter(({ entry }) => entry.set !== 'untouched'),
    ({ entry }) => (entry.set === 'hard' ? 'hard' : `easy ${entry.kind}`),
  );
  const steps = new Map(
    NAMES.map((name) => {
      const all = untouched.flatMap(({ scores }) => scores[name] ?? []).sort((a, b) => b - a);
      return [
        name,
        STEPS.map((part) => all[Math.min(all.length - 1, Math.floor((part / 1000) * untouched.length))] ?? 0),
      ] as const;
    }),
  );
  const worth = (thresholds: Record<DetectorName, number>): number =>
    [...groups].reduce((sum, [name, group]) => sum + groupWorth(name, share(group, thresholds)), 0);
  let current = { finding: Infinity, negation: Infinity, number: Infinity, drug: Infinity, side: Infinity };
  for (;;) {
    const flagged = share(untouched, current);
    const value = worth(current);
    let best: { thresholds: typeof current; rate: number } | undefined;
    for (const name of NAMES)
      for (const step of steps.get(name) ?? []) {
        if (step >= current[name]) continue;
        const thresholds = { ...current, [name]: step };
        const more = share(untouched, thresholds);
        if (more > budget) continue;
        const rate = (worth(thresholds) - value) / (more - flagged + 0.0005);
        if (rate > 1e-6 && (!best || rate > best.rate)) best = { thresholds, rate };
      }
    if (!best) return current;
    current = best.thresholds;
  }
};

const main = (): void => {
  const knowledge = loadReviewKnowledge();
  const files = ['aci_train.jsonl', 'aci_valid.jsonl'].map((file) => `${dataFolder()}/${file}`);
  const visits = files.flatMap((file) => readRows<Visit>(file));
  const truths = errorsIn(files);
  const cases = casesOf(visits, truths, knowledge);
  const order = new Map(visits.map((visit, index) => [visit.id, index]));
  const foldOf = (entry: Case): number => (order.get(entry.visit) ?? 0) % FOLDS;
  const scored = Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const detectors = fitAll(cases.filter((entry) => foldOf(entry) !== fold));
    return cases
      .filter((entry) => foldOf(entry) === fold)
      .map((entry) => ({ entry, scores: scoresOf(entry, detectors) }));
  });
  const thresholds = chooseThresholds(scored, Number(options.budget));
  const final = fitAll(cases);
  for (const name of NAMES) final[name] = { ...final[name], threshold: Number(thresholds[name].toFixed(3)) };
  for (const [name, group] of [...groupBy(scored, ({ entry }) => `${entry.set} ${entry.kind}`)].sort())
    process.stdout.write(`${name} ${(100 * share(group, thresholds)).toFixed(1)} (${group.length})\n`);
  const untouched = scored.filter(({ entry }) => entry.set === 'untouched');
  for (const name of NAMES)
    process.stdout.write(
      `  by ${name}: ${((100 * untouched.filter(({ scores }) => (scores[name] ?? -Infinity) >= thresholds[name]).length) / untouched.length).toFixed(1)} %\n`,
    );
  if (options.dump)
    writeFileSync(
      options.dump,
      scored
        .map(({ entry, scores }) =>
          JSON.stringify({ ...entry, scores, flagged: isFlagged(scores, thresholds) }),
        )
        .join('\n'),
    );
  const old: unknown = JSON.parse(readFileSync('resources/knowledge/review-model.json', 'utf8'));
  writeFileSync(
    'resources/knowledge/review-model.json',
    `${JSON.stringify({ ...(old as object), date: new Date().toISOString().slice(0, 10), detectors: final }, null, 1)}\n`,
  );
};
main();
