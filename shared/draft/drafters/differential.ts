import { ModelDifferential, type LanguageModel } from '../../contract/drafters.ts';
import type { TranscriptEvidence } from '../../contract/evidence.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Suggestion, SuggestionReason } from '../../contract/suggestion.ts';
import type { Transcript } from '../../contract/transcript.ts';
import type { Language } from '../../language/index.ts';
import { anchorQuotes } from './anchors.ts';
import { oneLine, type Check } from './check-statements.ts';
import { tokensOf } from './parts.ts';
import { borrowedFrom } from './person.ts';
import type { Prompt } from './prompts.ts';

/** Explanations shown at most: a list that is not read helps nobody. */
const AT_MOST = 6;
/** Room for the answer, in tokens. */
const ANSWER = 1_500;

export interface DifferentialInput {
  /** Without sentences that speak to a program. */
  readonly transcript: Transcript;
  readonly model: LanguageModel;
  readonly prompt: Prompt;
  readonly language: Language;
  readonly checkOf: (transcript: Transcript) => Check;
  readonly signal: AbortSignal;
}

export interface Differential {
  readonly suggestions: readonly Suggestion[];
  /** Explanations that the model gave for no reason that was said of the patient: not shown. */
  readonly unfounded: number;
}

const questionOf = ({ turns }: Transcript): string =>
  JSON.stringify({ turns: turns.map(({ speaker, text }, index) => ({ n: index + 1, who: speaker, text })) });

/** The quoted words, as they were said, if the turn has them, they are the patient's and the verifier bears them out. */
const reasonOf = (
  { turn, quote }: { readonly turn: number; readonly quote: string },
  { transcript, language }: DifferentialInput,
  check: Check,
): SuggestionReason[] => {
  const anchored: readonly TranscriptEvidence[] = anchorQuotes(transcript.turns, [turn], [quote]);
  const [found] = anchored;
  const said = found && transcript.turns.find(({ id }) => id === found.turn);
  if (!said) return [];
  const text = said.text.slice(found.start, found.end);
  const isBorneOut = check(text).sentences.every(({ verdict }) => verdict !== 'contradicted');
  return isBorneOut && !borrowedFrom(text, [found], transcript, language)
    ? [{ text, evidence: [found] }]
    : [];
};

/**
 * Has a model say what might explain the complaint. Nobody said so, so none of it is ever a line of the note: it comes
 * as suggestions, each with words that really were said. One without any is counted and not shown. The conversation is
 * not split: explanations of a part are none of the whole, so a visit that does not fit refuses with `model-window`.
 */
export const proposeDifferential = async (input: DifferentialInput): Promise<Result<Differential>> => {
  const { transcript, model, prompt, signal } = input;
  const question = questionOf(transcript);
  if (tokensOf(prompt.text) + tokensOf(question) + ANSWER > model.capabilities.contextTokens)
    return refuse('model-window');
  const answer = await model.generate({
    task: 'differential',
    system: prompt.text,
    messages: [{ role: 'user', content: question }],
    schema: ModelDifferential,
    maxTokens: ANSWER,
    signal,
  });
  if (!answer.ok) return answer;
  const check = input.checkOf(transcript);
  let unfounded = 0;
  const suggestions = answer.value.value.explanations.flatMap((one, index): Suggestion[] => {
    const [forIt, against] = [one.for, one.against].map((reasons) =>
      reasons.flatMap((reason) => reasonOf(reason, input, check)),
    );
    if (!forIt?.length) {
      unfounded += 1;
      return [];
    }
    return [
      {
        id: `model-${String(index + 1)}`,
        kind: 'explanation',
        complaint: '',
        text: oneLine(one.name),
        for: forIt,
        against: against ?? [],
        rule: `${model.identity.name}, ${prompt.name} ${String(prompt.version)}`,
      },
    ];
  });
  return succeed({ suggestions: suggestions.slice(0, AT_MOST), unfounded });
};
