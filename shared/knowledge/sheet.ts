import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { Moment } from '../contract/instructions.ts';
import { type DrugLexicon, loadDrugs } from './drugs.ts';
import { knowledgeFolder, readKnowledge } from './folder.ts';
import { loadMedicationRules, type MedicationRules } from './medication-rules.ts';

const head = { source: z.string().min(1), date: z.iso.date() };

/**
 * How a small English phrase of a fact ("every 6 hours") is said in the sheet's language. In `match`, `{n}` is a number
 * and `{u}` a unit of time; in `say`, `{1}` is the first of them, `{~1}` "a few" of it, `{tablet}` a unit by name.
 */
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
  /** One, many and a few of each unit. */
  units: z.record(z.string(), z.tuple([z.string(), z.string(), z.string()])),
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
  /** What else brings a person in: a check-up, a refill. */
  'reason',
  'test',
  /** Measured in the room: pulse, weight. A result, never an appointment. */
  'measure',
  'specialty',
  /** People of the clinic: the nurse. */
  'who',
  'body',
  /** A kind of medicine rather than a name: antibiotics. Names are never translated. */
  'medicine',
  'treatment',
  'advice',
  /** How it goes on: better, worse. */
  'course',
  'plain',
  /** Worn or leaned on: a brace, crutches. */
  'aid',
  /** What is eaten or drunk. */
  'food',
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

const Rewriting = z.strictObject({ match: z.string(), say: z.string() });

/** How the clinician's spoken words become a sentence for paper. */
const Own = z.strictObject({
  /** Openings that only announce; the first that fits is taken off, and so on. */
  openings: z.array(Rewriting),
  endings: z.string(),
  /** Words that say nothing and may go. */
  empties: z.string(),
  swaps: z.array(Rewriting),
  /** Verbs a sentence of advice may open with, and other openings of a sentence that stands alone. */
  actions: z.string(),
  starts: z.string(),
  /** Where a new statement opens inside long speech without full stops. */
  opensCall: z.string(),
  opensPiece: z.string(),
  /** Words that stand for what was named before; an answer may point to its question, a line by itself may not. */
  pointsBack: z.string(),
  /** Questions, and talk of the examination: what belongs to the room and not on paper. */
  inTheRoom: z.string(),
  /** Words that stop before they have said anything. */
  breaksOff: z.string(),
  /** Signs that words do not stand as a sentence, or tell the patient nothing. */
  broken: z.array(z.string()),
});

const Wording = z.strictObject({
  ...head,
  fillers: z.array(z.string()),
  /** Openings of a plan that only say that it is one; taken off before it is told to the patient. */
  openings: z.array(z.string()),
  /** Talk about the visit itself, commands to a machine, introductions: never for a patient. */
  meta: z.array(z.string()),
  /** A condition with nothing to do in it; only a warning is told by it. */
  bareCondition: z.string(),
  /** Words that turn what stands around them; a statement holding one is not told by its terms alone. */
  turns: z.string(),
  purpose: z.string(),
  comment: z.string(),
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
    watch: z.string(),
    /** How a referral is made. */
    refer: z.string(),
    /** Who will tell the results. */
    results: z.string(),
    /** What stands right before what the clinician concludes. */
    finding: z.string(),
    /** What says that a condition named is another's, past or feared. */
    /** A test whose outcome is no number. */
    picture: z.string(),
    notFinding: z.string(),
    /** What stands right before something to do. */
    action: z.string(),
    /** How a clinician asks for something or says what will be done. */
    plan: z.string(),
    /** Words of a plan in looser speech. */
    plans: z.string(),
    /** How words open that tell what to do with a medicine. */
    speaks: z.string(),
    takes: z.string(),
  }),
  /** Patterns of where a long sentence may be cut, and of words whose reach must not be cut. */
  breaks: z.strictObject({ clause: z.string(), list: z.string(), binds: z.string() }),
  person: z.array(Rewriting),
  /** Statements said in set ways, told by the sentences of these names; `{we}` in a pattern is one of `shorthand`. */
  statements: z.array(z.strictObject({ match: z.string(), say: z.array(z.string()).min(1) })),
  shorthand: z.record(z.string(), z.string()),
  /** The part of the sheet that a sentence belongs to by its name, whatever the words it tells were filed as. */
  places: z.record(z.string(), z.string()),
  own: Own,
  /** How a clinician speaks of a medicine, for the standing it has on the sheet. */
  medicines: z.strictObject({
    uses: z.string(),
    may: z.string(),
    /** Only thought about: nothing is to be taken differently yet. */
    thought: z.string(),
    /** Named only as a thought, an example or the past: nothing to take. */
    notToUse: z.string(),
    /** What the clinician says the patient takes already. */
    taken: z.string(),
    changes: z.string(),
    /** Done before, or by others, or asked about: changes nothing today. */
    past: z.string(),
    helps: z.string(),
    /** Takes back what was said before. */
    corrects: z.string(),
    condition: z.string(),
    /** What stands right before a medicine that is not to be taken. */
    avoid: z.string(),
    /** What may stand behind its name there; anything else bounds the "not". */
    avoidEnds: z.string(),
    /** Kinds of medicine whose classes are named in many ways: a pattern of class names each. */
    kinds: z.record(z.string(), z.string()),
  }),
});
export type Wording = z.infer<typeof Wording>;

export interface SheetKnowledge {
  readonly languages: Readonly<Record<string, SheetLanguage>>;
  readonly terms: readonly Term[];
  readonly sensitive: Sensitive;
  readonly wording: Wording;
  readonly drugs: DrugLexicon;
  readonly medicationRules: MedicationRules;
}

const LANGUAGE_FILE = /^sheet-([a-z]{2}(?:-[A-Z]{2})?)\.json$/;

/** The languages of the sheet; one exists where its file does, so a third one is data alone. */
export const loadSheetLanguages = (folder: string = knowledgeFolder()): SheetKnowledge['languages'] =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .flatMap((file) => {
        const language = LANGUAGE_FILE.exec(file)?.[1];
        return language ? [[language, readKnowledge(folder, file, SheetLanguage)]] : [];
      }),
  );

export const loadSheetKnowledge = (folder: string = knowledgeFolder()): SheetKnowledge => ({
  languages: loadSheetLanguages(folder),
  terms: readKnowledge(folder, 'sheet-terms.json', Terms).rows,
  sensitive: readKnowledge(folder, 'sheet-sensitive.json', Sensitive),
  wording: readKnowledge(folder, 'sheet-wording.json', Wording),
  drugs: loadDrugs(folder),
  medicationRules: loadMedicationRules(folder),
});
