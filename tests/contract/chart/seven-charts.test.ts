import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Chart } from '../../../shared/contract/chart.ts';
import { readChartFile } from '../../../shared/chart/read-chart.ts';
import { referenceCharts } from './reference-charts.ts';

const charts = referenceCharts();

/** Counted by a program that shares nothing with ours; where jq is not installed, from the plain JSON. */
const countedElsewhere = (path: string): Record<string, number> => {
  const jq = spawnSync('jq', [
    '-c',
    '[.entry[].resource.resourceType]|group_by(.)|map({(.[0]):length})|add',
    path,
  ]);
  if (jq.status === 0) return JSON.parse(jq.stdout.toString()) as Record<string, number>;
  const counts: Record<string, number> = {};
  const { entry } = JSON.parse(readFileSync(path, 'utf8')) as {
    entry: { resource: { resourceType: string } }[];
  };
  for (const { resource } of entry) counts[resource.resourceType] = (counts[resource.resourceType] ?? 0) + 1;
  return counts;
};

/** What a JSON Pointer finds. */
const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((here, key) => (here as Record<string, unknown> | undefined)?.[key], value);

describe(`reference charts (${charts.length ? charts.length : 'absent: nothing is compared'})`, () => {
  it('are all there or all absent', () => {
    expect([0, 7]).toContain(charts.length);
  });

  for (const { name, path } of charts)
    it(name, async () => {
      const read = await readChartFile(path);
      if (!read.ok) throw new Error(read.error.code);
      const chart = Chart.parse(read.value);
      expect(chart.counts).toEqual(countedElsewhere(path));
      expect(chart.unusable.filter((each) => each.resource.includes('/'))).toEqual([]);
      expect(chart.problems.length).toBe(chart.counts['Condition'] ?? 0);
      expect(chart.medications.length).toBe(chart.counts['MedicationRequest'] ?? 0);
      const resources = new Map(
        (
          JSON.parse(readFileSync(path, 'utf8')) as {
            entry: { resource: { resourceType: string; id: string } }[];
          }
        ).entry.map(({ resource }) => [`${resource.resourceType}/${resource.id}`, resource]),
      );
      const lists = [
        chart.problems,
        chart.medications,
        chart.allergies,
        chart.observations,
        chart.encounters,
        chart.procedures,
      ];
      for (const evidence of lists.flat().flatMap((entry) => entry.evidence))
        expect(
          at(resources.get(evidence.resource), evidence.path),
          `${evidence.resource}${evidence.path}`,
        ).toBeDefined();
    });
});
