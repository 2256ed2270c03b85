import {
  ModelRewording,
  type LanguageModel,
  type RewordedLine,
  type Rewording,
  type RewordTask,
} from '../../contract/drafters.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Transcript } from '../../contract/transcript.ts';
import { readContext, tokenise, type Language } from '../../language/index.ts';
import { dialogueToTranscript } from '../dialogue-to-transcript.ts';
import { oneLine, type Check } from './check-statements.ts';
import type { ReadGist } from './covers.ts';
import { tokensOf } from './parts.ts';
import type { Prompt } from './prompts.ts';

export interface LineToReword {
  readonly id: string;
  readonly text: string;
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
  /** The verifier over a conversation: a rewording answers to the lines it was made of, as if they had been said. */
  readonly checkOf: (transcript: Transcript) => Check;
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

/** Whether the verifier, over what the lines say and nothing else, does not contradict them in other words. */
const isBorneOut = (before: readonly string[], after: string, { checkOf }: RewordInput): boolean => {
  const asSaid = dialogueToTranscript({
    id: 'lines',
    dialogue: before.map((text) => ({ speaker: 'clinician', text })),
  });
  return checkOf(asSaid)(after).sentences.every(({ verdict }) => verdict !== 'contradicted');
};

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
  const changed = new Set<string>();
  const reworded = answer.value.value.lines.flatMap(({ text, from }): RewordedLine[] => {
    const sources = [...new Set(from)].flatMap((id) => known.get(id) ?? []);
    const after = oneLine(text);
    const texts = sources.map((source) => source.text);
    const isFresh = sources.length > 0 && sources.every(({ id }) => !done.has(id));
    if (!after || !isFresh) return [];
    if (!sameMeaning(texts.join(' '), after, input) || !isBorneOut(texts, after, input)) {
      for (const { id } of sources) changed.add(id);
      return [];
    }
    for (const { id } of sources) done.add(id);
    return [{ text: after, from: sources.map(({ id }) => id) }];
  });
  const kept = lines.filter(({ id }) => !done.has(id));
  // In the order of the lines given, whatever order the model chose.
  const place = new Map(lines.map(({ id }, index) => [id, index]));
  const all = [...reworded, ...kept.map(({ id, text }) => ({ text, from: [id] }))];
  all.sort((a, b) => (place.get(a.from[0] ?? '') ?? 0) - (place.get(b.from[0] ?? '') ?? 0));
  const ids = kept.map(({ id }) => id);
  return succeed({ task, lines: all, kept: ids, altered: ids.filter((id) => changed.has(id)) });
};
