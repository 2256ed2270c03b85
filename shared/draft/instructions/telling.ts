import type { Fact } from '../../contract/fact.ts';
import type { InstructionLine } from '../../contract/instructions.ts';
import type { Matter } from './matters.ts';
import { readsWell } from './own-words.ts';
import { MOST_WORDS, words } from './plain-words.ts';
import { sentencesOf } from './readability.ts';
import type { SheetWords } from './sheet-words.ts';
import { sayByTemplate, topics } from './statements.ts';
import { capitalise } from './template.ts';
import type { Cues } from './told.ts';

/** A line before it has its id in the document. */
export type DraftLine = Omit<InstructionLine, 'id'>;

/** What a sheet is told with: its own language, and English for what that cannot say. */
export interface Voices {
  readonly cues: Cues;
  readonly own: SheetWords;
  readonly english: SheetWords;
}

const isTooLong = (text: string): boolean =>
  sentencesOf(text).some((each) => words(each).length > MOST_WORDS);

const lineOf = (
  { fact, facts }: Matter,
  text: string,
  language: string,
  more: Pick<DraftLine, 'replaced'> = {},
): DraftLine => {
  const original = fact.said ?? fact.text;
  return {
    text,
    language,
    facts: [...facts],
    evidence: fact.evidence,
    ...(text === original ? {} : { original }),
    ...more,
  };
};

/** Kinds of which only what a template can say is worth a line at home; the note holds the rest. */
const ONLY_BY_TEMPLATE: readonly Fact['kind'][] = ['diagnosis', 'result', 'chief-complaint'];

/** Half a result or half a warning misleads. */
const NEVER_HALF: readonly Fact['kind'][] = ['result', 'return-precaution'];
/** Kinds of which the bare topic still helps: which test, which doctor. */
const MAY_BE_NAMED: readonly Fact['kind'][] = ['test', 'referral'];

/** The clinician's own words, made plain, where they stand as sentences of a bearable length. */
const sayInOwnWords = (matter: Matter, { english }: Voices): DraftLine | undefined => {
  if (matter.fact.speaker !== 'clinician' || ONLY_BY_TEMPLATE.includes(matter.fact.kind)) return undefined;
  const own = english.own.tell(matter.fact);
  const { text, replaced } = english.plain.say(own);
  // Both are looked at: "a physical exam" reads like any test once it is called a checkup.
  if (!readsWell(text, english.own) || !english.own.stands(own)) return undefined;
  return lineOf(matter, text, 'en', replaced.length ? { replaced: [...replaced] } : {});
};

/** Words that do not read as a sentence for the patient, as the clinician said them, between quotation marks. */
const sayAsSaid = ({ fact, facts }: Matter, { own, english, cues }: Voices): DraftLine | undefined => {
  const words = fact.said?.replace(/^(?:(?:so|and|but|then|okay|well)[, ]+)+/i, '').trim() ?? '';
  const isPlan = fact.speaker === 'clinician' && cues.plan.test(words) && !english.own.isOfTheRoom(words);
  const text = own.sentence('quoted', { words: capitalise(words.replace(/\bi\b/g, 'I')) });
  if (!isPlan || !words || !text || isTooLong(text)) return undefined;
  return lineOf({ fact, facts }, text, 'en');
};

/**
 * One matter as a line, the safest way first: a template that says all of it; the clinician's own words, made plain; a
 * template that says the heart of it; the bare topics. Undefined where none of these is true to it: then the reviewer
 * sees it beside the sheet.
 */
export const sayMatter = (matter: Matter, voices: Voices): DraftLine | undefined => {
  const { own, cues } = voices;
  const { language } = own.language;
  const template = sayByTemplate(matter.fact, own, cues);
  if (template?.isWhole && !isTooLong(template.text)) return lineOf(matter, template.text, language);
  const words = sayInOwnWords(matter, voices);
  if (words) return words;
  const isHeartEnough = !NEVER_HALF.includes(matter.fact.kind);
  if (template && isHeartEnough && !isTooLong(template.text)) return lineOf(matter, template.text, language);
  if (ONLY_BY_TEMPLATE.includes(matter.fact.kind)) return undefined;
  const quoted = sayAsSaid(matter, voices);
  if (quoted) return quoted;
  if (!MAY_BE_NAMED.includes(matter.fact.kind) || !cues.plan.test(matter.fact.said ?? '')) return undefined;
  const about = own.sentence('choice', { what: topics(matter.fact, own, cues) });
  return about && !isTooLong(about) ? lineOf(matter, about, language) : undefined;
};

const asked = (fact: Fact): string => {
  const text = (fact.said ?? fact.text)
    .replace(/^asked:\s*/i, '')
    .replace(/["“”?]+/g, '')
    .trim();
  return `${capitalise(text.replace(/\bi\b/g, 'I'))}?`;
};

const YES_OR_NO = /^(?:yes|no)\b[,.]?\s*/i;
const SHORTEST_ANSWER = 3;

/** The answer in plain words, where every sentence of it holds; "yes" or "no" may open it or be all of it. */
const sayAnswer = (said: string, english: SheetWords): string | undefined => {
  const opening = /^(?:yes|no)\b/i.exec(said)?.[0];
  const rest = said.replace(YES_OR_NO, '').trim();
  const yesOrNo = opening && `${capitalise(opening.toLowerCase())}.`;
  if (!rest) return yesOrNo;
  const { text } = english.plain.say(english.own.tellText(rest));
  const sentences = sentencesOf(text);
  const isTold =
    words(text).length >= SHORTEST_ANSWER &&
    sentences.every((each) => words(each).length <= MOST_WORDS && english.own.holds(each)) &&
    !english.own.isOfTheRoom(text);
  if (!isTold) return undefined;
  return yesOrNo ? `${yesOrNo} ${text}` : text;
};

/** What the patient asked, in the patient's words, and the answer; a language that cannot say it names what it was about. */
const sayQuestion = (matter: Matter, { own, english, cues }: Voices): DraftLine | undefined => {
  const { fact } = matter;
  const evidence = [...fact.evidence, ...(fact.answer?.evidence ?? [])];
  const what = topics(fact, own, cues);
  const about = own.sentence(fact.answer ? 'askedAbout' : 'openAbout', { what });
  const answer = fact.answer && sayAnswer(fact.answer.text, english);
  // An answer too tangled to print is no open question either: the reviewer sees both.
  if (fact.answer && !answer) return undefined;
  const question = asked(fact);
  const text = answer
    ? [own.sentence('asked', { question }), own.sentence('answered', { answer })].join(' ')
    : (own.sentence('open', { question }) ?? question);
  const isLong = isTooLong(text);
  // In another language only the topic is named, unless there is an answer to tell.
  if (about && (isLong || (own.language.language !== 'en' && !answer)))
    return { ...lineOf(matter, about, own.language.language), evidence };
  if (isLong) return undefined;
  return { text, language: 'en', facts: [...matter.facts], evidence };
};

/** The questions of a visit; those that the sheet's language cannot say stand together, for the interpreter. */
export const sayQuestions = (matters: readonly Matter[], voices: Voices): DraftLine[] => {
  const lines = matters.map((matter) => sayQuestion(matter, voices)).filter((line) => line !== undefined);
  const { language } = voices.own.language;
  const foreign = lines.filter((line) => line.language !== language);
  const [first] = foreign;
  if (!first || foreign.length < 2) return lines;
  const together: DraftLine = {
    ...first,
    text: foreign.map((line) => line.text).join(' '),
    facts: foreign.flatMap((line) => line.facts),
    evidence: foreign.flatMap((line) => line.evidence),
  };
  return [...lines.filter((line) => !foreign.includes(line)), together];
};
