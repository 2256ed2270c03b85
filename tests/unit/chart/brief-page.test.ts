import { describe, expect, it } from 'vitest';
import type { Brief, BriefPlot } from '../../../shared/contract/brief.ts';
import { loadBriefStyle, renderBriefHtml } from '../../../shared/chart/brief/html.ts';
import { renderTrendPlot } from '../../../shared/chart/brief/trend-plot.ts';

const PLOT: BriefPlot = {
  analyte: 'Potassium',
  unit: 'mmol/L',
  points: [
    { when: '2021-01-01', value: 4 },
    { when: '2022-01-01', value: 4.5 },
    { when: '2023-01-01', value: 5.6 },
  ],
  low: 3.5,
  high: 5.1,
  spark: '▁▃█',
};

const numbers = (svg: string, pattern: RegExp): number[] =>
  [...svg.matchAll(pattern)].map((match) => Number(match[1]));

describe('a trend as a picture', () => {
  it('has one mark a result, in order of time, higher values higher, outside the range a hollow square', () => {
    const svg = renderTrendPlot(PLOT);
    const inside = numbers(svg, /<circle cx="([\d.]+)"/g);
    expect(inside).toHaveLength(2);
    expect(inside[0]).toBeLessThan(inside[1] ?? 0);
    const heights = numbers(svg, /<circle cx="[\d.]+" cy="([\d.]+)"/g);
    expect(heights[0]).toBeGreaterThan(heights[1] ?? 0);
    expect(svg.match(/class="out"/g)).toHaveLength(1);
    expect(svg).toContain('class="band"');
    expect(svg).toContain(
      'aria-label="Potassium: 3 results, from 4 mmol/L on 2021-01-01 to 5.6 mmol/L on 2023-01-01, range 3.5 to 5.1"',
    );
  });

  it('draws one value, equal values and undated ones without a broken number', () => {
    const same = {
      ...PLOT,
      low: undefined,
      high: undefined,
      points: PLOT.points.map((each) => ({ ...each, value: 4 })),
    };
    for (const plot of [
      { ...PLOT, points: PLOT.points.slice(0, 1) },
      same,
      { ...PLOT, points: [{ when: 'some day', value: 4 }, ...PLOT.points] },
    ])
      expect(renderTrendPlot(plot as BriefPlot)).not.toMatch(/NaN|Infinity/);
  });

  it('lets no name out of its attribute', () => {
    const svg = renderTrendPlot({ ...PLOT, analyte: '"><script>x</script>' });
    expect(svg).not.toContain('<script>');
    expect(svg.match(/<svg /g)).toHaveLength(1);
  });
});

describe('the brief as a page', () => {
  const brief: Brief = {
    version: 1,
    asOf: '2024-06-10',
    sections: [
      {
        id: 'identity',
        title: 'Patient',
        lines: [
          {
            id: 'identity-1',
            text: 'Robin "</style><b>" Example',
            evidence: [{ source: 'chart', resource: 'Patient/p1', path: '/name' }],
          },
        ],
        more: 0,
      },
      {
        id: 'cautions',
        title: 'Look at first',
        lines: [
          {
            id: 'cautions-1',
            text: 'a <img src=x onerror=alert(1)> caution',
            severity: 'interrupt',
            evidence: [
              { source: 'chart', resource: 'Condition/c', path: '/code' },
              { source: 'rule', rule: 'nsaid-ckd' },
            ],
            plot: PLOT,
          },
        ],
        more: 3,
      },
    ],
    flags: [],
    plots: [PLOT],
    clinicallyReviewed: false,
  };
  const html = renderBriefHtml(brief, loadBriefStyle());

  it('is marked DRAFT, names the patient on every sheet of paper and counts what it leaves out', () => {
    expect(html).toContain('<title>DRAFT: before the visit, 2024-06-10</title>');
    expect(html).toMatch(/@top-left \{ content: "Robin /);
    expect(html).toContain('and 3 more');
    expect(html).toContain('First:');
  });

  it('gives each line a number that leads to its entry of the chart', () => {
    const number = /caution.*?href="#source-(\d+)"/.exec(html)?.[1] ?? '';
    expect(html).toContain(`<li id="source-${number}">Condition/c, rule nsaid-ckd</li>`);
  });

  it('runs nothing, loads nothing, and takes no markup from the chart', () => {
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(html).not.toMatch(/<script|<img|https?:\/\/|<b>"/);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
  });
});
