import { z } from 'zod';
import type { Result } from './errors.ts';
import { FactKind } from './fact.ts';
import { Sha256 } from './vault.ts';

/** Who drafts. `embedded` needs nothing; the others ask a language model, and its words are checked like anybody's. */
export const DrafterName = z.enum(['embedded', 'local-model', 'server']);
export type DrafterName = z.infer<typeof DrafterName>;

/** What a language model may be asked for. Each is allowed for a model only once that model has passed it. */
export const ModelTask = z.enum(['draft', 'rewrite', 'plainer', 'letter', 'message', 'differential']);
export type ModelTask = z.infer<typeof ModelTask>;

/** The host of a model that runs here, in a process of its own. */
export const THIS_MACHINE = 'this machine';

/** `host` is where the model answers, `THIS_MACHINE` for one that runs here. */
export const ModelIdentity = z.object({
  driver: z.enum(['local-model', 'server']),
  name: z.string(),
  host: z.string(),
  /** SHA-256 of the weights, or, of a server's model, of its host and name: the most that can be known from outside. */
  sha256: Sha256,
});
export type ModelIdentity = z.infer<typeof ModelIdentity>;

/** The result of the evaluation of one model for one task. `evaluation` is the hash of the cases and the prompt it was put. */
export const ModelPass = z.object({
  model: ModelIdentity,
  task: ModelTask,
  evaluation: z.string(),
  passed: z.boolean(),
  /** Statements with an error of polarity, dose, number or person, and of what was asked for, how much was there. */
  figures: z.object({
    cases: z.number().int(),
    errors: z.number().int(),
    asked: z.number().int(),
    kept: z.number().int(),
  }),
  at: z.iso.datetime(),
});
export type ModelPass = z.infer<typeof ModelPass>;

export interface ModelCapabilities {
  /** Whether answers can be held to a JSON schema while they are written. */
  readonly jsonSchema: boolean;
  /** Tokens of question and answer together. */
  readonly contextTokens: number;
  /** Whether the words stay on this machine. */
  readonly local: boolean;
}

export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

export interface GenerateRequest<Value> {
  readonly task: ModelTask;
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly schema: z.ZodType<Value>;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  /** Called as the answer grows, with the characters so far. */
  readonly onProgress?: (characters: number) => void;
}

export interface Generated<Value> {
  readonly value: Value;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Questions that it took: more than one where an answer did not fit the schema. */
  readonly tries: number;
  readonly ms: number;
}

/**
 * A language model behind one interface. `generate` resolves to a value of the schema or refuses with one of
 * `model-errors.ts`; `model-cut-off` means that the answer did not fit `maxTokens`.
 */
export interface LanguageModel {
  readonly identity: ModelIdentity;
  readonly capabilities: ModelCapabilities;
  readonly generate: <Value>(request: GenerateRequest<Value>) => Promise<Result<Generated<Value>>>;
  readonly close: () => Promise<void>;
}

/** Turns as they are numbered in the question (turn 3 is `t3`), and words copied from them. */
const rests = { turns: z.array(z.int().min(1)), quotes: z.array(z.string()) };

/** A fact as a model states it. Everything is required and nullable, as servers want their schemas. */
export const ModelFact = z.object({
  id: z.string(),
  kind: FactKind,
  subject: z.enum(['patient', 'family', 'other']),
  relation: z.string().nullable(),
  polarity: z.enum(['affirmed', 'denied']),
  certainty: z.enum(['certain', 'hedged', 'conditional']),
  text: z.string().min(1),
  drug: z
    .object({
      name: z.string(),
      dose: z.string().nullable(),
      frequency: z.string().nullable(),
    })
    .nullable(),
  side: z.enum(['left', 'right', 'both']).nullable(),
  ...rests,
});
export type ModelFact = z.infer<typeof ModelFact>;

export const ModelLine = z.object({
  /** Id of a section of the template. */
  section: z.string(),
  text: z.string().min(1),
  /** Ids of facts in the same answer. */
  facts: z.array(z.string()),
  ...rests,
  /** Chart resources it rests on, as named in the question. */
  chart: z.array(z.string()),
});
export type ModelLine = z.infer<typeof ModelLine>;

/** The one schema of a drafting answer. */
export const ModelDraft = z.object({ facts: z.array(ModelFact), lines: z.array(ModelLine) });
export type ModelDraft = z.infer<typeof ModelDraft>;

/** Tasks that put lines that stand already into other words. */
export const RewordTask = ModelTask.extract(['rewrite', 'plainer', 'letter', 'message']);
export type RewordTask = z.infer<typeof RewordTask>;

/** Lines in other words; `from` names the lines that each was made of. */
export const ModelRewording = z.object({
  lines: z.array(z.object({ text: z.string(), from: z.array(z.string()) })),
});
export type ModelRewording = z.infer<typeof ModelRewording>;

/** A line in other words, and the lines that it was made of. */
export const RewordedLine = z.object({ text: z.string(), from: z.array(z.string()) });
export type RewordedLine = z.infer<typeof RewordedLine>;

export const Rewording = z.object({
  task: RewordTask,
  /** Checked lines only; one that was not is given back in its own words. */
  lines: z.array(RewordedLine),
  /** Ids of lines whose rewording changed more than words, or was missing: they stand as they were. */
  kept: z.array(z.string()),
  /** Those of `kept` for which the model gave words that say something else. */
  altered: z.array(z.string()),
});
export type Rewording = z.infer<typeof Rewording>;

/** A reason for or against an explanation: the words of one turn that it rests on. */
const ModelReason = z.object({ turn: z.int().min(1), quote: z.string().min(1) });

/** What might explain a complaint, each with what was said for and against it. */
export const ModelDifferential = z.object({
  explanations: z.array(
    z.object({ name: z.string().min(1).max(120), for: z.array(ModelReason), against: z.array(ModelReason) }),
  ),
});
export type ModelDifferential = z.infer<typeof ModelDifferential>;

/** What a model was asked and what became of it: counts, hashes and ms, no text. */
export const ModelReport = z.object({
  model: ModelIdentity,
  prompts: z.array(z.object({ name: z.string(), sha256: Sha256 })),
  /** Parts that the visit was split into, so that each fits the model's window; `failed` of them gave nothing. */
  parts: z.number().int(),
  failed: z.number().int(),
  /** The last reason for a failed part; a code of the error table. */
  reason: z.string().optional(),
  requests: z.number().int(),
  tokensIn: z.number().int(),
  tokensOut: z.number().int(),
  ms: z.number(),
  lines: z.object({
    /** Lines of the model that are in the note. */
    kept: z.number().int(),
    /** Lines of the model that nothing bears out, left out and shown. */
    held: z.number().int(),
    /** Lines of the embedded draft put in where the model had none. */
    filled: z.number().int(),
  }),
  /** Entries of the chart that did not fit the window and were not shown to the model. */
  chartLeftOut: z.number().int(),
});
export type ModelReport = z.infer<typeof ModelReport>;

/** How a language model may fail to be opened for a task. */
export const modelOpeningErrors = [
  'model-host-refused',
  'model-not-passed',
  'model-addon-missing',
  'file-missing',
  'file-unreadable',
] as const;

/** How one that was asked may fail to answer. */
export const modelAskingErrors = [
  'model-not-set',
  'model-certificate',
  'model-unreachable',
  'model-not-one',
  'model-refused',
  'model-busy',
  'model-timeout',
  'model-cut-off',
  'model-invalid',
  'model-window',
] as const;
