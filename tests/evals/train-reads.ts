/**
 * Trains the model that tells whether a line reads as one of a note, from lines of train visits that were read one by one
 * (`line-labels.json`: the first letters of each line's SHA-256, with its visit, and 1 where a clinician would let it stand
 * by itself). The lines are made anew from ../shared/data, so that no text of the data is kept here; a line that is worded
 * otherwise by now counts no more. Prints how well visits are told that it has not seen.
 * `node --import tsx tests/evals/train-reads.ts`
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { claimsOf } from '../../shared/draft/facts/claims-of.ts';
import { dialogueToTranscript, loadDraftKnowledge } from '../../shared/draft/index.ts';
import { lineFeatures } from '../../shared/draft/note/line-shape.ts';
import { logistic } from '../../shared/draft/linear.ts';
import { noteLines } from '../../shared/draft/note/note-lines.ts';
import { type Example, fit, type Fitted } from './fit-linear.ts';
import { writeModel } from './write-model.ts';

const DATA = new URL('../../../shared/data/', import.meta.url);
const SEEN_IN_LINES = 3;
const RIDGE = 0.01;
const FOLDS = 5;

const Labels = z.object({
  source: z.string(),
  date: z.string(),
  lines: z.record(z.string(), z.union([z.literal(0), z.literal(1)])),
});
const labels = Labels.parse(JSON.parse(readFileSync(new URL('line-labels.json', import.meta.url), 'utf8')));

const Visit = z.object({
  id: z.string(),
  dialogue: z.array(z.object({ speaker: z.string(), text: z.string() })),
});
const visits = ['aci_train.jsonl', 'mts_train.jsonl'].flatMap((name) =>
  readFileSync(new URL(name, DATA), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Visit.parse(JSON.parse(line))),
);

const keyOf = (visit: string, text: string): string =>
  createHash('sha256').update(`${visit}|${text.toLowerCase()}`).digest('hex').slice(0, 12);

const knowledge = loadDraftKnowledge();
const examples = new Map<string, Example & { readonly visit: string }>();
for (const visit of visits) {
  const transcript = dialogueToTranscript(visit);
  for (const pronoun of ['he', 'she', 'they'] as const) {
    const claims = claimsOf(transcript, knowledge, pronoun);
    for (const { line } of noteLines(
      { claims, facts: [], said: [], texts: new Map() },
      new Set(),
      knowledge,
    )) {
      const key = keyOf(visit.id, line.text);
      const reads = labels.lines[key];
      if (reads === undefined || examples.has(key)) continue;
      const features = lineFeatures(line, knowledge);
      examples.set(key, { visit: visit.id, features, target: [reads], importance: 1 });
    }
  }
}

const rows = [...examples.values()];
const seen = new Map<string, number>();
for (const { features } of rows)
  for (const feature of features) seen.set(feature, (seen.get(feature) ?? 0) + 1);
const allowed = (feature: string): boolean => (seen.get(feature) ?? 0) >= SEEN_IN_LINES;

const guess = ({ bias, weights }: Fitted, features: readonly string[]): number =>
  logistic(features.reduce((sum, feature) => sum + (weights.get(feature)?.[0] ?? 0), bias[0] ?? 0));

const groups = [...new Set(rows.map(({ visit }) => visit))];
const guessed = Array.from({ length: FOLDS }, (_, fold) => {
  const held = new Set(groups.filter((_, at) => at % FOLDS === fold));
  const model = fit(
    rows.filter(({ visit }) => !held.has(visit)),
    1,
    allowed,
    RIDGE,
  );
  return rows
    .filter(({ visit }) => held.has(visit))
    .map(({ features, target }) => ({ share: guess(model, features), reads: target[0] === 1 }));
}).flat();
const good = guessed.filter(({ reads }) => reads);
const bad = guessed.filter(({ reads }) => !reads);
const wins = good.reduce((sum, one) => sum + bad.filter(({ share }) => share < one.share).length, 0);
const out = `${String(rows.length)} lines, ${String(bad.length)} that do not read; visits not seen: told apart ${(wins / (good.length * bad.length)).toFixed(3)} (1 is always)`;
process.stdout.write(`${out}\n`);

writeModel(
  'draft-reads.json',
  { source: labels.source, date: labels.date, trainedBy: 'tests/evals/train-reads.ts' },
  ['reads'],
  fit(rows, 1, allowed, RIDGE),
);
