import { join } from 'node:path';
import type { Chart } from '../../contract/chart.ts';
import type { Stages } from '../stages.ts';
import { about, type Outcome } from './failure.ts';
import { readBytes } from './input-file.ts';

/** The chart of each visit that has one in the folder, as ID.json; a visit without a file has no chart. */
export const readCharts = async (
  stages: Stages,
  folder: string | undefined,
  ids: readonly string[],
): Promise<Outcome<ReadonlyMap<string, Chart>>> => {
  const charts = new Map<string, Chart>();
  if (folder === undefined) return { ok: true, value: charts };
  for (const id of ids) {
    const path = join(folder, `${id}.json`);
    const bytes = await readBytes(path);
    if (!bytes.ok && bytes.error.code === 'file-missing') continue;
    if (!bytes.ok) return about(bytes, path);
    const chart = about(stages.readChart(bytes.value), path);
    if (!chart.ok) return chart;
    charts.set(id, chart.value);
  }
  return { ok: true, value: charts };
};
