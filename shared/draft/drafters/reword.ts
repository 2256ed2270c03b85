import { ModelRewording, type LanguageModel, type RewordTask } from '../../contract/drafters.ts';
import type { Evidence } from '../../contract/evidence.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { readContext, tokenise, type Language } from '../../language/index.ts';
import { oneLine, type Check } from './check-statements.ts';
import type { ReadGist } from './covers.ts';
import { tokensOf } from './parts.ts';
import type { Prompt } from './prompts.ts';

export interface LineToReword {
  readonly id: string;
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** A line in other words, and the lines that it was made of. */
export interface RewordedLine {
  readonly text: string;
  readonly from: readonly string[];
  readonly evidence: readonly Evidence[];
}

export interface Rewording {
  readonly task: RewordTask;
  /** Checked lines only; one that was not is given back in its own words. */
  readonly lines: readonly RewordedLine[];
  /** Ids of lines whose rewording changed more than words, or was missing: they stand as they were. */
  readonly kept: readonly string[];
}

export interface RewordInput {
  readonly task: RewordTask;
  readonly lines: readonly LineToReword[];
  /** What the clinician asks for, in words; empty where the task says it all. */
  readonly ask: string;
  readonly model: LanguageModel;
  readonly prompt: Prompt;
  readonly language: Language;
  readonly readGist: ReadGist;
  /** The verifier over what these texts say and nothing else: a rewording answers to the lines it was made of. */
  readonly checkAgainst: (texts: readonly string[]) => Check;
  readonly signal: AbortSignal;
}

const equal = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((one) => b.has(one));

/** Denied and conditional words of a text, and who it is about: what wording must not change. */
const bearing = (text: string, language: Language): { denials: number; relatives: ReadonlySet<string> } => {
  const contexts = readContext(tokenise(text), language);
  return {
    denials: contexts.some(({ negated }) => negated) ? 1 : 0,
    relatives: new Set(contexts.flatMap(({ relation }) => (relation === undefined ? [] : [relation]))),
  };
};

/** Whether only words differ: the same medicines, numbers and sides, denied or not, about the same person. */
const sameMeaning = (before: string, after: string, { language, readGist }: RewordInput): boolean => {
  const [old, now] = [bearing(before, language), bearing(after, language)];
  return (
    equal(readGist(before).values, readGist(after).values) &&
    old.denials === now.denials &&
    equal(old.relatives, now.relatives)
  );
};

const isBorneOut = (text: string, check: Check): boolean =>
  check(text).sentences.every(({ verdict }) => verdict !== 'contradicted');

/**
 * Has a model say lines in other words. A rewording stands only if nothing but words differs and the verifier, over
 * the lines it was made of, does not contradict it; any other line, and one that the model left out, stands in its own words. Refuses as `generate` does.
 */
export const reword = async (input: RewordInput): Promise<Result<Rewording>> => {
  const { task, lines, model, prompt, signal } = input;
  const question = JSON.stringify({ ask: input.ask, lines: lines.map(({ id, text }) => ({ id, text })) });
  const maxTokens = 2 * tokensOf(question) + 200;
  if (tokensOf(prompt.text) + tokensOf(question) + maxTokens > model.capabilities.contextTokens)
    return refuse('model-window');
  const answer = await model.generate({
    task,
    system: prompt.text,
    messages: [{ role: 'user', content: question }],
    schema: ModelRewording,
    maxTokens,
    signal,
  });
  if (!answer.ok) return answer;
  const known = new Map(lines.map((line) => [line.id, line]));
  const done = new Set<string>();
  const reworded = answer.value.value.lines.flatMap(({ text, from }): RewordedLine[] => {
    const sources = [...new Set(from)].flatMap((id) => known.get(id) ?? []);
    const after = oneLine(text);
    const texts = sources.map((source) => source.text);
    const isFresh = sources.length > 0 && sources.every(({ id }) => !done.has(id));
    if (
      !after ||
      !isFresh ||
      !sameMeaning(texts.join(' '), after, input) ||
      !isBorneOut(after, input.checkAgainst(texts))
    )
      return [];
    for (const { id } of sources) done.add(id);
    return [
      {
        text: after,
        from: sources.map(({ id }) => id),
        evidence: sources.flatMap(({ evidence }) => evidence),
      },
    ];
  });
  const kept = lines.filter(({ id }) => !done.has(id));
  // In the order of the lines given, whatever order the model chose.
  const place = new Map(lines.map(({ id }, index) => [id, index]));
  const all = [...reworded, ...kept.map(({ id, text, evidence }) => ({ text, from: [id], evidence }))];
  all.sort((a, b) => (place.get(a.from[0] ?? '') ?? 0) - (place.get(b.from[0] ?? '') ?? 0));
  return succeed({ task, lines: all, kept: kept.map(({ id }) => id) });
};
