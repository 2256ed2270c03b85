// npm run evals -- --drafter NAME: puts a language model the shipped cases and keeps the result with its hash. A model
// that has not passed is not used for the task by the app or the command line.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DrafterName, LanguageModel, ModelLine } from '../../shared/contract/drafters.ts';
import { dialogueToTranscript } from '../../shared/draft/dialogue-to-transcript.ts';
import { collect } from '../../shared/draft/drafters/collect.ts';
import { makeGistReader, type ReadGist } from '../../shared/draft/drafters/covers.ts';
import { loadPrompt } from '../../shared/draft/drafters/prompts.ts';
import { loadDraftKnowledge } from '../../shared/draft/knowledge.ts';
import { commandLineGround, openModel } from '../../shared/hosts/drafters.ts';
import { keepPass, type ModelPass } from '../../shared/hosts/model-passes.ts';
import { sha256 } from '../../shared/platform/hash.ts';

const FILE = new URL('../../resources/evaluations/draft.json', import.meta.url);
const Cases = z.object({
  source: z.string(),
  date: z.iso.date(),
  cases: z.array(
    z.object({
      id: z.string(),
      dialogue: z.array(z.tuple([z.string(), z.string()])),
      /** Patterns that some line of the model must match: what was decided, denied, found. */
      must: z.array(z.string()),
      /** Patterns that no line may match: polarity, dose, side, person, orders obeyed. */
      never: z.array(z.string()),
    }),
  ),
});
type Case = z.infer<typeof Cases>['cases'][number];

/** What design/language-models.md asks for: no error, and nineteen of twenty things kept. */
const ENOUGH = 0.95;

export interface CaseResult {
  readonly id: string;
  readonly errors: readonly string[];
  readonly missed: readonly string[];
  readonly asked: number;
}

const judge = (
  one: Case,
  answer: { readonly lines: readonly ModelLine[] },
  readGist: ReadGist,
): CaseResult => {
  const said = readGist(one.dialogue.map(([, text]) => text).join('\n'));
  const texts = answer.lines.map(({ text }) => text);
  const matches = (pattern: string): boolean => texts.some((text) => new RegExp(pattern, 'iu').test(text));
  const invented = texts.flatMap((text) =>
    [...readGist(text).values].filter((value) => !said.values.has(value)),
  );
  return {
    id: one.id,
    errors: [...one.never.filter(matches), ...invented],
    missed: one.must.filter((pattern) => !matches(pattern)),
    asked: one.must.length,
  };
};

/** Puts every case to a model and says how it did; a part that fails misses all that it was asked for. */
export const evaluateDrafting = async (
  model: LanguageModel,
  say: (line: string) => void,
): Promise<{ readonly pass: ModelPass; readonly results: readonly CaseResult[] }> => {
  const text = readFileSync(FILE, 'utf8');
  const { cases } = Cases.parse(JSON.parse(text));
  const knowledge = loadDraftKnowledge();
  const readGist = makeGistReader(knowledge.lexicon.language, knowledge.drugs);
  const template = knowledge.templates.get('general');
  if (!template) throw new Error('the general template is missing');
  const prompt = loadPrompt('draft');
  const results: CaseResult[] = [];
  for (const one of cases) {
    const dialogue = one.dialogue.map(([speaker, words]) => ({ speaker, text: words }));
    const collected = await collect({
      transcript: dialogueToTranscript({ id: one.id, dialogue }),
      template,
      model,
      prompt,
      signal: new AbortController().signal,
    });
    const result = judge(one, collected, readGist);
    results.push(result);
    const reason = collected.figures.reason ? ` (${collected.figures.reason})` : '';
    say(
      `${one.id}: ${String(result.errors.length)} errors, ${String(result.asked - result.missed.length)} of ${String(result.asked)} kept${reason}`,
    );
  }
  const sum = (of: (result: CaseResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const asked = sum((result) => result.asked);
  const kept = asked - sum((result) => result.missed.length);
  const errors = sum((result) => result.errors.length);
  return {
    results,
    pass: {
      model: model.identity,
      task: 'draft',
      // Other cases or another prompt are another evaluation.
      evaluation: sha256(text + prompt.sha256),
      passed: errors === 0 && kept >= asked * ENOUGH,
      figures: { cases: cases.length, errors, asked, kept },
      at: new Date().toISOString(),
    },
  };
};

/** The command: exit status 0 where the model passed. */
export const runDrafterEvaluation = async (
  name: DrafterName,
  passes: string,
  say: (line: string) => void,
): Promise<boolean> => {
  const opened = await openModel(name, commandLineGround());
  if (!opened.ok) {
    say(opened.error.message);
    return false;
  }
  const model = opened.value;
  if (!model) {
    say('the built-in drafter needs no evaluation of this kind; npm run evals measures it');
    return true;
  }
  try {
    const { pass } = await evaluateDrafting(model, say);
    await keepPass(passes, pass);
    const { errors, asked, kept } = pass.figures;
    say(
      `${pass.model.name}: ${String(errors)} errors, ${String(kept)} of ${String(asked)} kept; ${pass.passed ? 'passed' : 'not passed, it will not be used for drafting'}`,
    );
    return pass.passed;
  } finally {
    await model.close();
  }
};
