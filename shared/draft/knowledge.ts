import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { z } from 'zod';
import { NoteTemplate } from '../contract/draft.ts';
import { FactKind } from '../contract/fact.ts';
import { type Linear, LinearFile, linear } from './linear.ts';
import { type DrugLexicon, loadDrugs } from '../knowledge/drugs.ts';
import { loadLanguage } from '../language/index.ts';
import { type MedicationRules, loadMedicationRules } from '../knowledge/medication-rules.ts';
import { type ClinicalStyle, loadClinicalStyle } from './note/clinical-style.ts';
import { type Lexicon, loadLexicon } from './lexicon.ts';
import { type Readable, loadReadable } from './note/readable.ts';

const Worth = z.object({
  /** Recogniser confidence (0..1) under which a medicine, dose or value is in doubt; as the verifier has it. */
  uncertainBelow: z.number(),
  /** Confidence under which any other word that names nothing of health is taken for misheard: chosen on three made visits, where right words stand at 0.3 and above in all but a few places. */
  unheardBelow: z.number(),
  keep: z.number(),
  kinds: z.record(FactKind, z.number()),
  made: z.record(z.string(), z.number()),
  /** How likely a line must read as one of a note (0..1) to stand in it: one that names no kind of fact, and any other. */
  reads: z.strictObject({ other: z.number(), named: z.number() }),
});
export type Worth = z.infer<typeof Worth>;

/** Everything that drafting knows besides the visit; loaded once and passed in. */
export interface DraftKnowledge {
  readonly lexicon: Lexicon;
  readonly drugs: DrugLexicon;
  readonly models: {
    readonly keep: Linear;
    readonly section: Linear;
    readonly speaker: Linear;
    readonly words: Linear;
    /** Whether a line reads as one of a note. */
    readonly reads: Linear;
  };
  readonly worth: Worth;
  readonly style: ClinicalStyle;
  readonly readable: Readable;
  readonly medicationRules: MedicationRules;
  readonly templates: ReadonlyMap<string, NoteTemplate>;
}

const RESOURCES = fileURLToPath(new URL('../../resources/', import.meta.url));
const SHIPPED_TEMPLATES = ['general', 'orthopedics', 'mental-health'];

const json = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

const model = (resources: string, name: string): Linear =>
  linear(LinearFile.parse(json(resources, 'models', `draft-${name}.json`)));

/**
 * A template of the user's own, from a file that the caller names. Undefined where the file is no template: the caller
 * says so and goes on with a shipped one. Throws where the file cannot be read.
 */
export const loadTemplate = (path: string): NoteTemplate | undefined => {
  const parsed = NoteTemplate.safeParse(parsedJson(readFileSync(path, 'utf8')));
  return parsed.success ? parsed.data : undefined;
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads what drafting needs below `resources`. Throws where a shipped file does not fit its shape: a fault of ours. */
export const loadDraftKnowledge = (
  resources: string = RESOURCES,
  drugs: DrugLexicon = loadDrugs(join(resources, 'knowledge')),
): DraftKnowledge => ({
  lexicon: loadLexicon(
    pathToFileURL(join(resources, 'knowledge/')),
    loadLanguage(join(resources, 'knowledge')),
  ),
  drugs,
  models: {
    keep: model(resources, 'keep'),
    section: model(resources, 'section'),
    reads: model(resources, 'reads'),
    speaker: model(resources, 'speaker'),
    words: model(resources, 'words'),
  },
  medicationRules: loadMedicationRules(join(resources, 'knowledge')),
  worth: Worth.parse(json(resources, 'knowledge', 'draft-worth.json')),
  style: loadClinicalStyle(join(resources, 'knowledge', 'draft-style.json')),
  readable: loadReadable(join(resources, 'knowledge', 'draft-readable.json')),
  templates: new Map(
    SHIPPED_TEMPLATES.map((name) => [name, NoteTemplate.parse(json(resources, 'templates', `${name}.json`))]),
  ),
});

/** The clinic's own template, the one of that id, or the general one where it chose none that is there. */
export const templateOf = (
  { templates }: DraftKnowledge,
  wanted: string | NoteTemplate | undefined,
): NoteTemplate => {
  if (typeof wanted === 'object') return wanted;
  const template = templates.get(wanted ?? 'general') ?? templates.get('general');
  if (!template) throw new Error('the general template is missing');
  return template;
};
