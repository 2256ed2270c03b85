import type { Fact } from '../../contract/fact.ts';
import type { SheetKnowledge, Term, TermKind } from '../../knowledge/sheet.ts';
import type { Part, Reading } from './reading.ts';
import type { SheetWords } from './sheet-words.ts';

/** Patterns about a whole statement, made once per sheet. */
export interface Cues {
  readonly turns: RegExp;
  readonly maybe: RegExp;
  readonly test: RegExp;
  readonly past: RegExp;
  readonly followUp: RegExp;
  readonly comeBack: RegExp;
  readonly call: RegExp;
  readonly emergency: RegExp;
}

export const makeCues = ({ wording }: SheetKnowledge): Cues => ({
  turns: new RegExp(wording.turns, 'i'),
  maybe: new RegExp(wording.maybe, 'i'),
  test: new RegExp(wording.cues.test, 'i'),
  past: new RegExp(wording.cues.past, 'i'),
  followUp: new RegExp(wording.cues.followUp, 'i'),
  comeBack: new RegExp(wording.cues.comeBack, 'i'),
  call: new RegExp(wording.cues.call, 'i'),
  emergency: new RegExp(wording.cues.emergency, 'i'),
});

interface Told {
  readonly fact: Fact;
  readonly reading: Reading;
  /** The fact's words outside every term and phrase: what a template does not say. */
  readonly rest: string;
  readonly words: SheetWords;
  readonly cues: Cues;
}

/** A statement made by a template from the terms of a fact, or undefined where they do not carry it. */
type Frame = (told: Told) => string | undefined;

const termsOf = ({ reading }: Told, ...kinds: TermKind[]): Term[] =>
  reading.parts.flatMap((part) => (part.term && kinds.includes(part.term.kind) ? [part.term] : []));

const said = ({ reading }: Told, as: Part['as']): string | undefined => {
  const texts = reading.parts.filter((part) => part.as === as).map((part) => part.say);
  return [...new Set(texts)].join(', ') || undefined;
};

const joined = (...sentences: (string | undefined)[]): string | undefined =>
  sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined;

const sideOf = ({ fact, words }: Told): string | undefined =>
  words.sentence('side', { side: fact.side ? words.language.sentences[fact.side] : undefined });

/** Neither denied nor turned by a "not" or an "if" that no term covers. */
const isPlain = ({ fact, rest, cues }: Told): boolean =>
  fact.polarity === 'affirmed' && fact.certainty !== 'conditional' && !cues.turns.test(rest);

const listOr = (told: Told, terms: readonly Term[], joinedBy?: 'and' | 'or'): string | undefined =>
  terms.length ? told.words.list(terms, joinedBy) : undefined;

const chiefComplaint: Frame = (told) => {
  const what = listOr(told, termsOf(told, 'condition', 'symptom'));
  if (!what || !isPlain(told)) return undefined;
  return joined(told.words.sentence('came', { what }), sideOf(told));
};

const diagnosis: Frame = (told) => {
  const conditions = termsOf(told, 'condition');
  const what = listOr(told, conditions.length ? conditions : termsOf(told, 'symptom'));
  if (!what || !isPlain(told) || told.fact.time.relation === 'past') return undefined;
  const isSure = told.fact.certainty === 'certain' && !told.cues.maybe.test(told.rest);
  return joined(told.words.sentence(isSure ? 'have' : 'mayHave', { what }), sideOf(told));
};

const result: Frame = (told) => {
  const tests = termsOf(told, 'test').filter((term, at, all) => all.indexOf(term) === at);
  const outcomes = told.reading.parts.filter((part) => part.as === 'outcome');
  // Two tests or two outcomes in one breath: which belongs to which is not known.
  if (tests.length !== 1 || outcomes.length !== 1 || !isPlain(told)) return undefined;
  const what = told.words.list(tests);
  return joined(told.words.sentence('resultIs', { what, outcome: outcomes[0]?.say }), sideOf(told));
};

const test: Frame = (told) => {
  const what = listOr(told, termsOf(told, 'test'));
  if (!what || !isPlain(told) || !told.cues.test.test(told.rest) || told.cues.past.test(told.rest))
    return undefined;
  if (told.fact.certainty === 'hedged' || told.cues.maybe.test(told.rest)) {
    return told.words.sentence('testMaybe', { what });
  }
  return joined(
    told.words.sentence('test', { what }),
    sideOf(told),
    told.words.sentence('testFor', { why: listOr(told, termsOf(told, 'condition', 'symptom')) }),
    told.words.sentence('when', { when: said(told, 'when') }),
  );
};

const referral: Frame = (told) => {
  const who = listOr(told, termsOf(told, 'specialty', 'treatment'));
  if (!who || !isPlain(told) || told.fact.certainty === 'hedged' || told.cues.maybe.test(told.rest))
    return undefined;
  return joined(
    told.words.sentence('referral', { who }),
    told.words.sentence('referralFor', { why: listOr(told, termsOf(told, 'condition', 'symptom')) }),
    told.words.sentence('when', { when: said(told, 'when') }),
  );
};

const followUp: Frame = (told) => {
  if (!isPlain(told) || !told.cues.followUp.test(told.rest) || /\bresults?\b/i.test(told.rest))
    return undefined;
  const when = said(told, 'when');
  const who = listOr(told, termsOf(told, 'specialty'));
  if (!when) return who || told.reading.residue.length > 2 ? undefined : told.words.sentence('followUp', {});
  return told.words.sentence(who ? 'comeBackTo' : 'comeBack', { who, when });
};

const action = ({ fact, cues }: Told): string => {
  if (cues.emergency.test(fact.text)) return 'emergency';
  if (cues.call.test(fact.text)) return 'call';
  return cues.comeBack.test(fact.text) ? 'comeBack' : 'watch';
};

const returnPrecaution: Frame = (told) => {
  const symptoms = listOr(told, termsOf(told, 'symptom', 'condition'), 'or');
  const course = listOr(told, termsOf(told, 'course'), 'or');
  // A number to dial is printed only as it was said, so such a line keeps its own words; so does one with a second "not".
  if ((!symptoms && !course) || /\d/.test(told.fact.text)) return undefined;
  if (/\b(?:not|no|never|without|unless|unlikely)\b|n't\b/i.test(told.rest)) return undefined;
  const does = action(told);
  return joined(
    told.words.sentence(`${does}For`, { what: symptoms }),
    told.words.sentence(`${does}Course`, { what: course }),
  );
};

const advice: Frame = (told) => {
  const terms = [...new Set(termsOf(told, 'advice'))];
  if (!terms.length || !isPlain(told)) return undefined;
  return terms.map((term) => term.say[told.words.language.language]?.say).join(' ');
};

const FRAMES: Readonly<Partial<Record<Fact['kind'], readonly Frame[]>>> = {
  'chief-complaint': [chiefComplaint],
  diagnosis: [diagnosis],
  result: [result, test],
  test: [test, followUp],
  referral: [referral, test],
  'follow-up': [followUp, returnPrecaution, test],
  'return-precaution': [returnPrecaution, followUp],
  advice: [advice, referral, test],
};

const outside = (text: string, parts: readonly Part[]): string =>
  parts.reduceRight(
    (rest, part) => (part.as === 'filler' ? rest : `${rest.slice(0, part.start)} … ${rest.slice(part.end)}`),
    text,
  );

/** The fact told by a template of the sheet's language; undefined where its terms do not carry it. */
export const sayByTemplate = (fact: Fact, words: SheetWords, cues: Cues): string | undefined => {
  const reading = words.reader.read(fact.text);
  const told: Told = { fact, reading, rest: outside(fact.text, reading.parts), words, cues };
  for (const frame of FRAMES[fact.kind] ?? []) {
    const text = frame(told);
    if (text) return text;
  }
  return undefined;
};

/** What was spoken of, where a statement is too long and tangled to be told: names its terms and claims no more. */
export const sayTopics = (fact: Fact, words: SheetWords): string | undefined => {
  const terms = words.reader.read(fact.text).parts.flatMap((part) => (part.term ? [part.term] : []));
  const named = terms.filter(
    (term) => term.kind !== 'advice' && term.kind !== 'course' && term.kind !== 'body',
  );
  return named.length ? words.sentence('choice', { what: words.list(named.slice(0, 4)) }) : undefined;
};
