import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { figure, footnote, scorer } from './footnote-run.ts';
import type { EvalContext, EvalPart, EvalRow } from './table.ts';

/** Bars of issue 4: critical items at a length of the scored notes. */
const LENGTHS = [
  { words: 250, asked: 250, bar: 50 },
  { words: 350, asked: 350, bar: 58 },
  // Short visits have less to say: more is asked for, so that the average is what the bar names.
  { words: 450, asked: 500, bar: 63 },
] as const;
const BEST_ENGINES = 3;
const RECOGNISED_BAR = 50;
const ANCHOR = 'transcript copy 72.3 at 1,519 words; the GP 32.1 at 133';

interface Recall {
  readonly critical: number;
  readonly words: number;
}

const recallOf = async (shared: string, notes: string): Promise<Recall> => {
  const checklists = join(shared, 'data/primock57_checklists_dev.jsonl');
  const printed = await scorer(shared, 'score_checklist.py', checklists, notes);
  return {
    critical: figure(printed, /^critical recall ([\d.]+)/m),
    words: figure(printed, /words per note (\d+)/),
  };
};

const kept = async ({ shared, out }: EvalContext): Promise<EvalRow[]> => {
  const rows: EvalRow[] = [];
  for (const { words, asked, bar } of LENGTHS) {
    const notes = join(out, `primock-${String(words)}.jsonl`);
    const dialogues = join(shared, 'data/primock57_dev.jsonl');
    await footnote('draft', '--transcripts', dialogues, '--words', String(asked), '--out', notes);
    const recall = await recallOf(shared, notes);
    rows.push({
      figure: `critical items found, about ${String(words)} words`,
      value: `${recall.critical.toFixed(1)} % at ${String(recall.words)} words`,
      bar: `${String(bar)} %`,
      met: recall.critical >= bar && recall.words <= words * 1.03,
      anchor: ANCHOR,
      data: 'PriMock57, 18 checklists',
    });
  }
  return rows;
};

const Recognised = z.object({ id: z.string(), engine: z.string(), text: z.string() });

const fromRecognisers = async ({ shared, out }: EvalContext): Promise<EvalRow> => {
  const lines = readFileSync(join(shared, 'data/primock57_asr_dev.jsonl'), 'utf8').trim().split('\n');
  const rows = lines.map((line) => Recognised.parse(JSON.parse(line)));
  const results: Recall[] = [];
  for (const engine of new Set(rows.map((row) => row.engine))) {
    const dialogues = join(out, `recognised-${engine}.jsonl`);
    const own = rows
      .filter((row) => row.engine === engine)
      .map(({ id, text }) => JSON.stringify({ id, text }));
    writeFileSync(dialogues, `${own.join('\n')}\n`);
    const notes = join(out, `recognised-${engine}-notes.jsonl`);
    await footnote('draft', '--transcripts', dialogues, '--words', '350', '--out', notes);
    results.push(await recallOf(shared, notes));
  }
  const best = results.sort((a, b) => b.critical - a.critical).slice(0, BEST_ENGINES);
  const mean = (of: (recall: Recall) => number): number =>
    best.reduce((sum, one) => sum + of(one), 0) / best.length;
  const critical = mean((one) => one.critical);
  return {
    figure: 'the same from recogniser text without speakers, best three engines',
    value: `${critical.toFixed(1)} % at ${mean((one) => one.words).toFixed(0)} words`,
    bar: `${String(RECOGNISED_BAR)} %`,
    met: critical >= RECOGNISED_BAR,
    data: 'PriMock57, seven engines',
  };
};

const Scores = z.object({
  full: z.object({ rouge1: z.number(), rouge2: z.number(), rougeLsum: z.number() }),
});

const style = async ({ shared, out }: EvalContext): Promise<EvalRow> => {
  const reference = join(shared, 'data/aci_test1.jsonl');
  const notes = join(out, 'aci-test1.jsonl');
  const scores = join(out, 'aci-test1-scores.json');
  await footnote('draft', '--transcripts', reference, '--words', '400', '--out', notes);
  await scorer(shared, 'score_notes.py', reference, notes, '--json', scores);
  const { full } = Scores.parse(JSON.parse(readFileSync(scores, 'utf8')));
  const [one, two, sum] = [full.rouge1, full.rouge2, full.rougeLsum].map((score) => (100 * score).toFixed(1));
  return {
    figure: 'ROUGE-1 / 2 / Lsum (style, not truth)',
    value: `${one ?? ''} / ${two ?? ''} / ${sum ?? ''}`,
    bar: '52 / - / 47',
    met: full.rouge1 >= 0.52 && full.rougeLsum >= 0.47,
    anchor: "another patient's note 46.2/18.9/42.6; GPT-4 51.8/22.6/46.0; BART 53.5/25.1/48.6",
    data: 'ACI-Bench test1, 40 visits',
  };
};

/** Facts kept and house style of the drafter's notes, by the shared scorers. */
export const notes: EvalPart = {
  name: 'notes',
  run: async (context) => {
    context.say('drafting PriMock57 at three lengths');
    const rows = await kept(context);
    context.say('drafting from recogniser text');
    rows.push(await fromRecognisers(context));
    context.say('drafting ACI-Bench test1');
    return [...rows, await style(context)];
  },
};
