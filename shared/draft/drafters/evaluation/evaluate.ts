import {
  RewordTask,
  type LanguageModel,
  type ModelPass,
  type ModelTask,
} from '../../../contract/drafters.ts';
import type { NoteTemplate } from '../../../contract/draft.ts';
import type { Transcript } from '../../../contract/transcript.ts';
import type { Language } from '../../../language/index.ts';
import { dialogueToTranscript } from '../../dialogue-to-transcript.ts';
import type { Check } from '../check-statements.ts';
import { collect } from '../collect.ts';
import type { ReadGist } from '../covers.ts';
import { proposeDifferential } from '../differential.ts';
import { loadPrompt } from '../prompts.ts';
import { reword } from '../reword.ts';
import {
  casesOf,
  DialogueCases,
  evaluationOf,
  RewordCases,
  type DialogueCase,
  type RewordCase,
} from './cases.ts';

/** What design/language-models.md asks for: no error, and nineteen of twenty things kept. */
const ENOUGH = 0.95;

export interface EvaluationGround {
  readonly language: Language;
  readonly readGist: ReadGist;
  readonly template: NoteTemplate;
  /** The verifier over a conversation, or over lines as if they had been said. */
  readonly checkOf: (transcript: Transcript) => Check;
  readonly signal: AbortSignal;
}

/** How one case went: counts, and why the model gave nothing where it did (a code of the error table). */
export interface CaseResult {
  readonly id: string;
  readonly errors: number;
  readonly asked: number;
  readonly kept: number;
  readonly reason?: string | undefined;
}

const matching = (patterns: readonly string[], texts: readonly string[]): number =>
  patterns.filter((pattern) => texts.some((text) => new RegExp(pattern, 'iu').test(text))).length;

const transcriptOf = ({ id, dialogue }: Pick<DialogueCase, 'id' | 'dialogue'>): Transcript =>
  dialogueToTranscript({ id, dialogue: dialogue.map(([speaker, text]) => ({ speaker, text })) });

const draftCase = async (
  model: LanguageModel,
  one: DialogueCase,
  { readGist, template, signal }: EvaluationGround,
): Promise<CaseResult> => {
  const { lines, figures } = await collect({
    transcript: transcriptOf(one),
    template,
    model,
    prompt: loadPrompt('draft'),
    signal,
  });
  const said = readGist(one.dialogue.map(([, text]) => text).join('\n'));
  const texts = lines.map(({ text }) => text);
  const invented = texts.flatMap((text) =>
    [...readGist(text).values].filter((value) => !said.values.has(value)),
  );
  return {
    id: one.id,
    errors: matching(one.never, texts) + invented.length,
    asked: one.must.length,
    kept: matching(one.must, texts),
    reason: figures.reason,
  };
};

const rewordCase = async (
  model: LanguageModel,
  task: RewordTask,
  one: RewordCase,
  { language, readGist, checkOf, signal }: EvaluationGround,
): Promise<CaseResult> => {
  // One thing more is asked of each case: that it reads otherwise than before. Lines given back as they came are safe and of no use.
  const asked = one.lines.length + one.must.length + 1;
  const done = await reword({
    task,
    lines: one.lines.map((text, index) => ({ id: `l${String(index + 1)}`, text })),
    ask: one.ask,
    model,
    prompt: loadPrompt(task),
    language,
    readGist,
    checkOf,
    signal,
  });
  if (!done.ok) return { id: one.id, errors: 0, asked, kept: 0, reason: done.error.code };
  const { lines, kept, altered } = done.value;
  const text = [lines.map((line) => line.text).join(' ')];
  const asItCame = lines.filter((line) => one.lines.includes(line.text)).length;
  const isReworded = asItCame * 2 < one.lines.length;
  return {
    id: one.id,
    errors: altered.length + matching(one.never, text),
    asked,
    kept: one.lines.length - kept.length + matching(one.must, text) + (isReworded ? 1 : 0),
  };
};

const differentialCase = async (
  model: LanguageModel,
  one: DialogueCase,
  { language, checkOf, signal }: EvaluationGround,
): Promise<CaseResult> => {
  const asked = one.must.length;
  const done = await proposeDifferential({
    transcript: transcriptOf(one),
    model,
    prompt: loadPrompt('differential'),
    language,
    checkOf,
    signal,
  });
  if (!done.ok) return { id: one.id, errors: 0, asked, kept: 0, reason: done.error.code };
  const { suggestions, unfounded } = done.value;
  const names = suggestions.map(({ text }) => text);
  return {
    id: one.id,
    errors: unfounded + matching(one.never, names),
    asked,
    kept: matching(one.must, names),
  };
};

type RunCase = () => Promise<CaseResult>;

const runsOf = (model: LanguageModel, task: ModelTask, ground: EvaluationGround): readonly RunCase[] => {
  if (task === 'draft')
    return casesOf(task, DialogueCases).cases.map((one) => () => draftCase(model, one, ground));
  if (task === 'differential')
    return casesOf(task, DialogueCases).cases.map((one) => () => differentialCase(model, one, ground));
  const wording = RewordTask.parse(task);
  return casesOf(task, RewordCases).cases.map((one) => () => rewordCase(model, wording, one, ground));
};

export interface Evaluated {
  readonly pass: ModelPass;
  readonly results: readonly CaseResult[];
}

/**
 * Puts a model every shipped case of a task and says how it did; a case that it does not answer misses all that it was
 * asked for. `undefined` where it was stopped: half an evaluation is none.
 */
export const evaluateModel = async (
  model: LanguageModel,
  task: ModelTask,
  ground: EvaluationGround,
  onCase: (result: CaseResult, share: number) => void = () => undefined,
): Promise<Evaluated | undefined> => {
  const runs = runsOf(model, task, ground);
  const results: CaseResult[] = [];
  for (const run of runs) {
    const result = await run();
    if (ground.signal.aborted) return undefined;
    results.push(result);
    onCase(result, results.length / runs.length);
  }
  const sum = (of: (result: CaseResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const [errors, asked, kept] = [sum((one) => one.errors), sum((one) => one.asked), sum((one) => one.kept)];
  return {
    results,
    pass: {
      model: model.identity,
      task,
      evaluation: evaluationOf(task),
      passed: errors === 0 && kept >= asked * ENOUGH,
      figures: { cases: results.length, errors, asked, kept },
      at: new Date().toISOString(),
    },
  };
};
