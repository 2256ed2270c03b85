import type { Chart } from '../../contract/chart.ts';
import type { NoteTemplate } from '../../contract/draft.ts';
import { tokensOf, type Part } from './parts.ts';

/** A charted entry as it is shown to a model. */
export interface ShownEntry {
  readonly resource: string;
  readonly says: string;
}

const said = (...parts: readonly (string | number | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(' ');

/** What of a chart bears on a visit's note, the most telling first. */
const entriesOf = (chart: Chart): readonly ShownEntry[] => {
  const shown = (entry: { evidence: readonly { resource: string }[] }, says: string): ShownEntry[] => {
    const resource = entry.evidence[0]?.resource;
    return resource ? [{ resource, says }] : [];
  };
  return [
    ...chart.allergies.flatMap((one) => shown(one, said('allergy to', one.name, one.reactions.join(', ')))),
    ...chart.medications
      .filter(({ status }) => status === 'active')
      .flatMap((one) => shown(one, said('takes', one.name, one.sig ?? said(one.dose, one.frequency)))),
    ...chart.problems
      .filter(({ status }) => status === 'active')
      .flatMap((one) => shown(one, said('has', one.name, one.onset && `since ${one.onset}`))),
  ];
};

/** As many entries of a chart as fit into so many tokens, and how many do not. */
export const chartFor = (
  chart: Chart | undefined,
  most: number,
): { readonly entries: readonly ShownEntry[]; readonly leftOut: number } => {
  const all = chart ? entriesOf(chart) : [];
  let left = most;
  const fits = all.findIndex((entry) => (left -= tokensOf(JSON.stringify(entry))) < 0);
  const entries = fits < 0 ? all : all.slice(0, fits);
  return { entries, leftOut: all.length - entries.length };
};

/**
 * The question about one part. Everything that was said or charted is inside JSON strings, so that no word of it can
 * end the material and begin an order.
 */
export const questionFor = (part: Part, chart: readonly ShownEntry[], template: NoteTemplate): string =>
  JSON.stringify({
    sections: template.sections.map(({ id, title }) => ({ id, title })),
    chart,
    turns: part,
  });
