import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CodeOffer } from '../../contract/codes.ts';
import type { Fact, FactKind } from '../../contract/fact.ts';
import { PhraseIndex } from '../../knowledge/phrase-index.ts';

const Coded = z.object({ code: z.string(), title: z.string() });
const CodesFile = z.object({
  source: z.string(),
  date: z.iso.date(),
  rows: z.array(
    Coded.extend({
      terms: z.array(z.string()).min(1),
      /** The code for a side, where there is one; the row's own is for a side that was not said. */
      sides: z.partialRecord(z.enum(['left', 'right', 'both']), Coded).optional(),
    }),
  ),
});
type Row = z.infer<typeof CodesFile>['rows'][number];

/** Everyday and clinical names of problems with their codes. */
export type CodeBook = PhraseIndex<Row>;

export const loadCodeBook = (
  file = new URL('../../../resources/knowledge/icd10cm-offers.json', import.meta.url),
): CodeBook => {
  const { rows } = CodesFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const book: CodeBook = new PhraseIndex();
  for (const row of rows) for (const term of row.terms) book.add(term, row);
  return book;
};

/** What can be a problem, the most certain first. */
const KINDS: readonly FactKind[] = ['diagnosis', 'condition', 'chief-complaint', 'symptom'];

const isProblem = ({ kind, polarity, certainty, subject }: Fact): boolean =>
  KINDS.includes(kind) && polarity === 'affirmed' && certainty === 'certain' && subject.role === 'patient';

/**
 * Codes for what the patient has, as the visit says it: never for what was denied, only considered, or is a relative's.
 * The side decides where one was said. Each code once, diagnoses before symptoms. Pure.
 */
export const offerCodes = (facts: readonly Fact[], book: CodeBook): readonly CodeOffer[] => {
  const offers = new Map<string, CodeOffer>();
  const problems = facts.filter(isProblem).sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  for (const fact of problems) {
    for (const { entry: row, start, end } of book.find(fact.text)) {
      const { code, title } = (fact.side && row.sides?.[fact.side]) ?? row;
      const before = offers.get(code);
      offers.set(code, {
        system: 'ICD-10-CM',
        code,
        title,
        matched: before?.matched ?? fact.text.slice(start, end),
        facts: [...(before?.facts ?? []), fact.id],
        evidence: [...(before?.evidence ?? []), ...fact.evidence],
      });
    }
  }
  return [...offers.values()];
};
