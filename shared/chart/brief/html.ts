import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Brief, BriefLine, BriefPlot, BriefSection } from '../../contract/brief.ts';
import type { Evidence } from '../../contract/evidence.ts';
import { cssString, escapeHtml } from '../../platform/escape.ts';
import { formatNumber, formatSlope } from '../format.ts';
import { renderTrendPlot } from './trend-plot.ts';

/** Style of the printable brief. */
export const loadBriefStyle = (
  path: string = fileURLToPath(new URL('../../../resources/templates/brief.css', import.meta.url)),
): string => readFileSync(path, 'utf8');

const SOURCES_SHOWN = 8;

/** The sources of the page, each line's under one number. */
class Sources {
  private readonly notes: string[] = [];

  /** The footnote mark of a line; nothing where the line rests on no entry of the chart. */
  mark(evidence: readonly Evidence[]): string {
    const named = [
      ...new Set(
        evidence.flatMap((each) =>
          each.source === 'chart'
            ? [each.resource]
            : each.source === 'rule'
              ? [`rule ${each.rule}`]
              : each.source === 'transcript'
                ? [`said in turn ${each.turn}`]
                : [],
        ),
      ),
    ];
    if (!named.length) return '';
    const more = named.length - SOURCES_SHOWN;
    const text = `${named.slice(0, SOURCES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    const known = this.notes.indexOf(text);
    const number = known < 0 ? this.notes.push(text) : known + 1;
    return `<a class="source" href="#source-${number}" aria-label="source ${number}">${number}</a>`;
  }

  list(): string {
    return this.notes.map((text, at) => `<li id="source-${at + 1}">${escapeHtml(text)}</li>`).join('');
  }
}

const slopeText = ({ perYear }: BriefPlot): string =>
  perYear === undefined ? '' : `<span class="slope">slope: ${formatSlope(perYear)}</span>`;

const lineHtml = (line: BriefLine, sources: Sources): string => {
  const urgent = line.severity === 'interrupt' ? '<strong class="urgent">First:</strong> ' : '';
  const plot = line.plot
    ? `<span class="plot">${renderTrendPlot(line.plot)}${slopeText(line.plot)}</span>`
    : '';
  return `<li id="${escapeHtml(line.id)}"><span>${urgent}<bdi>${escapeHtml(line.text)}</bdi>${sources.mark(line.evidence)}</span>${plot}</li>`;
};

const sectionHtml = (section: BriefSection, sources: Sources): string => {
  const more = section.more ? `<li class="more">and ${section.more} more</li>` : '';
  return `<section class="${section.id}" aria-labelledby="section-${section.id}"><h2 id="section-${section.id}">${escapeHtml(section.title)}</h2><ul>${section.lines
    .map((line) => lineHtml(line, sources))
    .join('')}${more}</ul></section>`;
};

const plotsHtml = (plots: readonly BriefPlot[]): string =>
  plots.length
    ? `<section class="plots" aria-labelledby="section-plots"><h2 id="section-plots">Results over time</h2><div class="grid">${plots
        .map((plot) => {
          const last = plot.points.at(-1);
          const latest = last ? `${formatNumber(last.value)} ${plot.unit}, ${last.when}` : '';
          return `<figure><figcaption><b>${escapeHtml(plot.analyte)}</b> ${escapeHtml(latest)}</figcaption>${renderTrendPlot(plot)}${slopeText(plot)}</figure>`;
        })
        .join('')}</div></section>`
    : '';

/** The patient's name at the top of every sheet of paper. */
const pageHead = (identity: BriefLine | undefined): string =>
  identity
    ? `@page { @top-left { content: ${cssString(identity.text.slice(0, 90))}; font: 8pt sans-serif; } }`
    : '';

/**
 * The brief as one HTML page for screen and paper: no script, nothing loaded from elsewhere, chart text never markup. The
 * first page is the brief; plots of every analyte and the sources of the lines follow. Marked DRAFT.
 */
export const renderBriefHtml = (brief: Brief, style: string): string => {
  const sources = new Sources();
  const [identity] = brief.sections.find(({ id }) => id === 'identity')?.lines ?? [];
  const sections = brief.sections.filter(({ id }) => id !== 'identity');
  const who = identity
    ? `<p class="identity"><bdi>${escapeHtml(identity.text)}</bdi>${sources.mark(identity.evidence)}</p>`
    : '';
  const body = sections.map((section) => sectionHtml(section, sources)).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DRAFT: before the visit, ${escapeHtml(brief.asOf)}</title>
<style>
${style}
${pageHead(identity)}
</style>
</head>
<body>
<header><h1>Before the visit, ${escapeHtml(brief.asOf)}</h1><p class="draft">DRAFT</p></header>
<main>
${who}
<div class="sections">
${body}
</div>
${plotsHtml(brief.plots)}
<section class="sources" aria-labelledby="section-sources"><h2 id="section-sources">Entries of the chart behind the lines</h2><ol>${sources.list()}</ol></section>
</main>
</body>
</html>
`;
};
