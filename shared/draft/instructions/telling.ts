import type { Fact } from '../../contract/fact.ts';
import type { InstructionLine } from '../../contract/instructions.ts';
import type { Matter } from './matters.ts';
import { readsWell } from './own-words.ts';
import { MOST_WORDS, words } from './plain-words.ts';
import { sentencesOf } from './readability.ts';
import type { SheetWords } from './sheet-words.ts';
import { sayByTemplate, type Statement, topics } from './statements.ts';
import { capitalise } from './template.ts';
import { type Cues, isPlanSaid } from './told.ts';

/** A line before it has its id in the document. */
export type DraftLine = Omit<InstructionLine, 'id'>;

/** A line with the part of the sheet it belongs to, where what it says shows that. */
export interface PlacedLine {
  readonly line: DraftLine;
  readonly place?: string | undefined;
}

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
const sayInOwnWords = (matter: Matter, { english, cues }: Voices): DraftLine | undefined => {
  if (matter.fact.speaker !== 'clinician' || ONLY_BY_TEMPLATE.includes(matter.fact.kind)) return undefined;
  const own = english.own.tell(matter.fact);
  // Both are looked at: "a physical exam" reads like any test once it is called a checkup.
  if (!english.own.stands(own)) return undefined;
  if (matter.fact.kind === 'medication' && !cues.takes.test(own)) return undefined;
  const plain = [english.plain.say(own), english.plain.sayShort(own)].find(({ text }) =>
    readsWell(text, english.own),
  );
  if (!plain) return undefined;
  const { text, replaced } = plain;
  return lineOf(matter, text, 'en', replaced.length ? { replaced: [...replaced] } : {});
};

/** So many spoken words are still read; more are for the reviewer to put shortly. */
const MOST_QUOTED = 40;
const LEAST_QUOTED = 4;
const MAY_BE_QUOTED: readonly Fact['kind'][] = [
  'medication',
  'advice',
  'test',
  'referral',
  'follow-up',
  'return-precaution',
  'choice',
];

/** Long speech with a pause ("...") where a clause ends, so that no stretch of it is longer than a sentence may be. */
const withPauses = (said: string): string => {
  if (words(said).length <= MOST_WORDS) return said;
  const middle = said.length / 2;
  const [pause] = [
    ...said.matchAll(/,? (?=(?:and|but|so|if|because|or|when|which|that|to|for|you|we|I)\b)|, /g),
  ]
    .filter(({ index }) => words(said.slice(0, index)).length > 2 && words(said.slice(index)).length > 2)
    .sort((one, other) => Math.abs(one.index - middle) - Math.abs(other.index - middle));
  if (!pause) return said;
  const before = withPauses(said.slice(0, pause.index));
  return `${before}... ${withPauses(said.slice(pause.index + pause[0].length))}`;
};

/**
 * A plan in words that do not read as a sentence for the patient, as the clinician said them, between quotation marks.
 * The reviewer sees it among the lines to put plainly.
 */
const sayAsSaid = ({ fact, facts }: Matter, { own, english, cues }: Voices): DraftLine | undefined => {
  if (!fact.said || !MAY_BE_QUOTED.includes(fact.kind)) return undefined;
  const said = fact.said.replace(/^(?:(?:so|and|but|then|okay|well|also|alrighty)[, ]+)+/i, '').trim();
  const holds = english.reader.read(said).parts.some(({ as }) => as !== 'filler' && as !== 'outcome');
  const isPlan =
    holds && (fact.kind === 'choice' || isPlanSaid(fact, cues)) && !english.own.isOfTheRoom(said);
  const length = words(said).length;
  if (!isPlan || length < LEAST_QUOTED || length > MOST_QUOTED || english.own.breaksOff(said))
    return undefined;
  const text = own.sentence('quoted', { words: capitalise(withPauses(said.replace(/\bi\b/g, 'I'))) });
  if (!text || isTooLong(text)) return undefined;
  return { ...lineOf({ fact, facts }, text, 'en'), asSaid: true };
};

/**
 * One matter as a line, the safest way first: a template that says all of it; the clinician's own words, made plain; a
 * template that says the heart of it. Undefined where none of these is true to it.
 */
export const sayMatter = (matter: Matter, voices: Voices): PlacedLine | undefined => {
  const { own, cues } = voices;
  const { language } = own.language;
  const template = sayByTemplate(matter.fact, own, cues);
  const byTemplate = ({ text, place }: Statement): PlacedLine => ({
    line: lineOf(matter, text, language),
    place,
  });
  if (template?.isWhole && !isTooLong(template.text)) return byTemplate(template);
  const isHeartEnough = !NEVER_HALF.includes(matter.fact.kind);
  const words = sayInOwnWords(matter, voices);
  // In another language the heart of it helps more than all of it in English, as long as nothing is turned by the rest.
  if (words && !(template?.isSafe && isHeartEnough && own !== voices.english)) return { line: words };
  return template && isHeartEnough && !isTooLong(template.text) ? byTemplate(template) : undefined;
};

/**
 * What is left of the plan once everything that reads well is told: the words as they were said, or else the bare topic
 * of a test or a visit. Undefined where the words hold no plan: the reviewer sees them beside the sheet.
 */
export const sayLeft = (matter: Matter, voices: Voices): DraftLine | undefined => {
  const { own, cues } = voices;
  const quoted = sayAsSaid(matter, voices);
  if (quoted) return quoted;
  if (!MAY_BE_NAMED.includes(matter.fact.kind) || !cues.plan.test(matter.fact.said ?? '')) return undefined;
  const about = own.sentence('choice', { what: topics(matter.fact, own, cues) });
  return about && !isTooLong(about) ? lineOf(matter, about, own.language.language) : undefined;
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

/** Lines that the sheet's language cannot say stand together behind the others, for the interpreter. */
export const together = (lines: readonly DraftLine[], { own }: Voices): DraftLine[] => {
  const { language } = own.language;
  const foreign = lines.filter((line) => line.language !== language);
  const [first] = foreign;
  if (!first || foreign.length < 2) return [...lines];
  const joined: DraftLine = {
    ...first,
    text: foreign.map((line) => line.text).join(' '),
    facts: foreign.flatMap((line) => line.facts),
    evidence: foreign.flatMap((line) => line.evidence),
  };
  return [...lines.filter((line) => !foreign.includes(line)), joined];
};

/** The questions of a visit, with their answers. */
export const sayQuestions = (matters: readonly Matter[], voices: Voices): DraftLine[] =>
  together(
    matters.map((matter) => sayQuestion(matter, voices)).filter((line) => line !== undefined),
    voices,
  );
