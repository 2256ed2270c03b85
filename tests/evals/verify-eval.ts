/**
 * Errors found and untouched sentences flagged, by the scorer of the design (score_verify.py), for the evaluation table.
 * Usage: node --import tsx tests/evals/verify-eval.ts [--raw] [--swapped] [--visits F --notes F --truth F]
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { loadReviewKnowledge, makeVerifier, type ReviewKnowledge } from '../../shared/review/index.ts';
import { dataFolder, hasData, readRows, sharedFolder, turnsOf, type Visit } from './verify-data.ts';

interface NoteLine {
  readonly id: string;
  readonly note: string;
}

/** One line of the evaluation table. */
export interface Row {
  readonly what: string;
  readonly data: string;
  readonly figure: number;
  readonly unit: '%' | 'ms';
  readonly count: string;
}

type Change = (dialogue: Visit['dialogue']) => Visit['dialogue'];

/** As a recogniser without punctuation would have written it. */
export const withoutPunctuation: Change = (dialogue) =>
  dialogue.map(({ speaker, text }) => ({
    speaker,
    text: text.toLowerCase().replaceAll(/[.,?!;:]+(?=\s|$)/g, ''),
  }));

/** Doctor and patient exchanged, as part of ACI-Bench has them. */
export const withSwappedSpeakers: Change = (dialogue) =>
  dialogue.map(({ speaker, text }) => ({ speaker: speaker === 'doctor' ? 'patient' : 'doctor', text }));

const writeLines = (file: string, lines: readonly unknown[]): void => {
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
};

const verifyAll = (
  visits: readonly Visit[],
  notes: readonly NoteLine[],
  knowledge: ReviewKnowledge,
  change: Change,
) => {
  const byId = new Map(visits.map((visit) => [visit.id, visit]));
  return notes.flatMap(({ id, note }) => {
    const visit = byId.get(id);
    return visit
      ? [{ id, ...makeVerifier(turnsOf(change(visit.dialogue)), undefined, knowledge).check(note) }]
      : [];
  });
};

const readScores = (printed: string, data: string): Row[] =>
  [...printed.matchAll(/^(.+?) (\d+\.\d)(?: \((.+)\))?$/gm)].map(
    ([, what = '', figure = '', count = '']) => ({
      what: what.startsWith('flagged') ? 'untouched sentences flagged' : `errors found: ${what}`,
      data,
      figure: Number(figure),
      unit: '%',
      count,
    }),
  );

/** Scores one pair of perturbed and untouched notes. */
export const scoreVerifier = (
  files: { readonly visits: string; readonly notes: string; readonly truth: string; readonly name: string },
  knowledge: ReviewKnowledge,
  change: Change = (dialogue) => dialogue,
): Row[] => {
  const folder = mkdtempSync(join(tmpdir(), 'verify-eval-'));
  try {
    const visits = readRows<Visit>(files.visits);
    const perturbed = readRows<NoteLine>(files.notes);
    const untouched = visits.map(({ id, note }) => ({ id, note }));
    const path = (name: string): string => join(folder, name);
    writeLines(path('perturbed'), verifyAll(visits, perturbed, knowledge, change));
    writeLines(path('untouched-notes'), untouched);
    const start = performance.now();
    writeLines(path('untouched'), verifyAll(visits, untouched, knowledge, change));
    const took = (performance.now() - start) / Math.max(1, untouched.length);
    const printed = execFileSync(
      'python3',
      [
        `${sharedFolder()}/eval/score_verify.py`,
        files.truth,
        files.notes,
        path('perturbed'),
        path('untouched-notes'),
        path('untouched'),
      ],
      { encoding: 'utf8' },
    );
    return [
      ...readScores(printed, files.name),
      {
        what: 'time to verify a note',
        data: files.name,
        figure: Math.round(took * 10) / 10,
        unit: 'ms',
        count: `${untouched.length} notes`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** All rows the evaluation command prints for the verifier; empty, with nothing read, where the data is absent. */
export const verifierRows = (change?: Change): Row[] => {
  if (!hasData()) return [];
  const knowledge = loadReviewKnowledge();
  return ['perturbed_test1', 'perturbed_hard_test1'].flatMap((name) =>
    existsSync(`${sharedFolder()}/eval/${name}_notes.jsonl`)
      ? scoreVerifier(
          {
            name,
            visits: `${dataFolder()}/aci_test1.jsonl`,
            notes: `${sharedFolder()}/eval/${name}_notes.jsonl`,
            truth: `${sharedFolder()}/eval/${name}_truth.jsonl`,
          },
          knowledge,
          change,
        )
      : [],
  );
};

const main = (): void => {
  const { values } = parseArgs({
    options: {
      raw: { type: 'boolean' },
      swapped: { type: 'boolean' },
      visits: { type: 'string' },
      notes: { type: 'string' },
      truth: { type: 'string' },
    },
  });
  const change: Change = (dialogue) => {
    const spoken = values.raw ? withoutPunctuation(dialogue) : dialogue;
    return values.swapped ? withSwappedSpeakers(spoken) : spoken;
  };
  const { visits, notes, truth } = values;
  const rows =
    visits && notes && truth
      ? scoreVerifier({ visits, notes, truth, name: 'given' }, loadReviewKnowledge(), change)
      : verifierRows(change);
  for (const row of rows)
    process.stdout.write(`${row.data} | ${row.what} | ${row.figure} ${row.unit} | ${row.count}\n`);
  if (!rows.length) process.stdout.write('the evaluation data is absent: skipped\n');
};
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
