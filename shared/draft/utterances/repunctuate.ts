import type { Sentence } from './clauses.ts';
import type { SpokenWord } from './spoken-words.ts';

/*
 * A recogniser puts full stops by sound. "Check your sugar. If you have chest pain, call 911." may come as "Check your
 * sugar if you have chest pain. Call 911.": the warning then falls apart, and neither half says when to call. Here the
 * condition is given back to the call it was said for. No word is changed, added or left out.
 */

const CALL_OPENERS =
  /^(?:(?:please|then|just|you|should|must|need|to|immediately|straight|do|and) )*(?:call|ring|dial|phone|contact|go (?:straight )?to|go back to|get to|seek|see|come back|come in|come straight|let|speak to|talk to|return|report)\b/;
const WHOM =
  /\b(?:911|999|112|111|9 1 1|9-1-1|nine one one|nine nine nine|one one one|emergency|er|ed|a&e|a and e|casualty|ambulance|hospital|urgent care|us|me|the office|the clinic|the surgery|the practice|the nurse|help|medical attention|right away|straight away|immediately|your (?:doctor|gp|nurse|pharmacist|midwife)|back|in)\b/;
const EMERGENCY =
  /\b(?:911|999|112|9 1 1|9-1-1|nine one one|nine nine nine|emergency|er|ed|a&e|a and e|casualty|ambulance|hospital)\b/;
const CONDITION = /^(?:if|when|whenever)$/;
const CONDITION_SUBJECT = /^(?:you|your|it|the|there|that|this|he|she|they|any|anything|things|symptoms)$/;
const OF_TIME =
  /\bin (?:about |around )?(?:\d+|a|an|one|two|three|four|six|eight|twelve|a few|a couple of)(?: to \d+)? (?:days?|weeks?|months?|years?)\b|\b(?:next|every) (?:week|month|year)\b|\btomorrow\b/;
const OF_MEDICINE =
  /\b(?:take|use|apply|inhale|inject|puffs?|tablets?|pills?|spray|dose|medicine|medication)\b/;
const MAIN_CLAUSE = /,|\b(?:then|please|you (?:should|must|need)|call|come|go|ring|see)\b/;
const ANNOUNCES = /^(?:i|we) (?:will|am|are|would|want|have|can)\b/;
const CONSEQUENCE = /^(?:then )?(?:we|i|you) (?:can|could|may|might|will have to|would have to|should)\b/;
const LONGEST_CALL = 9;

const textOf = (words: readonly SpokenWord[]): string => words.map((word) => word.text).join(' ');

/** "Call 911.", "Please ring us.": whom to turn to, without a word of when. */
const isBareCall = ({ words, asks }: Sentence): boolean => {
  const text = textOf(words);
  return (
    !asks &&
    words.length <= LONGEST_CALL &&
    CALL_OPENERS.test(text) &&
    WHOM.test(text) &&
    !words.some((word) => CONDITION.test(word.text) || word.text === 'unless') &&
    !OF_TIME.test(text)
  );
};

/** "If you have chest pain or weakness on one side.": when, without a word of what to do then. */
const isBareCondition = ({ words, asks }: Sentence): boolean =>
  !asks &&
  CONDITION.test(words[0]?.text ?? '') &&
  CONDITION_SUBJECT.test(words[1]?.text ?? '') &&
  !MAIN_CLAUSE.test(textOf(words.slice(1)));

/** "If your symptoms do not improve. We can consider an injection.": what is thought of then. */
const isConsequence = ({ words, asks }: Sentence): boolean => {
  const text = textOf(words);
  return !asks && CONSEQUENCE.test(text) && !OF_TIME.test(text);
};

/** Where a condition begins that trails a statement: "write it down | if you have chest pain". */
const trailingCondition = (words: readonly SpokenWord[]): number => {
  for (let at = words.length - 2; at >= 2; at -= 1)
    if (CONDITION.test(words[at]?.text ?? '') && CONDITION_SUBJECT.test(words[at + 1]?.text ?? '')) return at;
  return -1;
};

const comma = (after: SpokenWord): SpokenWord => ({ ...after, text: ',', written: ',', start: after.end });

/** Words that no longer open a sentence lose its capital. */
const goingOn = ([first, ...rest]: readonly SpokenWord[]): readonly SpokenWord[] =>
  first ? [{ ...first, written: first.text }, ...rest] : [];

const oneSentence = (condition: readonly SpokenWord[], call: Sentence): Sentence => {
  const last = condition.at(-1);
  return {
    words: [...condition, ...(last ? [comma(last)] : []), ...goingOn(call.words)],
    asks: false,
  };
};

/**
 * "Call us for the tingling. I will refer you": where the reason belongs to the announcement that follows, the call ends
 * before it. Gives the call and what is left for the next sentence.
 */
const partCall = (call: Sentence, next: Sentence | undefined): readonly [Sentence, readonly SpokenWord[]] => {
  const at = call.words.findIndex((word) => word.text === 'for');
  return at > 1 && next && ANNOUNCES.test(textOf(next.words))
    ? [{ ...call, words: call.words.slice(0, at) }, call.words.slice(at)]
    : [call, []];
};

/** The statement before a call, and the condition in it that was said for the call. */
const parted = (
  before: Sentence,
  call: Sentence,
): { readonly head: readonly SpokenWord[]; readonly condition: readonly SpokenWord[] } | undefined => {
  if (before.asks) return undefined;
  if (isBareCondition(before)) return { head: [], condition: before.words };
  const at = trailingCondition(before.words);
  if (at < 0) return undefined;
  const head = before.words.slice(0, at);
  const said = textOf(head);
  const isOwn = OF_MEDICINE.test(said) || isBareCall({ words: head, asks: false });
  if (!isOwn) return { head, condition: before.words.slice(at) };
  // "Use the spray if you have chest pain. Call 911.": the condition is said for both.
  return EMERGENCY.test(textOf(call.words))
    ? { head: before.words, condition: before.words.slice(at) }
    : undefined;
};

/** The sentences of one turn, with conditions given back to the bare calls that were said for them. */
export const repunctuated = (sentences: readonly Sentence[]): readonly Sentence[] => {
  const found: Sentence[] = [];
  let carried: readonly SpokenWord[] = [];
  for (const [index, given] of sentences.entries()) {
    const sentence = carried.length ? { ...given, words: [...carried, ...given.words] } : given;
    carried = [];
    const before = found.at(-1);
    if (
      before &&
      isBareCondition(sentence) &&
      isBareCall(before) &&
      !isBareCall(sentences[index + 1] ?? sentence)
    ) {
      found[found.length - 1] = { words: [...before.words, ...goingOn(sentence.words)], asks: false };
      continue;
    }
    if (before && isBareCondition(before) && isConsequence(sentence)) {
      found[found.length - 1] = oneSentence(before.words, sentence);
      continue;
    }
    const halves = before && isBareCall(sentence) ? parted(before, sentence) : undefined;
    if (!halves) {
      found.push(sentence);
      continue;
    }
    const [call, rest] = partCall(sentence, sentences[index + 1]);
    found.pop();
    if (halves.head.length) found.push({ words: halves.head, asks: false });
    found.push(oneSentence(halves.condition, call));
    carried = rest;
  }
  return found;
};
