import { z } from 'zod';
import { anyOf } from './any-of.ts';
import { PhraseIndex } from './phrase-index.ts';
import { knowledgeFolder, readKnowledge } from './folder.ts';

const sourced = { source: z.string().min(1), date: z.iso.date() };
const severity = z.enum(['interrupt', 'show']);
const file = <Row extends z.ZodType>(row: Row) => z.object({ ...sourced, rows: z.array(row) });

/** A set of medicines that rules treat alike; `label` is how a sentence calls it. Members are ingredients. */
export const DrugClass = z.strictObject({
  id: z.string(),
  label: z.string(),
  drugs: z.array(z.string()).min(1),
  ...sourced,
});
/** Any medicine of one of `a` with any other of one of `b` (ids of drug classes). */
export const InteractionRule = z.strictObject({
  id: z.string(),
  a: z.array(z.string()).min(1),
  b: z.array(z.string()).min(1),
  severity,
  effect: z.string(),
  advice: z.string(),
  /** No line where the charted daily dose of this ingredient is known and at most so much: the limit is kept. */
  withinDaily: z.strictObject({ drug: z.string(), mg: z.number().positive() }).optional(),
  /** Number of the pair in the ONC high-priority list. */
  onc: z.number().int().optional(),
  ...sourced,
});
export const AllergyGroup = z.strictObject({
  id: z.string(),
  label: z.string(),
  /** How a chart or a person names the allergy. */
  names: z.array(z.string()).min(1),
  /** Ingredients that the allergy is to. */
  drugs: z.array(z.string()).min(1),
  /** Relatives that may react too; with `reaction`, only where that reaction is charted. */
  cross: z.array(
    z.strictObject({
      drugs: z.array(z.string()),
      severity,
      why: z.string(),
      reaction: z.string().optional(),
    }),
  ),
  ...sourced,
});
export const ConditionWords = z.strictObject({
  id: z.string(),
  names: z.array(z.string()).min(1),
  icd10: z.array(z.string()),
  not: z.array(z.string()),
});
/** A result of the chart below or above a value, in that unit. */
const ResultBound = z.strictObject({
  analyte: z.string(),
  operator: z.enum(['<', '>']),
  threshold: z.number(),
  unit: z.string(),
});
export const DrugRule = z.strictObject({
  id: z.string(),
  drug: z.array(z.string()).min(1),
  condition: z.string().optional(),
  result: ResultBound.extend({ maxAgeDays: z.number() }).optional(),
  severity,
  message: z.string(),
  ...sourced,
});
export const MonitoringRule = z.strictObject({
  id: z.string(),
  drug: z.array(z.string()).optional(),
  condition: z.string().optional(),
  /** Any one of these results will do. */
  analytes: z.array(z.string()).min(1),
  everyDays: z.number().positive(),
  message: z.string(),
  ...sourced,
});

/** Words that are about one sex only (beginnings of words, as patterns). */
export const FitWords = z.strictObject({
  sex: z.enum(['male', 'female']),
  words: z.array(z.string()),
  ...sourced,
});
/** Something to consider: supported by words said, conditions, medicines or a result of the chart. */
export const Explanation = z.strictObject({
  name: z.string(),
  for: z.array(z.string()).optional(),
  against: z.array(z.string()).optional(),
  conditions: z.array(z.string()).optional(),
  drugs: z.array(z.string()).optional(),
  result: ResultBound.optional(),
  /** How many supports it takes. */
  needs: z.number().int().positive(),
});
export const Complaint = z.strictObject({
  id: z.string(),
  label: z.string(),
  words: z.array(z.string()).min(1),
  explanations: z.array(Explanation).min(1),
  /** Ways to treat; `drug` is checked against the chart. */
  paths: z.array(z.strictObject({ name: z.string(), differs: z.string(), drug: z.string().optional() })),
  ...sourced,
});

export type DrugClass = z.infer<typeof DrugClass>;
export type InteractionRule = z.infer<typeof InteractionRule>;
export type AllergyGroup = z.infer<typeof AllergyGroup>;
export type ConditionWords = z.infer<typeof ConditionWords>;
export interface Condition {
  readonly id: string;
  readonly icd10: readonly string[];
  /** Whether a problem's name is (a form of) the condition. */
  readonly isNamedIn: (text: string) => boolean;
  /** Whether the name says that it is not meant, whatever its code ("stage 1", "family history"). */
  readonly isRuledOutBy: (text: string) => boolean;
}
export type DrugRule = z.infer<typeof DrugRule>;
export type MonitoringRule = z.infer<typeof MonitoringRule>;
export type FitWords = z.infer<typeof FitWords>;
export type Explanation = z.infer<typeof Explanation>;
export type Complaint = z.infer<typeof Complaint>;

export interface ClinicalRules {
  readonly classes: readonly DrugClass[];
  /** Ids of the classes an ingredient belongs to. */
  readonly classesOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly interactions: readonly InteractionRule[];
  readonly allergyGroups: readonly AllergyGroup[];
  /** The groups by what people and charts call them. */
  readonly allergyNames: PhraseIndex<AllergyGroup>;
  /** Reactions that read as a side effect rather than an allergy, in lower case. */
  readonly sideEffects: readonly string[];
  /** How words begin that speak of allergies. */
  readonly allergyTalk: readonly string[];
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly drugRules: readonly DrugRule[];
  readonly monitoring: readonly MonitoringRule[];
  readonly fitWords: readonly FitWords[];
  readonly complaints: readonly Complaint[];
  /** True once an organisation has signed the rules; no such file ships. */
  readonly clinicallyReviewed: boolean;
}

const toCondition = (words: ConditionWords): Condition => ({
  id: words.id,
  icd10: words.icd10,
  isNamedIn: anyOf(words.names),
  isRuledOutBy: anyOf(words.not),
});

/** Reads the rule files. Throws where one does not fit: a fault of the build. */
export const loadRules = (folder: string = knowledgeFolder()): ClinicalRules => {
  const classes = readKnowledge(folder, 'drug-classes.json', file(DrugClass)).rows;
  const allergies = readKnowledge(
    folder,
    'allergy-groups.json',
    file(AllergyGroup).extend({
      sideEffects: z.array(z.string()),
      sideEffectsSource: z.string(),
      talk: z.array(z.string()),
      talkSource: z.string(),
    }),
  );
  const allergyNames = new PhraseIndex<AllergyGroup>();
  for (const group of allergies.rows) for (const name of group.names) allergyNames.add(name, group);
  const rules = readKnowledge(
    folder,
    'drug-rules.json',
    file(DrugRule).extend({ conditions: z.array(ConditionWords) }),
  );
  const classesOf = new Map<string, Set<string>>();
  for (const { id, drugs } of classes)
    for (const drug of drugs) classesOf.set(drug, (classesOf.get(drug) ?? new Set()).add(id));
  return {
    classes,
    classesOf,
    interactions: readKnowledge(folder, 'interactions.json', file(InteractionRule)).rows,
    allergyGroups: allergies.rows,
    allergyNames,
    sideEffects: allergies.sideEffects,
    allergyTalk: allergies.talk,
    conditions: new Map(rules.conditions.map((words) => [words.id, toCondition(words)])),
    drugRules: rules.rows,
    monitoring: readKnowledge(folder, 'monitoring.json', file(MonitoringRule)).rows,
    fitWords: readKnowledge(folder, 'sex-words.json', file(FitWords)).rows,
    complaints: readKnowledge(folder, 'suggestions.json', file(Complaint)).rows,
    clinicallyReviewed: false,
  };
};
