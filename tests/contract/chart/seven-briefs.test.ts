import { describe, expect, it } from 'vitest';
import { loadKnowledge } from '../../../shared/knowledge/knowledge.ts';
import { briefChart } from '../../../shared/chart/brief/brief.ts';
import { readChartFile } from '../../../shared/chart/read-chart.ts';
import { referenceCharts } from './reference-charts.ts';

const charts = referenceCharts();
const knowledge = loadKnowledge();

// Looked at one by one: one of these people did lose weight over thirteen years. Whatever else is reported is false.
const TRUE_TRENDS = 1;

describe(`briefs of the reference charts (${charts.length ? charts.length : 'absent: nothing is compared'})`, () => {
  it('report at most one false trend in all, and fit one screen', async () => {
    let trends = 0;
    for (const { path } of charts) {
      const read = await readChartFile(path);
      if (!read.ok) throw new Error(read.error.code);
      const dates = read.value.observations.flatMap((each) => each.when ?? []).sort();
      const brief = briefChart(read.value, { asOf: (dates.at(-1) ?? '2020').slice(0, 10), knowledge });
      trends += brief.flags.filter((flag) => flag.kind === 'trend').length;
      expect(brief.sections.flatMap((section) => section.lines).length).toBeLessThanOrEqual(60);
      expect(brief.flags.filter((flag) => flag.severity === 'interrupt').length).toBeLessThanOrEqual(2);
    }
    expect(trends).toBeLessThanOrEqual(TRUE_TRENDS + 1);
  });
});
