import type { BriefLine, BriefSection } from '../../contract/brief.ts';

export type Draft = Omit<BriefLine, 'id'>;

/** A section of at most `most` lines, then those of `last`; what is left out is counted. */
export const section = (
  id: BriefSection['id'],
  title: string,
  lines: readonly Draft[],
  most: number,
  last: readonly Draft[] = [],
): BriefSection => ({
  id,
  title,
  lines: [...lines.slice(0, most), ...last].map((line, at) => ({ id: `${id}-${at + 1}`, ...line })),
  more: Math.max(0, lines.length - most),
});
