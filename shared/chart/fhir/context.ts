import type { ChartEvidence } from '../../contract/evidence.ts';
import { plausibleDate } from '../dates.ts';
import type { Entry } from './bundle.ts';
import type { References } from './references.ts';
import type { Reference } from './shapes.ts';

export interface Reading {
  readonly references: References;
  /** Name of a LOINC code that comes without text; undefined where it is not known. */
  nameOfCode(code: string): string | undefined;
}

/** A statement, or in words why the resource cannot be used. */
export type Read<Value> = { readonly value: Value } | { readonly reason: string };

export const evidenceAt = (entry: Entry, path: string): ChartEvidence => ({
  source: 'chart',
  resource: entry.key,
  path,
});

export const idOf = (entry: Entry): string => entry.key.slice(entry.type.length + 1);

/** The first of several dates that is one, under `name`; nothing where there is none. */
export const dated = <Name extends string>(
  name: Name,
  ...dates: readonly (string | undefined)[]
): { readonly [Key in Name]?: string } => {
  const date = dates.map(plausibleDate).find(Boolean);
  return (date ? { [name]: date } : {}) as { readonly [Key in Name]?: string };
};

export const keysOf = (references: References, list: readonly Reference[]): { answers?: string[] } => {
  const answers = list.flatMap((each) => references.keyOf(each.reference) ?? []);
  return answers.length ? { answers } : {};
};

export const WRONG = 'entered in error';
