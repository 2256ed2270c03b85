import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Language } from '../language/index.ts';
import { type Phrases, phrases } from './phrases.ts';

const strings = z.array(z.string());
const SpeechFile = z.object({
  fillers: strings,
  leads: strings,
  abbreviations: strings,
  neverBefore: strings,
  clauseSubjects: strings,
  clauseJoins: strings,
  smallTalk: strings,
  commands: strings,
  yes: strings,
  no: strings,
  hedgedNo: strings,
  unsure: strings,
  familyRelations: z.record(z.string(), z.string()),
  closeOnes: strings,
  proceedings: strings,
  reasons: strings,
});
const GrammarFile = z.object({
  modals: strings,
  adverbs: strings,
  pastForms: z.record(z.string(), z.string()),
  participles: z.record(z.string(), z.string()),
  baseEndingEd: strings,
  verbs: strings,
  nounsToo: strings,
  objectAfter: strings,
});

const QuestionFile = z.object({
  auxiliaries: strings,
  polite: strings,
  findings: strings,
  determiners: strings,
  vague: strings,
  generic: strings,
  describe: strings,
  labels: z.array(z.object({ asked: strings, label: z.string() })),
});
const ClinicalFile = z.object({
  findings: strings,
  symptomNouns: strings,
  conditions: strings,
  bodyWords: strings,
  procedures: strings,
  social: strings,
  vitals: strings,
  results: strings,
  tests: strings,
  referrals: strings,
  medicines: strings,
  examMoves: strings,
  startsExam: strings,
  followUp: strings,
  warning: strings,
  advice: strings,
  diagnosis: strings,
  allergy: strings,
  immunization: strings,
  sides: z.record(z.string(), z.enum(['left', 'right', 'both'])),
});
const rows = z.array(z.object({ said: strings, write: z.string() }));
const PlanFile = z.object({
  announcements: rows,
  orders: strings,
  opinions: rows,
  examOpeners: rows,
  examLeads: strings,
  recaps: strings,
  problemHeadings: strings,
  problemFillers: strings,
});

type WordSet = ReadonlySet<string>;

/** Words and phrases that the drafter reads and writes by, from `resources/knowledge/draft-*.json`. */
export interface Lexicon {
  readonly language: Language;
  readonly fillers: Phrases;
  readonly leads: WordSet;
  readonly leadPhrases: Phrases;
  readonly abbreviations: WordSet;
  readonly neverBefore: WordSet;
  readonly clauseSubjects: WordSet;
  readonly clauseJoins: WordSet;
  readonly smallTalk: Phrases;
  readonly commands: Phrases;
  readonly yes: Phrases;
  readonly no: Phrases;
  readonly hedgedNo: Phrases;
  readonly unsure: Phrases;
  readonly familyRelations: ReadonlyMap<string, string>;
  readonly closeOnes: WordSet;
  /** What a clinician announces of the visit itself ("take a look"), which is no plan. */
  readonly proceedings: Phrases;
  /** How a reason for coming is opened: "here for", "presenting with". */
  readonly reasons: readonly string[];
  readonly modals: WordSet;
  readonly adverbs: WordSet;
  readonly pastForms: ReadonlyMap<string, string>;
  readonly pastOfBase: ReadonlyMap<string, string>;
  readonly baseOfParticiple: ReadonlyMap<string, string>;
  readonly baseEndingEd: WordSet;
  readonly verbs: WordSet;
  /** Verbs that are as often nouns ("work", "cough"). */
  readonly nounsToo: WordSet;
  readonly objectAfter: WordSet;
  readonly pronouns: WordSet;
  /** Whether a word can be a finite verb: an auxiliary, a modal, a known verb or its past. */
  readonly isVerb: (word: string) => boolean;
  readonly auxiliaries: WordSet;
  readonly polite: Phrases;
  /** Openings of questions after findings: "have you noticed any". */
  readonly asksFindings: Phrases;
  readonly determiners: Phrases;
  readonly vague: WordSet;
  readonly generic: WordSet;
  readonly describe: Phrases;
  readonly labels: readonly { readonly asked: readonly string[]; readonly label: string }[];
  readonly findings: WordSet;
  readonly symptomNouns: WordSet;
  /** Parts and functions of the body that a question can be about. */
  readonly bodyWords: WordSet;
  readonly conditions: Phrases;
  readonly procedures: Phrases;
  readonly social: Phrases;
  readonly vitals: Phrases;
  readonly results: Phrases;
  readonly tests: Phrases;
  readonly referrals: Phrases;
  readonly medicines: Phrases;
  readonly examMoves: Phrases;
  readonly startsExam: Phrases;
  readonly followUp: Phrases;
  readonly warning: Phrases;
  readonly advice: Phrases;
  readonly diagnosis: Phrases;
  readonly allergy: Phrases;
  readonly immunization: Phrases;
  readonly sides: ReadonlyMap<string, 'left' | 'right' | 'both'>;
  readonly announcements: readonly Rewriting[];
  /** How an order opens that is given to the patient outright: "take", "do not". */
  readonly orders: Phrases;
  readonly opinions: readonly Rewriting[];
  readonly examOpeners: readonly Rewriting[];
  readonly examLeads: Phrases;
  readonly recaps: Phrases;
  readonly problemHeadings: Phrases;
  readonly problemFillers: Phrases;
}

/** What is said, and what a note writes in its place. */
export interface Rewriting {
  readonly said: Phrases;
  readonly write: string;
}

const read = (folder: URL, name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

const questionWords = (folder: URL) => {
  const file = QuestionFile.parse(read(folder, 'draft-questions.json'));
  return {
    auxiliaries: new Set(file.auxiliaries),
    polite: phrases(file.polite),
    asksFindings: phrases(file.findings),
    determiners: phrases(file.determiners),
    vague: new Set(file.vague),
    generic: new Set(file.generic),
    describe: phrases(file.describe),
    labels: file.labels,
  };
};

const clinicalWords = (folder: URL) => {
  const file = ClinicalFile.parse(read(folder, 'draft-clinical-words.json'));
  return {
    findings: new Set(file.findings),
    symptomNouns: new Set(file.symptomNouns),
    bodyWords: new Set(file.bodyWords),
    conditions: phrases(file.conditions),
    procedures: phrases(file.procedures),
    social: phrases(file.social),
    vitals: phrases(file.vitals),
    results: phrases(file.results),
    tests: phrases(file.tests),
    referrals: phrases(file.referrals),
    medicines: phrases(file.medicines),
    examMoves: phrases(file.examMoves),
    startsExam: phrases(file.startsExam),
    followUp: phrases(file.followUp),
    warning: phrases(file.warning),
    advice: phrases(file.advice),
    diagnosis: phrases(file.diagnosis),
    allergy: phrases(file.allergy),
    immunization: phrases(file.immunization),
    sides: new Map(Object.entries(file.sides)),
  };
};

const rewritings = (table: z.infer<typeof rows>): readonly Rewriting[] =>
  table.map((row) => ({ said: phrases(row.said), write: row.write }));

const planPhrases = (folder: URL) => {
  const file = PlanFile.parse(read(folder, 'draft-plan-phrases.json'));
  return {
    announcements: rewritings(file.announcements),
    orders: phrases(file.orders),
    opinions: rewritings(file.opinions),
    examOpeners: rewritings(file.examOpeners),
    examLeads: phrases(file.examLeads),
    recaps: phrases(file.recaps),
    problemHeadings: phrases(file.problemHeadings),
    problemFillers: phrases(file.problemFillers),
  };
};

export const loadLexicon = (folder: URL, language: Language): Lexicon => {
  const speech = SpeechFile.parse(read(folder, 'draft-speech.json'));
  const grammar = GrammarFile.parse(read(folder, 'draft-grammar.json'));
  const pastForms = Object.entries(grammar.pastForms);
  const known = new Set([
    ...grammar.verbs,
    ...grammar.modals,
    ...pastForms.map(([past]) => past),
    ...'am is are was were be have has had do does did'.split(' '),
  ]);
  return {
    language,
    fillers: phrases(speech.fillers),
    leads: new Set(speech.leads),
    leadPhrases: phrases(speech.leads),
    abbreviations: new Set(speech.abbreviations),
    neverBefore: new Set(speech.neverBefore),
    clauseSubjects: new Set(speech.clauseSubjects),
    clauseJoins: new Set(speech.clauseJoins),
    smallTalk: phrases(speech.smallTalk),
    commands: phrases(speech.commands),
    yes: phrases(speech.yes),
    no: phrases(speech.no),
    hedgedNo: phrases(speech.hedgedNo),
    unsure: phrases(speech.unsure),
    familyRelations: new Map(Object.entries(speech.familyRelations)),
    closeOnes: new Set(speech.closeOnes),
    proceedings: phrases(speech.proceedings),
    reasons: speech.reasons,
    modals: new Set(grammar.modals),
    adverbs: new Set(grammar.adverbs),
    pastForms: new Map(pastForms),
    pastOfBase: new Map(pastForms.map(([past, base]) => [base, past])),
    baseOfParticiple: new Map(Object.entries(grammar.participles)),
    baseEndingEd: new Set(grammar.baseEndingEd),
    verbs: new Set(grammar.verbs),
    nounsToo: new Set(grammar.nounsToo),
    objectAfter: new Set(grammar.objectAfter),
    isVerb: (word) =>
      known.has(word) ||
      (word.endsWith('s') && known.has(word.slice(0, -1))) ||
      (word.endsWith('ed') && word.length > 4),
    pronouns: new Set('i you he she it we they me him her us them this that these those'.split(' ')),
    ...questionWords(folder),
    ...clinicalWords(folder),
    ...planPhrases(folder),
  };
};
