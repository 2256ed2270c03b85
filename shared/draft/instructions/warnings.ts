import type { Term } from '../../knowledge/sheet.ts';
import { type Frame, joined, listed, phraseParts, termParts, wordAt } from './frame-parts.ts';
import type { Part } from './reading.ts';
import { MOST_WORDS, words } from './plain-words.ts';
import { fill } from './template.ts';
import { outside, type Told } from './told.ts';

const EMERGENCY_NUMBER = /\b(?:911|999|112|111)\b/;

const actionOf = ({ text, cues }: Told): string => {
  if (EMERGENCY_NUMBER.test(text)) return 'callNumber';
  if (cues.emergency.test(text)) return 'emergency';
  const calls = cues.call.test(text);
  const comesBack = cues.comeBack.test(text);
  if (calls) return comesBack ? 'callOrBack' : 'call';
  return comesBack ? 'comeBack' : 'watch';
};

/** How a sign goes on, by the id of the course and the sentence that says it of the sign. */
const OF_A_SIGN: Readonly<Record<string, string>> = {
  'getting-worse': 'worseSign',
  'not-getting-better': 'lastingSign',
};
/** Words between a sign and what is said of it: "diarrhea that does …", "headaches are …, or they are …". */
const THAT_IT_IS =
  /^(?:['’]s|[\s,]|\b(?:that|which|and|or|is|are|it is|they are|has|have|gets?|getting|still|just|keeps?|a bit|much|any)\b)*$/i;
const WORSE = /^worse(?:ning)?$/i;
const OF_IT = /^\s+(?:of |in )?(?:your |the |this |that |any )?$/i;

interface Sign {
  readonly part: Part;
  /** What is said of this sign alone: "worse headache" warns of more than a headache. */
  readonly courses: readonly Part[];
}

/** Each sign with the courses said of it: right behind it, or "worsening" right before it. */
const signsOf = ({ text }: Told, signs: readonly Part[], courses: readonly Part[]): Sign[] =>
  signs.map((part) => {
    const before = courses.filter(
      ({ start, end }) => WORSE.test(text.slice(start, end)) && OF_IT.test(text.slice(end, part.start)),
    );
    let { end } = part;
    const behind = courses.filter((course) => {
      const isNext = course.start >= end && THAT_IT_IS.test(text.slice(end, course.start));
      if (isNext) end = course.end;
      return isNext;
    });
    return { part, courses: [...before, ...behind].filter(({ term }) => OF_A_SIGN[term?.id ?? '']) };
  });

/** A sign and its course as one term of the sheet's language: "headache that will not go away". */
const signTerms = ({ words }: Told, { part, courses }: Sign): Term[] => {
  const { term } = part;
  if (!term) return [];
  if (!courses.length) return [term];
  const { language } = words.language;
  return courses.flatMap((course) => {
    const id = course.term?.id ?? '';
    const say = fill(words.language.sentences[OF_A_SIGN[id] ?? ''], { what: part.say });
    return say ? [{ ...term, id: `${term.id} ${id}`, say: { [language]: { say } } }] : [];
  });
};

/** "If it is not better by Friday, call": the time is when to look, and stands with the condition. */
const NOT_BETTER_BY: Readonly<Record<string, string>> = { call: 'notBetterCall', comeBack: 'notBetterBack' };

/** Sooner than the next visit, which a warning is anyway. */
const SOONER = /^(?:much )?(?:sooner|earlier)$/i;

const sayCourses = (
  told: Told,
  does: string,
  courses: readonly Part[],
  { hasSigns, number }: { readonly hasSigns: boolean; readonly number: string | undefined },
): (string | undefined)[] => {
  const { words } = told;
  const [only] = courses;
  const when = phraseParts(told, 'when')
    .filter(({ start, end }) => !SOONER.test(told.text.slice(start, end)))
    .map(({ say }) => say);
  const byThen =
    courses.length === 1 && only?.term?.id === 'not-getting-better' && when.length === 1 && !hasSigns
      ? words.sentence(NOT_BETTER_BY[does] ?? '', { when: when[0] })
      : undefined;
  if (byThen) return [byThen];
  return [
    words.sentence(`${does}Course`, { number, what: listed(told, courses, 'or') }),
    words.sentence('when', { when: when.join(', ') }),
  ];
};

/** The signs in as few sentences as stay short. */
const saySigns = (
  { words: said }: Told,
  name: string,
  terms: readonly Term[],
  number: string | undefined,
): (string | undefined)[] => {
  const sentences: (string | undefined)[] = [];
  let together: Term[] = [];
  const say = (some: readonly Term[]): string | undefined =>
    some.length ? said.sentence(name, { what: said.list(some, 'or'), number }) : undefined;
  for (const term of terms) {
    if (together.length && words(say([...together, term]) ?? '').length > MOST_WORDS) {
      sentences.push(say(together));
      together = [];
    }
    together = [...together, term];
  }
  return [...sentences, say(together)];
};

/** What is done if it comes to that: then the warning is not all that was said. */
const hasConsequence = (told: Told): boolean =>
  termParts(told, 'test', 'specialty', 'treatment', 'medicine').length > 0;

export const returnPrecaution: Frame = (told) => {
  const signs = termParts(told, 'symptom', 'condition');
  const courses = termParts(told, 'course');
  if (!signs.length && !courses.length) return undefined;
  // A second "not" may turn the first; then the words stand as they were said.
  if (/\b(?:not|no|never|without|unless|unlikely)\b|n't\b/i.test(told.rest)) return undefined;
  const does = actionOf(told);
  const times = phraseParts(told, 'when');
  const isNumbered = /\d/.test(outside(told.text, [...times, ...signs]).replace(EMERGENCY_NUMBER, ''));
  // "3 pounds in 2 days" is the warning itself.
  if (isNumbered) return undefined;
  if (does === 'watch' && (!told.cues.watch.test(told.text) || hasConsequence(told))) return undefined;
  if (does === 'watch' && !signs.length && !courses.some(({ term }) => OF_A_SIGN[term?.id ?? '']))
    return undefined;
  const called = EMERGENCY_NUMBER.exec(told.text);
  const number = called?.[0];
  const numberPart = called ? [wordAt(told, called[0], called.index)] : [];
  const found = signsOf(told, signs, courses);
  const ofSigns = found.flatMap((sign) => sign.courses);
  const terms = found.flatMap((sign) => signTerms(told, sign));
  const ofAll = courses.filter((course) => !ofSigns.includes(course));
  return joined(
    [...signs, ...courses, ...times, ...numberPart],
    ...saySigns(told, `${does}For`, terms, number),
    ...sayCourses(told, does, ofAll, { hasSigns: terms.length > 0, number }),
  );
};
