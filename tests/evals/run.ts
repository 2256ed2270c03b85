// npm run evals [-- PART …]: every figure of the evaluation, from ../shared, as one table.
// npm run evals -- --write [PART …]: the same, and the table of each part into docs/figures.
// npm run evals -- --drafter NAME [TASK…]: whether a language model may draft, from cases that are shipped.
// npm run evals -- --drill: a local model's real weights through the driver and the drafter, whatever it has passed.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DrafterName, ModelTask } from '../../shared/contract/drafters.ts';
import { passesFile } from '../../shared/hosts/model-passes.ts';
import { runDrafterEvaluation } from './drafter-eval.ts';
import { errorsCaught } from './errors-caught.ts';
import { runLocalModelDrill } from './local-model-drill.ts';
import { hearingDrugs } from './hearing-drugs.ts';
import { hearingLive } from './hearing-live.ts';
import { hearingMen } from './hearing-men.ts';
import { hearing } from './hearing.ts';
import { notes } from './notes.ts';
import { sheet } from './sheet-eval.ts';
import { drafts } from './drafts.ts';
import { planFactsFound } from './plan-facts.ts';
import { renderTable, type EvalPart, type EvalRow } from './table.ts';

const PARTS: readonly EvalPart[] = [
  hearing,
  hearingMen,
  hearingDrugs,
  hearingLive,
  notes,
  drafts,
  planFactsFound,
  errorsCaught,
  sheet,
];

const shared = resolve(import.meta.dirname, '../../../shared');
const out = join(import.meta.dirname, 'out');
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const figures = resolve(import.meta.dirname, '../../docs/figures');
/** Keeps the table of one part among the documents, with the day it was made. */
const keepFigures = (part: string, rows: readonly EvalRow[]): void => {
  mkdirSync(figures, { recursive: true });
  const head = `<!-- Written by \`npm run evals -- --write ${part}\`; not by hand. -->\n\n# Measured: ${part}\n`;
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(figures, `${part}.md`), `${head}\n${day}, ${renderTable(rows)}\n`);
};

const [flag, value, ...named] = process.argv.slice(2);
if (flag === '--drafter') {
  const tasks = named.length > 0 ? ModelTask.array().parse(named) : ModelTask.options;
  const passed = await runDrafterEvaluation(DrafterName.parse(value), passesFile(), say, tasks);
  process.exitCode = passed ? 0 : 1;
} else if (flag === '--drill') {
  process.exitCode = (await runLocalModelDrill(shared, say)) ? 0 : 1;
} else if (!existsSync(join(shared, 'data'))) {
  say(`evaluation skipped: its data is read from ${shared}, which is not there`);
} else {
  mkdirSync(out, { recursive: true });
  const wanted = process.argv.slice(2).filter((word) => word !== '--write');
  const rows: EvalRow[] = [];
  for (const part of PARTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const found = await part.run({ shared, out, say });
    if (flag === '--write') keepFigures(part.name, found);
    rows.push(...found);
  }
  process.stdout.write(`${renderTable(rows)}\n`);
}
