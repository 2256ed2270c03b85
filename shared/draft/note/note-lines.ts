import type { Fact } from '../../contract/fact.ts';
import type { Claim } from '../facts/claims.ts';
import { doseAlone } from '../facts/doubtful-words.ts';
import type { DraftKnowledge } from '../knowledge.ts';
import { joined } from '../phrases.ts';
import { isReadable, saysSomething } from './readable.ts';
import { readsWell } from './reads-well.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import { type Utterance, clauseBefore } from '../utterances/utterances.ts';
import { capital, small, written } from '../facts/wording.ts';

/** A claim as the note writes it, with the claim it was made of. */
export interface NoteLine {
  readonly of: Claim;
  readonly line: Claim;
  /** Reads as a sentence, but names nothing of health or care: only to fill a length that was asked for. */
  readonly spare: boolean;
  /** In the words said, between quotation marks. */
  readonly asSaid: boolean;
}

/** What the lines are made of: claims with their facts at the same index, the visit's clauses, and turns' texts by id. */
export interface Visit {
  readonly claims: readonly Claim[];
  readonly facts: readonly Fact[];
  readonly said: readonly Utterance[];
  readonly texts: ReadonlyMap<string, string>;
}

const OPENS_DENIAL = /^No (?!known\b)/;

/** The claim in clinical style. A denial that became an expression of its own is no longer set in a list. */
const styled = (claim: Claim, { style }: DraftKnowledge): Claim => {
  const text = style(claim.text);
  const { noun, ...rest } = claim;
  if (noun === undefined) return { ...claim, text };
  return OPENS_DENIAL.test(text)
    ? { ...rest, text, noun: small(text.replace(OPENS_DENIAL, '')) }
    : { ...rest, text };
};

const LONGEST_QUOTE = 35;
const WHO = { clinician: 'Clinician', patient: 'Patient', other: 'Said', unknown: 'Said' } as const;

/** Words as the transcript writes them: short forms closed again, numbers as digits. */
const verbatim = (words: readonly SpokenWord[], text: string): string =>
  capital(
    written(
      words.flatMap((word, index) => {
        const slice = text.slice(word.start, word.end);
        // A number of several words ("148 over 86") stands under the first of them.
        const isNumber = /^\d/.test(word.text) && word.text !== slice;
        if (slice === '' || /\s/.test(slice) || isNumber) return [word.text];
        const isSecondHalf = words[index - 1]?.start === word.start;
        // A full stop that was taken out takes its capital with it.
        const opensSentence = index > 0 && /[.?!]\s*$/.test(text.slice(0, word.start));
        return isSecondHalf ? [] : [opensSentence ? small(slice) : slice];
      }),
    ),
  );

/** What was said, word for word, under the name of who said it; undefined where it is too long to be looked over. */
const quoted = (
  claim: Claim,
  clauses: readonly Utterance[],
  texts: ReadonlyMap<string, string>,
): Claim | undefined => {
  // Words that were put together from a wider sentence are no quotation: then it is the sentence that is quoted.
  const shown = clauses.map(({ said, words, turnId }) => ({
    words: joined(said).includes(joined(words)) ? words : said,
    text: texts.get(turnId) ?? '',
  }));
  const length = shown.reduce((sum, { words }) => sum + words.length, 0);
  const speaker = clauses.at(-1)?.speaker;
  if (!speaker || claim.noun !== undefined || length < 2 || length > LONGEST_QUOTE) return undefined;
  const text = shown.map(({ words, text }) => verbatim(words, text)).join(' … ');
  return { ...claim, text: `${WHO[speaker]}: "${text}"`, from: [...new Set([...clauses, ...claim.from])] };
};

const isOrder = (fact: Fact, claim: Claim): boolean =>
  claim.made === 'plan' && fact.speaker === 'clinician' && (fact.kind === 'test' || fact.kind === 'referral');

/** What must not be lost for its wording: a medicine, an allergy, when to seek help, a test or a referral ordered. */
const weighs = (fact: Fact, claim: Claim): boolean =>
  fact.subject.role === 'patient' &&
  (fact.drug !== undefined ||
    (fact.kind === 'allergy' && fact.polarity === 'affirmed') ||
    fact.kind === 'return-precaution' ||
    isOrder(fact, claim));

/** What a fact has to lose: its medicine, what was ordered, or its kind where it names neither. */
const lossOf = (fact: Fact, claim: Claim): string =>
  fact.drug?.name.toLowerCase() ?? (isOrder(fact, claim) ? fact.text : fact.kind);

/** What the clinician found, concluded and decided: too much to lose for a word that was hard to hear. */
const CLINICAL: ReadonlySet<Claim['made']> = new Set(['plan', 'exam', 'opinion']);
const CONCLUDED: ReadonlySet<Fact['kind']> = new Set(['diagnosis', 'vital', 'result']);

const isClinical = ({ made, kind }: Claim, spare: boolean): boolean =>
  made === 'plan' || (CLINICAL.has(made) && !spare) || CONCLUDED.has(kind);

/** A dose whose medicine was not understood, after the clause that probably named it. */
const withClauseBefore = (claim: Claim, said: readonly Utterance[]): readonly Utterance[] => {
  const [first] = claim.from;
  const before = first && clauseBefore(said, first);
  return before ? [before, ...claim.from] : claim.from;
};

/**
 * The lines that may stand in a note: each claim in clinical style, where that reads as a sentence. Of what does not, a
 * medicine, an allergy or a return precaution that no other line names is quoted as it was said; the rest is left to the
 * transcript. `must` tells the claims that stand whatever their wording.
 */
export const noteLines = (
  visit: Visit,
  must: ReadonlySet<Claim>,
  knowledge: DraftKnowledge,
): readonly NoteLine[] => {
  const { readable, lexicon } = knowledge;
  const { claims, facts, said, texts } = visit;
  const all = claims
    .map((of, index) => {
      const line = styled(of, knowledge);
      const fact = facts[index];
      const spare = !must.has(of) && !saysSomething(line, readable, lexicon);
      const isDoubtful = fact?.unheard !== undefined;
      return { of, line, fact, spare, isDoubtful };
    })
    .filter(({ of }) => of.made !== 'heading');
  type Each = (typeof all)[number];
  const reads = ({ of, line, isDoubtful }: Each): boolean =>
    must.has(of) ||
    line.made === 'question' ||
    (!isDoubtful && readsWell(line) && isReadable(line, readable));
  const kept = all.filter(reads);
  const named = new Set(kept.flatMap(({ fact, of }) => (fact ? [lossOf(fact, of)] : [])));
  const inWordsSaid = (each: Each): readonly NoteLine[] => {
    const { of, line, fact } = each;
    const isOfDose = fact !== undefined && doseAlone(of, fact.drug) !== undefined;
    if (!fact || (!isOfDose && !isReadable(line, readable))) return [];
    const weighty = weighs(fact, of);
    const isFound = each.isDoubtful && isClinical(of, each.spare);
    if (!weighty && !isFound) return [];
    const loss = lossOf(fact, of);
    if (!isFound && named.has(loss)) return [];
    const quote = quoted(of, isOfDose ? withClauseBefore(of, said) : of.from.slice(-1), texts);
    if (!quote) return [];
    named.add(loss);
    return [{ of, line: quote, spare: false, asSaid: true }];
  };
  return all.flatMap((each) =>
    reads(each) ? [{ of: each.of, line: each.line, spare: each.spare, asSaid: false }] : inWordsSaid(each),
  );
};
