/**
 * How many planted drifts are found, and how many flat series are taken for one:
 *
 *     node --import tsx tests/evals/chart-trends.ts [SERIES]
 *
 * Series from the fixed generator of the unit tests (published within-person variation, the middle half of the range
 * crossed in four years), by results a year; then flat series that scatter more than published.
 */
import { driftOf } from '../../shared/chart/brief/trend.ts';
import { simulatedSeries } from '../fixtures/chart/series.ts';

const count = Number(process.argv[2] ?? 2000);

const share = (drifts: boolean, perYear: number, scatter: number): string => {
  const found = Array.from({ length: count }, (_, seed) =>
    simulatedSeries(seed + 1, { drifts, perYear, scatter }),
  ).filter(({ points, cv }) => driftOf(points, cv) !== undefined).length;
  return `${((100 * found) / count).toFixed(1)} %`;
};

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
print(`${count} series each, four years`);
for (const perYear of [4, 2])
  print(
    `${perYear} a year: found ${share(true, perYear, 1)}, flat taken for a drift ${share(false, perYear, 1)}`,
  );
for (const scatter of [1.4, 3, 5])
  print(`flat, scatter ${scatter} times the published, 2 a year: ${share(false, 2, scatter)}`);
