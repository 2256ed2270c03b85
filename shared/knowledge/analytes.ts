import { z } from 'zod';
import { knowledgeFolder, readKnowledge } from './folder.ts';

export const AnalyteFile = z.object({
  source: z.string().includes('LOINC is copyright'),
  date: z.iso.date(),
  sources: z.record(z.string(), z.string()),
  rows: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      loinc: z.array(z.string().regex(/^\d{1,7}-\d$/)).min(1),
      names: z.array(z.string()),
      /** The unit results are shown and compared in; `1` for none. */
      unit: z.string(),
      /** Other units with the factor that turns them into `unit`. */
      units: z.record(z.string(), z.number().positive()),
      /** Added after the factor (HbA1c in mmol/mol, degrees Fahrenheit). */
      offset: z.record(z.string(), z.number()).optional(),
      /** How much a steady person's results differ, in percent of the mean. */
      withinPersonCv: z.number().positive(),
      /** Usual adult range, shown only where the result has none of its own. */
      low: z.number().optional(),
      high: z.number().optional(),
      /** Outside, the unit or the number must be wrong: the result is shown as charted and not compared. */
      possible: z.tuple([z.number(), z.number()]).optional(),
      worse: z.enum(['up', 'down', 'both']),
      watchDrift: z.boolean(),
      /** Drifts together with this analyte; one line is enough. */
      foldInto: z.string().optional(),
      source: z.string(),
      date: z.iso.date(),
    }),
  ),
});
export type Analyte = z.infer<typeof AnalyteFile>['rows'][number];

export interface Analytes {
  readonly rows: readonly Analyte[];
  /** By any of its codes (`system|code`), else by its name as written. */
  of(result: { readonly name: string; readonly codes?: readonly string[] | undefined }): Analyte | undefined;
  readonly byId: ReadonlyMap<string, Analyte>;
}

const LOINC = 'http://loinc.org|';

/** Spellings of one unit made one: blanks, the micro sign, powers of ten ("x10e3", "10^3", "10+3"). */
const plainUnit = (unit: string): string =>
  unit
    .replace(/\s+/g, '')
    .replace(/[μµ]/g, 'u')
    .toLowerCase()
    .replace(/^x?10(?:e|\^|\+|\*|\*\*)(\d+)/, '10*$1');

/** A value in the analyte's own unit; undefined where the unit is not one of its units, and so cannot be compared. */
export const inOwnUnit = (analyte: Analyte, value: number, unit: string | undefined): number | undefined => {
  const given = plainUnit(unit ?? '');
  if (given === plainUnit(analyte.unit) || (!given && analyte.unit === '1')) return value;
  const known = Object.entries(analyte.units).find(([name]) => plainUnit(name) === given);
  return known && value * known[1] + (analyte.offset?.[known[0]] ?? 0);
};

/** Reads analytes.json. Throws where it does not fit: a fault of the build. */
export const loadAnalytes = (folder: string = knowledgeFolder()): Analytes => {
  const { rows } = readKnowledge(folder, 'analytes.json', AnalyteFile);
  const byCode = new Map(rows.flatMap((row) => row.loinc.map((code) => [LOINC + code, row] as const)));
  const byName = new Map(
    rows.flatMap((row) => [row.name, ...row.names].map((name) => [name.toLowerCase(), row] as const)),
  );
  return {
    rows,
    byId: new Map(rows.map((row) => [row.id, row])),
    of: ({ name, codes }) => {
      const coded = (codes ?? []).map((code) => byCode.get(code)).find(Boolean);
      return coded ?? byName.get(name.toLowerCase());
    },
  };
};
