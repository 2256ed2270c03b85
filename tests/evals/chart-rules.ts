/**
 * The curated interaction rules beside published lists that lie outside the project:
 *
 *     node --import tsx tests/evals/chart-rules.ts [FOLDER]
 *
 * Every pair of members of the ONC high-priority list: does a rule fire, and does it interrupt? Its sheet has errors, so
 * a pair that does not fire is to be looked at, not to be added blindly. Then the critical pairs of the VA's NDF-RT list
 * (2014) of medicines that our lexicon knows. FOLDER is that of the interaction files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { interactionsOf } from '../../shared/chart/safety/interactions.ts';
import { treatmentOf } from '../../shared/chart/safety/treatment.ts';
import { loadKnowledge } from '../../shared/knowledge/knowledge.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../../../shared/data/clinical/interactions');
const knowledge = loadKnowledge();

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const severityOf = (a: string, b: string): 'interrupt' | 'show' | undefined =>
  interactionsOf(
    [a, b].map((name) => treatmentOf(name, [], knowledge)),
    knowledge.rules.interactions,
  )[0]?.severity;

interface OncPair {
  readonly id: number;
  readonly object_class: string;
  readonly precipitant_class: string;
  readonly object_drugs: readonly string[];
  readonly precipitant_drugs: readonly string[];
}
const { pairs } = JSON.parse(readFileSync(join(folder, 'onc_high_priority_2012_facts.json'), 'utf8')) as {
  pairs: readonly OncPair[];
};
for (const pair of pairs) {
  const all = pair.object_drugs.flatMap((a) =>
    pair.precipitant_drugs.filter((b) => a !== b).map((b) => [a, b] as const),
  );
  const silent = all.filter(([a, b]) => severityOf(a, b) !== 'interrupt');
  const shown = silent.slice(0, 12).map(([a, b]) => `${a} + ${b}`);
  print(
    `ONC ${pair.id}, ${pair.object_class} with ${pair.precipitant_class}: ${all.length - silent.length} of ${all.length} interrupt${shown.length ? `; not: ${shown.join(', ')}` : ''}`,
  );
}

const rows = readFileSync(join(folder, 'ndfrt_va_ddi_2014.csv'), 'utf8').split('\n');
const names = (rows[0] ?? '').split(',').map((name) => name.trim().toLowerCase());
const cell = (row: string, wanted: string): string => row.split(',')[names.indexOf(wanted)]?.trim() ?? '';
const critical = rows
  .slice(1)
  .filter((row) => /critical/i.test(row))
  .map((row) => [cell(row, 'drug_a'), cell(row, 'drug_b')] as const)
  .filter((pair) => pair.every((name) => knowledge.drugs.find(name).length > 0));
const firing = critical.filter(([a, b]) => severityOf(a, b) !== undefined).length;
print(`NDF-RT 2014, critical pairs of known medicines: ${firing} of ${critical.length} have a rule`);
