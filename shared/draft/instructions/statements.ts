import type { Fact } from '../../contract/fact.ts';
import type { Term, TermKind } from '../../knowledge/sheet.ts';
import type { Part, Reading } from './reading.ts';
import type { SheetWords } from './sheet-words.ts';

/** A statement in the sheet's language made by a template, or undefined where the fact's words are not all covered. */
type Frame = (fact: Fact, reading: Reading, words: SheetWords) => string | undefined;

const termsOf = (reading: Reading, ...kinds: TermKind[]): Term[] =>
  reading.parts.flatMap((part) => (part.term && kinds.includes(part.term.kind) ? [part.term] : []));

const said = (reading: Reading, as: Part['as']): string | undefined =>
  reading.parts
    .filter((part) => part.as === as)
    .map((part) => part.say)
    .join(', ') || undefined;

/** Whether the parts are of these classes only: a template must not swallow what it has no slot for. */
const holdsOnly = (
  reading: Reading,
  kinds: readonly TermKind[],
  classes: readonly Part['as'][] = [],
): boolean =>
  reading.parts.every(
    (part) =>
      part.as === 'filler' ||
      (part.as === 'term'
        ? part.term !== undefined && kinds.includes(part.term.kind)
        : classes.includes(part.as)),
  );

const joined = (...sentences: (string | undefined)[]): string | undefined =>
  sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined;

const sideOf = (fact: Fact, words: SheetWords): string | undefined =>
  words.sentence('side', { side: fact.side ? words.language.sentences[fact.side] : undefined });

const PROBLEMS: readonly TermKind[] = ['condition', 'symptom', 'body', 'treatment', 'test'];

const chiefComplaint: Frame = (fact, reading, words) => {
  const terms = termsOf(reading, ...PROBLEMS);
  if (!terms.length || !holdsOnly(reading, PROBLEMS)) return undefined;
  return joined(words.sentence('came', { what: words.list(terms) }), sideOf(fact, words));
};

const diagnosis: Frame = (fact, reading, words) => {
  const terms = termsOf(reading, 'condition', 'symptom');
  if (!terms.length || !holdsOnly(reading, ['condition', 'symptom']) || fact.polarity === 'denied')
    return undefined;
  const frame = fact.certainty === 'certain' ? 'have' : 'mayHave';
  return joined(words.sentence(frame, { what: words.list(terms) }), sideOf(fact, words));
};

const result: Frame = (fact, reading, words) => {
  const terms = termsOf(reading, 'test');
  const outcome = said(reading, 'outcome');
  if (terms.length !== 1 || !outcome || !holdsOnly(reading, ['test'], ['outcome', 'when'])) return undefined;
  return joined(words.sentence('resultIs', { what: words.list(terms), outcome }), sideOf(fact, words));
};

const test: Frame = (fact, reading, words) => {
  const terms = termsOf(reading, 'test');
  const why = termsOf(reading, 'condition', 'symptom');
  if (!terms.length || fact.polarity === 'denied' || fact.certainty === 'conditional') return undefined;
  if (!holdsOnly(reading, ['test', 'condition', 'symptom', 'body'], ['when'])) return undefined;
  const parts = termsOf(reading, 'body');
  if (parts.length) return undefined;
  return joined(
    words.sentence('test', { what: words.list(terms) }),
    sideOf(fact, words),
    words.sentence('testFor', { why: why.length ? words.list(why) : undefined }),
    words.sentence('when', { when: said(reading, 'when') }),
  );
};

const referral: Frame = (fact, reading, words) => {
  const who = termsOf(reading, 'specialty', 'treatment');
  const why = termsOf(reading, 'condition', 'symptom');
  if (!who.length || fact.polarity === 'denied' || fact.certainty === 'conditional') return undefined;
  if (!holdsOnly(reading, ['specialty', 'treatment', 'condition', 'symptom'], ['when'])) return undefined;
  return joined(
    words.sentence('referral', { who: words.list(who) }),
    words.sentence('referralFor', { why: why.length ? words.list(why) : undefined }),
    words.sentence('when', { when: said(reading, 'when') }),
  );
};

const followUp: Frame = (fact, reading, words) => {
  const when = said(reading, 'when');
  if (fact.polarity === 'denied' || fact.certainty === 'conditional') return undefined;
  if (!when || !holdsOnly(reading, ['specialty'], ['when'])) return undefined;
  const who = termsOf(reading, 'specialty');
  return who.length
    ? words.sentence('comeBackTo', { who: words.list(who), when })
    : words.sentence('comeBack', { when });
};

const EMERGENCY = /\b(?:911|999|112|emergency|e\.?r\.?|a\s?(?:&|and)\s?e|ambulance)\b/i;
const COME_BACK = /\b(?:return|come back|be seen|come in|follow up)\b/i;

const returnPrecaution: Frame = (fact, reading, words) => {
  const terms = termsOf(reading, 'symptom', 'condition');
  if (!terms.length || !holdsOnly(reading, ['symptom', 'condition', 'plain'])) return undefined;
  const what = words.list(terms, 'or');
  if (EMERGENCY.test(fact.text)) {
    // A number to dial is printed only as it was said, so such a line keeps its own words.
    return /\d/.test(fact.text) ? undefined : words.sentence('emergencyFor', { what });
  }
  return words.sentence(COME_BACK.test(fact.text) ? 'comeBackFor' : 'callFor', { what });
};

const advice: Frame = (fact, reading, words) => {
  const terms = termsOf(reading, 'advice');
  if (!terms.length || fact.polarity === 'denied' || fact.certainty === 'conditional') return undefined;
  if (!holdsOnly(reading, ['advice'])) return undefined;
  return terms.map((term) => term.say[words.language.language]?.say).join(' ');
};

const FRAMES: Readonly<Partial<Record<Fact['kind'], readonly Frame[]>>> = {
  'chief-complaint': [chiefComplaint],
  diagnosis: [diagnosis],
  result: [result],
  test: [test, followUp],
  referral: [referral],
  'follow-up': [followUp, test],
  'return-precaution': [returnPrecaution, advice],
  advice: [advice],
};

/** The fact said by a template of the sheet's language; undefined where it cannot be said whole. */
export const sayByTemplate = (fact: Fact, words: SheetWords): string | undefined => {
  const reading = words.reader.read(fact.text);
  if (reading.residue.length) return undefined;
  for (const frame of FRAMES[fact.kind] ?? []) {
    const text = frame(fact, reading, words);
    if (text) return text;
  }
  return undefined;
};
