import type { VisitEntryKind } from '../contract/vault.ts';

/**
 * Entries are never rewritten, so an old one is brought up to date as it is read. Version 1 named the people present
 * by a bare role; version 2 gives each an object, for a name beside the role. Version 3 has kinds of entry that an older
 * program does not know (chart, questions, own assessment), and a draft that holds its facts.
 * Version 4 has a gap for a file that ends early.
 * Version 5 has letters, addenda for the patient, and facts put back on a sheet.
 * Version 6 has language models that were asked after the draft, and drafts that are shared.
 * Version 7 has recordings of two channels, which an older program would play at half speed.
 */
export const ENTRY_VERSION = 7;

type Upcast = (kind: VisitEntryKind, entry: Readonly<Record<string, unknown>>) => Record<string, unknown>;

const UPCASTS: Readonly<Record<number, Upcast>> = {
  1: (kind, entry) =>
    kind === 'present' && Array.isArray(entry['people'])
      ? { ...entry, people: entry['people'].map((role: unknown) => ({ role })) }
      : { ...entry },
};

/** The entry as the present version writes it; undefined for a version of the future. */
export const upToDate = (
  version: number,
  kind: VisitEntryKind,
  entry: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined => {
  if (version > ENTRY_VERSION || version < 1) return undefined;
  let now: Record<string, unknown> = { ...entry };
  for (let from = version; from < ENTRY_VERSION; from += 1) now = UPCASTS[from]?.(kind, now) ?? now;
  return now;
};
