import type { Brief, BriefLine } from '../../contract/brief.ts';
import type { Evidence } from '../../contract/evidence.ts';
import { formatSlope } from '../format.ts';
import { escapeMarkdown } from '../../platform/escape.ts';

const REFERENCES_SHOWN = 3;

const footnote = (evidence: readonly Evidence[]): string => {
  const charted = [...new Set(evidence.flatMap((each) => (each.source === 'chart' ? [each.resource] : [])))];
  if (!charted.length) return '';
  const rest = charted.length - REFERENCES_SHOWN;
  const shown = charted.slice(-REFERENCES_SHOWN).map((resource) => `\`${resource.replaceAll('`', '')}\``);
  return ` [${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}]`;
};

const lineText = (line: BriefLine): string => {
  const mark = line.severity === 'interrupt' ? '**!** ' : '';
  const { plot: drawn } = line;
  const slope = drawn?.perYear === undefined ? '' : ` (slope: ${formatSlope(drawn.perYear)})`;
  const plot = drawn ? ` ${drawn.spark}${slope}` : '';
  return `- ${mark}${escapeMarkdown(line.text)}${plot}${footnote(line.evidence)}`;
};

/** The brief as Markdown; marked DRAFT, as every file outside the vault is. */
export const renderBriefMarkdown = (brief: Brief): string => {
  const sections = brief.sections.map((section) => {
    const more = section.more ? [`- and ${section.more} more`] : [];
    return [`## ${escapeMarkdown(section.title)}`, '', ...section.lines.map(lineText), ...more].join('\n');
  });
  return `# Before the visit, ${escapeMarkdown(brief.asOf)} (DRAFT)\n\n${sections.join('\n\n')}\n`;
};
