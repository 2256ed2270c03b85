import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { capital, written } from '../facts/wording.ts';

const StyleFile = z.object({
  source: z.string(),
  date: z.string(),
  rewrites: z.array(z.object({ why: z.string(), from: z.string(), to: z.string() })),
});

/** Shortens one line of a note to clinical style. */
export type ClinicalStyle = (text: string) => string;

/** Reads the rewrites of `file` (`draft-style.json`). Throws where the file does not fit its shape. */
export const loadClinicalStyle = (file: string): ClinicalStyle => {
  const { rewrites } = StyleFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const rules = rewrites.map(({ from, to }) => ({ from: new RegExp(from, 'gi'), to }));
  return (text) =>
    capital(
      rules.reduce((line, { from, to }) => {
        const next = written([line.replace(from, to)]);
        // A rewrite may shorten a line, not take it away.
        return next === '' ? line : next;
      }, text),
    );
};
