/**
 * Speed of the chart against the machine it runs on, printed as ratios:
 *
 *     node --import tsx tests/evals/chart-bench.ts [CHART.json …]
 *
 * For each chart: from the bytes of the file to the brief, over JSON.parse plus one full walk of the same text. Then the
 * time per resource of an original chart of 50 MB over that of one of 2 MB. Medians; knowledge is loaded once before.
 */
import { readFileSync } from 'node:fs';
import { loadKnowledge } from '../../shared/knowledge/knowledge.ts';
import { briefChart } from '../../shared/chart/brief/brief.ts';
import { readChart } from '../../shared/chart/read-chart.ts';
import { bundle, bytesOf, condition, encounter, lab, medication, PATIENT } from '../fixtures/chart/make.ts';

const walk = (root: unknown): number => {
  let seen = 0;
  const stack: unknown[] = [root];
  while (stack.length) {
    const value = stack.pop();
    seen += 1;
    if (typeof value === 'object' && value !== null)
      for (const each of Object.values(value)) stack.push(each);
  }
  return seen;
};

const medianMs = (work: () => void, rounds: number): number => {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[rounds >> 1] ?? 0;
};

const knowledge = loadKnowledge();
const toBrief = (bytes: Uint8Array): void => {
  const read = readChart(bytes);
  if (!read.ok) throw new Error(read.error.code);
  briefChart(read.value, { asOf: '2024-06-10', knowledge });
};

/** A made-up chart of about so many bytes: results with narrative, visits, medicines and problems. */
const madeUp = (bytes: number): { bytes: Uint8Array; resources: number } => {
  const padding = 'A made-up line of narrative that nobody reads. '.repeat(20);
  const one = (at: number) => {
    const when = `20${String(10 + (at % 14)).padStart(2, '0')}-0${1 + (at % 9)}-1${at % 9}`;
    const text = { status: 'generated', div: `<div>${padding}</div>` };
    if (at % 50 === 0) return encounter(`e${at}`, when, { text });
    if (at % 50 === 1) return condition(`c${at}`, `Made-up problem ${at}`, { text });
    if (at % 50 === 2)
      return medication(`m${at}`, 'Lisinopril 10 mg', '1 tab daily', {
        text,
        status: 'stopped',
        authoredOn: when,
      });
    return lab(`l${at}`, '2160-0', 'Creatinine', when, 0.8 + (at % 7) / 20, 'mg/dL', { text });
  };
  const each = bytesOf(one(3)).byteLength + 60;
  const resources = Math.round(bytes / each);
  return {
    bytes: bytesOf(bundle([PATIENT, ...Array.from({ length: resources }, (_, at) => one(at))])),
    resources,
  };
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

for (const path of process.argv.slice(2)) {
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  toBrief(bytes);
  const rounds = 15;
  const bare = medianMs(() => walk(JSON.parse(text)), rounds);
  const ours = medianMs(() => {
    toBrief(readFileSync(path));
  }, rounds);
  print(
    `${path.split('/').at(-1) ?? ''}: parse and walk ${bare.toFixed(1)} ms, file to brief ${ours.toFixed(1)} ms, ratio ${(ours / bare).toFixed(2)}`,
  );
}
const small = madeUp(2_000_000);
const large = madeUp(50_000_000);
toBrief(small.bytes);
const perSmall =
  medianMs(() => {
    toBrief(small.bytes);
  }, 15) / small.resources;
const perLarge =
  medianMs(() => {
    toBrief(large.bytes);
  }, 3) / large.resources;
print(
  `per resource: ${(1000 * perSmall).toFixed(1)} µs at ${small.bytes.byteLength} bytes, ${(1000 * perLarge).toFixed(1)} µs at ${large.bytes.byteLength} bytes, ratio ${(perLarge / perSmall).toFixed(2)}`,
);
