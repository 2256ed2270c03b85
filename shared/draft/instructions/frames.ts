import type { Fact } from '../../contract/fact.ts';
import type { Term, TermKind } from '../../knowledge/sheet.ts';
import {
  details,
  type Frame,
  joined,
  listed,
  phraseParts,
  saidIn,
  termParts,
  termsIn,
  wordAt,
} from './frame-parts.ts';
import type { Part } from './reading.ts';
import type { Told } from './told.ts';
import { returnPrecaution } from './warnings.ts';

const SIDE = /\b(?:left|right|both|bilateral)\b(?! ventric)/i;

/** The side as a sentence of its own, unless a term holds it: "left shoulder pain". */
const sideOf = ({ fact, words, text }: Told, parts: readonly Part[]): string | undefined => {
  const side = fact.side && words.language.sentences[fact.side];
  // "left ventricular hypertrophy" says nothing of the side of what is named after it.
  const isNear = parts.some(({ start, end }) => SIDE.test(text.slice(Math.max(0, start - 20), end + 30)));
  if (fact.said && !isNear) return undefined;
  return side && parts.some((part) => part.say.includes(side)) ? undefined : words.sentence('side', { side });
};

/** Neither denied nor turned by a "not" or an "if" that no term covers. */
const isPlain = ({ fact, rest, cues }: Told): boolean =>
  fact.certainty !== 'conditional' && !cues.turns.test(rest);

const isMaybe = ({ rest, cues }: Told): boolean => cues.maybe.test(rest);

const chiefComplaint: Frame = (told) => {
  const parts = termParts(told, 'condition', 'symptom', 'reason');
  const what = listed(told, parts);
  if (!what || !isPlain(told)) return undefined;
  return joined(parts, told.words.sentence('came', { what }), sideOf(told, parts));
};

/** "Gastroenteritis, which is an infection": what it is called says more than what it is. */
const specific = (parts: readonly Part[]): Part[] => {
  const known = parts.filter((part) => !GENERAL.includes(part.term?.id ?? ''));
  return known.length ? known : [...parts];
};
const GENERAL: readonly string[] = ['infection', 'inflammation'];

/** A comma goes on with a list only where something was found before it: "seizure, stroke, or even death" are risks. */
const FOUND = /\b(?:have|has|having|is|are|was|with|like|called|of|maybe|probably)\b/i;

const isConcluded = ({ cues }: Told, before: string): boolean =>
  cues.finding.test(before) && (!/,\s*$/.test(before) || FOUND.test(before));

/** Terms that what the clinician concludes is about: the whole statement, or right behind "have", "is", "called". */
const concluded = (told: Told): Part[] => {
  const conditions = specific(termParts(told, 'condition'));
  const symptoms = termParts(told, 'symptom').filter((part) => part.term?.id !== 'pain');
  // The heading of a plan ("for the tingling") names what it is about, and is no finding.
  const candidates = conditions.length || told.fact.said === undefined ? conditions : symptoms;
  if (told.cues.notFinding.test(told.text)) return [];
  if (!told.reading.residue.length) return candidates;
  return candidates.filter((part) => isConcluded(told, told.text.slice(0, part.start)));
};

const diagnosis: Frame = (told) => {
  const parts = concluded(told);
  const isThought = told.fact.certainty === 'hedged' || isMaybe(told);
  const what = listed(told, parts, isThought ? 'or' : 'and');
  if (!what || !isPlain(told) || told.fact.polarity === 'denied' || told.fact.time.relation === 'past')
    return undefined;
  if (told.fact.speaker !== 'clinician') return undefined;
  return joined(parts, told.words.sentence(isThought ? 'mayHave' : 'have', { what }), sideOf(told, parts));
};

const UNCONTROLLED =
  /\b(?:not|n't|poorly|badly|never)\b(?: \w+){0,2} (?:under )?(?:good )?control|\buncontrolled\b/i;
const CONTROLLED = /\b(?:well[- ]controlled|under (?:good )?control|controlled well)\b/i;

/** "Your diabetes is not well controlled": what the findings mean, told apart from having it. */
const control: Frame = (told) => {
  const { fact, text, words } = told;
  const parts = termParts(told, 'condition');
  const what = listed(told, parts);
  if (!what || termsIn(parts).length !== 1 || fact.speaker !== 'clinician' || fact.certainty !== 'certain')
    return undefined;
  const isOut = UNCONTROLLED.test(text);
  if (!isOut && (!CONTROLLED.test(text) || told.cues.turns.test(text))) return undefined;
  if (told.reading.residue.length > 4 || fact.time.relation === 'past') return undefined;
  const said = words.sentence(isOut ? 'notControlled' : 'controlled', { what });
  return said ? { text: said, parts, standsForAll: true } : undefined;
};

/** A test and its outcome that stand next to each other: "the x-ray looks normal", "a normal x-ray". */
const APART = 16;

const result: Frame = (told) => {
  const tests = termParts(told, 'test', 'measure');
  const outcomes = phraseParts(told, 'outcome');
  const [test] = tests;
  const [outcome] = outcomes;
  // Two tests or two outcomes in one breath: which belongs to which is not known.
  if (!test || !outcome || termsIn(tests).length !== 1 || outcomes.length !== 1 || !isPlain(told))
    return undefined;
  const gap = outcome.start >= test.end ? outcome.start - test.end : test.start - outcome.end;
  if (gap > APART) return undefined;
  const what = listed(told, tests);
  return joined(
    [...tests, outcome],
    told.words.sentence('resultIs', { what, outcome: outcome.say }),
    sideOf(told, tests),
  );
};

const BETWEEN =
  /^(?:\W|is|was|came back|at|of|a|little|bit|slightly|high|low|elevated|still|about|around|level|levels|this|time|today|last|week|month|yesterday|good|normal)*$/i;

const FROM_BEFORE =
  /^ ?%?,? (?:which is |so |and )?(?:up|down|increased|decreased|improved) from (\d+(?:\.\d+)?) ?%?/i;

/** The number said right behind the test; the drafter may have found the one of its name ("A1c") first. */
const numberBehind = (
  { fact, text }: Told,
  test: Part,
): { number: string; at: number; unit?: string } | undefined => {
  const found = /\d+(?:[./]\d+)*/.exec(text.slice(test.end));
  const number = found?.[0];
  const { value } = fact;
  if (!found || !number || !value) return undefined;
  const isOfName = text.slice(test.start, test.end).includes(value.number ?? '');
  if (value.number !== number && !isOfName) return undefined;
  const at = test.end + found.index;
  const unit =
    value.number === number ? value.unit : /^ ?(?:%|percent)/.exec(text.slice(at + number.length)) ? '%' : '';
  return { number, at, ...(unit ? { unit } : {}) };
};

const resultValue: Frame = (told) => {
  const tests = termParts(told, 'test', 'measure');
  const [test] = tests;
  const found = test && numberBehind(told, test);
  if (!test || !found || termsIn(tests).length !== 1 || !isPlain(told)) return undefined;
  const { number, at, unit } = found;
  if (!BETWEEN.test(told.text.slice(test.end, at))) return undefined;
  if (told.cues.picture.test(told.text.slice(test.start, test.end))) return undefined;
  const rest = told.text.slice(at + number.length);
  const before = FROM_BEFORE.exec(rest)?.[1];
  if ((rest.match(/\d+(?:[./]\d+)*/g) ?? []).length !== (before ? 1 : 0)) return undefined;
  const outcomes = phraseParts(told, 'outcome');
  const withUnit = (amount: string): string => (unit ? `${amount}${unit === '%' ? '' : ' '}${unit}` : amount);
  const numbers = [number, before].flatMap((each) => (each ? [wordAt(told, each, at)] : []));
  return joined(
    [...tests, ...outcomes, ...numbers, ...phraseParts(told, 'cue')],
    told.words.sentence(before ? 'resultFrom' : 'resultWas', {
      what: listed(told, tests),
      number: withUnit(number),
      before: before && withUnit(before),
    }),
  );
};

/** "Some tests" says nothing more beside a test that is named. */
const named = (parts: readonly Part[]): readonly Part[] => {
  const known = parts.filter((part) => part.term?.id !== 'generic-tests');
  return known.length ? known : parts;
};

const test: Frame = (told) => {
  const tests = named(termParts(told, 'test'));
  const what = listed(told, tests);
  const first = tests[0];
  if (!what || !first || !isPlain(told)) return undefined;
  if (!told.cues.test.test(told.rest) || told.cues.past.test(told.rest)) return undefined;
  if (isMaybe(told)) return joined(tests, told.words.sentence('testMaybe', { what }));
  const why = termParts(told, 'condition', 'symptom').filter((part) => part.start > first.end);
  const more = details(told, 'when');
  return joined(
    [...tests, ...why, ...more.parts],
    told.words.sentence('test', { what }),
    sideOf(told, tests),
    told.words.sentence('testFor', { why: listed(told, why) }),
    ...more.sentences,
  );
};

/** Who tells the results, where that was said; never guessed. */
const resultsToCome: Frame = (told) => {
  const found = told.cues.results.exec(told.text);
  if (!found || !told.fact.said || !isPlain(told)) return undefined;
  const calls = /\b(?:call|phone|ring)\b/i.test(found[0]);
  const text = told.words.sentence(calls ? 'callResults' : 'tellResults', {});
  return text ? { text, parts: told.reading.parts, standsForAll: true } : undefined;
};

const referral: Frame = (told) => {
  const parts = termParts(told, 'specialty', 'treatment');
  const who = listed(told, parts);
  if (!who || !isPlain(told) || isMaybe(told)) return undefined;
  if (!told.cues.refer.test(told.text) || told.cues.past.test(told.rest)) return undefined;
  const why = termParts(told, 'condition', 'symptom');
  const more = details(told, 'when', 'how-long');
  return joined(
    [...parts, ...why, ...more.parts],
    told.words.sentence('referral', { who }),
    told.words.sentence('referralFor', { why: listed(told, why) }),
    ...more.sentences,
  );
};

const seeSomeone: Frame = (told) => {
  const parts = termParts(told, 'specialty');
  const who = listed(told, parts);
  if (!who || !isPlain(told) || isMaybe(told) || told.cues.past.test(told.rest)) return undefined;
  if (
    !/\b(?:follow up|followup|see|continue|keep|check in|go to|visit|meet|speak|talk|appointment)\b/i.test(
      told.text,
    )
  )
    return undefined;
  const times = phraseParts(told, 'when');
  const when = saidIn(times);
  return joined([...parts, ...times], told.words.sentence(when ? 'seeWhen' : 'see', { who, when }));
};

const followUp: Frame = (told) => {
  if (!isPlain(told) || !told.cues.followUp.test(told.text) || /\bresults?\b/i.test(told.rest))
    return undefined;
  const times = phraseParts(told, 'when');
  const when = saidIn(times);
  const who = termParts(told, 'specialty');
  if (/\bnext (?:visit|appointment)\b/i.test(told.text))
    return joined(told.reading.parts, told.words.sentence('nextVisit', {}));
  if (!when && (who.length || told.reading.residue.length > 2)) return undefined;
  if (!when) return joined([], told.words.sentence('followUp', {}));
  // "Sooner" is sooner than something.
  if (times.every((part) => /^(?:much )?(?:sooner|earlier)$/i.test(told.text.slice(part.start, part.end))))
    return undefined;
  return joined(
    [...times, ...who],
    told.words.sentence(who.length ? 'seeWhen' : 'comeBack', { who: listed(told, who), when }),
  );
};

const NOT_NEEDED = /\b(?:not|n't|no longer)\b(?: \w+){0,3}? need\b|\bno need\b|\bnot necessary\b/i;

/** "I do not think you need any allergy testing": nothing else may be denied or bounded in it. */
const notNeeded: Frame = (told) => {
  const found = NOT_NEEDED.exec(told.text);
  if (!found || told.fact.certainty === 'conditional' || told.fact.speaker !== 'clinician') return undefined;
  const rest = told.text.slice(found.index + found[0].length);
  if (told.cues.turns.test(rest) || /\b(?:yet|now|today|until|but|unless)\b/i.test(rest)) return undefined;
  const seen = termParts(told, 'specialty');
  const parts = seen.length ? seen : termParts(told, 'test', 'treatment', 'medicine');
  const what = listed(told, parts, 'or');
  const text = told.words.sentence(seen.length ? 'noSee' : 'notNeeded', { who: what, name: what });
  return what && text && told.reading.residue.length <= 8 ? { text, parts, standsForAll: true } : undefined;
};

const isOneWord = ({ text }: Told, part: Part): boolean =>
  !/\s/.test(text.slice(part.start, part.end).trim());

const advice: Frame = (told) => {
  // "Rest" alone advises only where an action stands: at the start, after "to", "some", "should".
  const parts = termParts(told, 'advice').filter(
    (part) => !isOneWord(told, part) || told.cues.action.test(told.text.slice(0, part.start)),
  );
  if (!parts.length || !isPlain(told) || isMaybe(told) || told.cues.past.test(told.rest)) return undefined;
  const more = details(told, 'how-often', 'how-long', 'when');
  const where = termParts(told, 'body');
  return joined(
    [...parts, ...more.parts, ...where],
    ...termsIn(parts).map((term) => term.say[told.words.language.language]?.say),
    told.words.sentence('where', { where: listed(told, where) }),
    ...more.sentences,
  );
};

export const FRAMES: Readonly<Partial<Record<Fact['kind'], readonly Frame[]>>> = {
  'chief-complaint': [chiefComplaint],
  diagnosis: [control, diagnosis],
  result: [resultValue, result, resultsToCome],
  medication: [notNeeded],
  test: [notNeeded, resultsToCome, test, followUp],
  referral: [notNeeded, referral, seeSomeone, test],
  'follow-up': [notNeeded, resultsToCome, seeSomeone, followUp, returnPrecaution, test],
  'return-precaution': [returnPrecaution, followUp],
  advice: [notNeeded, advice, referral, test],
};

/** The part of the sheet that a statement of a frame belongs to. */
export const PLACES: ReadonlyMap<Frame, string> = new Map([
  [test, 'tests'],
  [referral, 'tests'],
  [seeSomeone, 'tests'],
  [followUp, 'next'],
  [returnPrecaution, 'call'],
  [advice, 'home'],
]);

const TOPICS: readonly TermKind[] = ['condition', 'symptom', 'test', 'specialty', 'treatment', 'plain'];

/** What a statement is about, by its terms. */
export const topicsOf = (told: Told): Term[] => termsIn(termParts(told, ...TOPICS));
