import type { DoingCounts } from '../../shared/contract/settings.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Everything counted so far; shares are 0..1 of all lines approved and of all flags settled. */
export const totalsOf = (
  counts: readonly DoingCounts[],
): { readonly visits: number; readonly unseenShare: number; readonly dismissedShare: number } => {
  const fixed = sum(counts.map(({ flags }) => flags.fixed));
  const dismissed = sum(counts.map(({ flags }) => flags.dismissed));
  return {
    visits: sum(counts.map(({ visits }) => visits)),
    unseenShare: share(sum(counts.map((one) => one.approvedUnseen)), sum(counts.map(({ lines }) => lines))),
    dismissedShare: share(dismissed, fixed + dismissed),
  };
};

/** Edits by section over all months, most first. */
export const busiestSections = (
  counts: readonly DoingCounts[],
): readonly { readonly section: string; readonly edits: number }[] => {
  const edits = new Map<string, number>();
  for (const { editsBySection } of counts)
    for (const [section, count] of Object.entries(editsBySection))
      edits.set(section, (edits.get(section) ?? 0) + count);
  return [...edits]
    .map(([section, count]) => ({ section, edits: count }))
    .sort((one, other) => other.edits - one.edits);
};
