import type { Chart } from '../../contract/chart.ts';
import type { NoteTemplate } from '../../contract/draft.ts';
import {
  ModelDraft,
  type LanguageModel,
  type ModelFact,
  type ModelLine,
  type ModelReport,
} from '../../contract/drafters.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Transcript } from '../../contract/transcript.ts';
import { splitPart, splitVisit, tokensOf, type Part } from './parts.ts';
import type { Prompt } from './prompts.ts';
import { chartFor, questionFor } from './question.ts';

export interface Asking {
  readonly transcript: Transcript;
  readonly chart?: Chart | undefined;
  readonly template: NoteTemplate;
  readonly model: LanguageModel;
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
  /** Share of the parts that are done, 0..1, the one that is being answered by how long its answer is. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** ms for all parts together. */
  readonly longestMs?: number | undefined;
}

/** All that a model wrote about a visit, part after part, and what it took. Fact ids are unique over the parts. */
export interface Collected {
  readonly lines: readonly ModelLine[];
  readonly facts: readonly ModelFact[];
  readonly figures: Omit<ModelReport, 'model' | 'prompts' | 'lines'>;
}

const MOST_OUT = 4096;
const MARGIN = 256;
const MOST_CHART = 1500;
/** Below this a part holds too little to be understood. */
const LEAST_PART = 400;
// The schema goes along with every question; some servers put it into the model's window.
const SCHEMA_TOKENS = 700;

export interface Budget {
  readonly out: number;
  readonly chart: number;
  readonly part: number;
}

/** How a window of so many tokens is shared; undefined where it is too small to draft with. */
export const budgetFor = (
  contextTokens: number,
  prompt: Prompt,
  template: NoteTemplate,
): Budget | undefined => {
  const out = Math.min(MOST_OUT, Math.floor(contextTokens / 4));
  const chart = Math.min(MOST_CHART, Math.floor(contextTokens * 0.15));
  const fixed = tokensOf(prompt.text) + tokensOf(JSON.stringify(template.sections)) + SCHEMA_TOKENS + MARGIN;
  // A note is shorter than its visit, but lines with their quotes are not by much.
  const part = Math.min(contextTokens - fixed - out - chart, 2 * out);
  return part < LEAST_PART ? undefined : { out, chart, part };
};

/** A model of 4 thousand million weights on two cores takes a quarter of an hour for a visit; beyond twice that nobody waits. */
const LONGEST_MS = 30 * 60_000;
/**
 * Answers cut off one after the other until the rest is not asked for. By then a part is an eighth of the room for its
 * answer or less, and what still fills it is no note of it but a model that goes on and on.
 */
const MOST_CUT_OFF = 5;
// An answer is mostly a few characters a token; only to show that something comes.
const SHOWN_CHARACTERS_A_TOKEN = 3;

/** Failures that say something of one answer only; with any other the next part would fare no better. */
const OF_ONE_ANSWER: ReadonlySet<ErrorCode> = new Set(['model-invalid', 'model-cut-off', 'model-window']);
const TOO_LONG: ReadonlySet<ErrorCode> = new Set(['model-cut-off', 'model-window']);

/** Whether another part would fare no better, after the last failure and so many cut-off answers in a row. */
const isPointless = (reason: ErrorCode | undefined, cutOff: number): boolean =>
  cutOff >= MOST_CUT_OFF || (reason !== undefined && !OF_ONE_ANSWER.has(reason));

const apart = (answer: ModelDraft, part: number): ModelDraft => {
  const own = (id: string): string => `${String(part)}.${id}`;
  return {
    facts: answer.facts.map((fact) => ({ ...fact, id: own(fact.id) })),
    lines: answer.lines.map((line) => ({ ...line, facts: line.facts.map(own) })),
  };
};

/**
 * Asks about a visit part by part, in order, and joins the answers. An answer that did not fit is asked for again in two
 * halves, until so many did not fit one after the other that the model is not one to ask; nor is it once all the time is
 * used up. A part that fails leaves a gap that is counted. Never rejects and never leaves words out silently.
 */
export const collect = async (asking: Asking): Promise<Collected> => {
  const { model, prompt, template, signal } = asking;
  const budget = budgetFor(model.capabilities.contextTokens, prompt, template);
  const chart = chartFor(asking.chart, budget?.chart ?? 0);
  const waiting: Part[] = [...splitVisit(asking.transcript, budget?.part ?? Number.MAX_SAFE_INTEGER)];
  const answers: ModelDraft[] = [];
  const figures = { parts: 0, failed: 0, requests: 0, tokensIn: 0, tokensOut: 0, ms: 0 };
  let reason: ErrorCode | undefined = budget ? undefined : 'model-window';
  let cutOff = 0;
  const begun = performance.now();
  const late = AbortSignal.timeout(asking.longestMs ?? LONGEST_MS);
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    if (!budget || isPointless(reason, cutOff)) {
      figures.parts += 1;
      figures.failed += 1;
      continue;
    }
    const answer = await model.generate({
      task: 'draft',
      system: prompt.text,
      messages: [{ role: 'user', content: questionFor(part, chart.entries, template) }],
      schema: ModelDraft,
      maxTokens: budget.out,
      signal: AbortSignal.any([signal, late]),
      onProgress: (characters) => {
        const ofThis = Math.min(0.9, characters / (budget.out * SHOWN_CHARACTERS_A_TOKEN));
        asking.onProgress?.((figures.parts + ofThis) / (figures.parts + 1 + waiting.length));
      },
    });
    figures.requests += answer.ok ? answer.value.tries : 1;
    if (!answer.ok) {
      const isLate = late.aborted && !signal.aborted;
      cutOff = answer.error.code === 'model-cut-off' ? cutOff + 1 : cutOff;
      const mayFit = TOO_LONG.has(answer.error.code) && !isPointless(undefined, cutOff);
      const two = mayFit ? splitPart(part) : undefined;
      if (two) {
        waiting.unshift(...two);
        continue;
      }
      reason = isLate ? 'model-timeout' : answer.error.code;
      figures.failed += 1;
    } else {
      cutOff = 0;
      figures.tokensIn += answer.value.tokensIn;
      figures.tokensOut += answer.value.tokensOut;
      answers.push(apart(answer.value.value, figures.parts));
    }
    figures.parts += 1;
    asking.onProgress?.(figures.parts / (figures.parts + waiting.length));
  }
  figures.ms = Math.round(performance.now() - begun);
  return {
    lines: answers.flatMap(({ lines }) => lines),
    facts: answers.flatMap(({ facts }) => facts),
    figures: { ...figures, chartLeftOut: chart.leftOut, ...(reason ? { reason } : {}) },
  };
};
