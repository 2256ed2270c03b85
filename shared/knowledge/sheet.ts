import { z } from 'zod';
import { Moment } from '../contract/instructions.ts';
import { knowledgeFolder, readKnowledge } from './folder.ts';

const head = { source: z.string().min(1), date: z.iso.date() };

/** How a small English phrase of a fact ("every 6 hours") is said in the sheet's language; `{1}` is the first number. */
const Phrase = z.strictObject({
  match: z.string().min(1),
  say: z.string(),
  as: z.enum(['how-often', 'when', 'how-long', 'route', 'amount', 'cue', 'who', 'outcome']),
  moments: z.array(Moment).optional(),
});
export type Phrase = z.infer<typeof Phrase>;

/** A language of the sheet: all fixed text, and the templates that statements are made from. */
const SheetLanguage = z.strictObject({
  ...head,
  language: z.string(),
  locale: z.string(),
  direction: z.enum(['ltr', 'rtl']),
  review: z.string(),
  title: z.string(),
  sections: z.record(z.string(), z.string()),
  labels: z.record(z.string(), z.string()),
  changes: z.record(z.string(), z.string()),
  sentences: z.record(z.string(), z.string()),
  phrases: z.array(Phrase),
});
export type SheetLanguage = z.infer<typeof SheetLanguage>;

const Said = z.strictObject({
  say: z.string().min(1),
  /** Follows the word in brackets where the sheet uses it first. */
  explain: z.string().optional(),
});

export const TermKind = z.enum([
  'condition',
  'symptom',
  'test',
  'specialty',
  'body',
  'treatment',
  'advice',
  /** How it goes on: better, worse. */
  'course',
  'plain',
]);
export type TermKind = z.infer<typeof TermKind>;

/** A term by its English forms, and what a patient reads instead, per language. */
const Term = z.strictObject({
  id: z.string(),
  kind: TermKind,
  forms: z.array(z.string()).min(1),
  say: z.record(z.string(), Said),
});
export type Term = z.infer<typeof Term>;

const Terms = z.strictObject({ ...head, review: z.string(), rows: z.array(Term) });

const Sensitive = z.strictObject({
  ...head,
  topics: z.array(
    z.strictObject({
      topic: z.string(),
      applies: z.enum(['everyone', 'minors']),
      words: z.array(z.string()),
    }),
  ),
  confidence: z.array(z.string()),
});
export type Sensitive = z.infer<typeof Sensitive>;

const Wording = z.strictObject({
  ...head,
  fillers: z.array(z.string()),
  /** Openings of a plan that only say that it is one; taken off before it is told to the patient. */
  openings: z.array(z.string()),
  /** Talk about the visit itself, commands to a machine, introductions: never for a patient. */
  meta: z.array(z.string()),
  /** Words that turn what stands around them; a statement holding one is not told by its terms alone. */
  turns: z.string(),
  /** What only may come. */
  maybe: z.string(),
  /** How a real question opens. */
  asks: z.string(),
  cues: z.strictObject({
    test: z.string(),
    followUp: z.string(),
    past: z.string(),
    comeBack: z.string(),
    call: z.string(),
    emergency: z.string(),
  }),
  /** Patterns of where a long sentence may be cut, and of words whose reach must not be cut. */
  breaks: z.strictObject({ clause: z.string(), list: z.string(), binds: z.string() }),
  person: z.array(z.strictObject({ match: z.string(), say: z.string() })),
});
export type Wording = z.infer<typeof Wording>;

export interface SheetKnowledge {
  readonly languages: Readonly<Record<string, SheetLanguage>>;
  readonly terms: readonly Term[];
  readonly sensitive: Sensitive;
  readonly wording: Wording;
}

/** Reads the sheet's knowledge; a third language is one more file and one more name here. */
export const loadSheetKnowledge = (
  languages: readonly string[] = ['en', 'es'],
  folder: string = knowledgeFolder(),
): SheetKnowledge => ({
  languages: Object.fromEntries(
    languages.map((language) => [language, readKnowledge(folder, `sheet-${language}.json`, SheetLanguage)]),
  ),
  terms: readKnowledge(folder, 'sheet-terms.json', Terms).rows,
  sensitive: readKnowledge(folder, 'sheet-sensitive.json', Sensitive),
  wording: readKnowledge(folder, 'sheet-wording.json', Wording),
});
