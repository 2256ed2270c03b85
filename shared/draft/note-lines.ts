import type { Fact } from '../contract/fact.ts';
import type { Claim } from './claims.ts';
import type { DraftKnowledge } from './knowledge.ts';
import { joined } from './phrases.ts';
import { isReadable, saysSomething } from './readable.ts';
import { readsWell } from './reads-well.ts';
import { asSaid } from './statements.ts';
import { small } from './wording.ts';

/** A claim as the note writes it, with the claim it was made of. */
export interface NoteLine {
  readonly of: Claim;
  readonly line: Claim;
  /** Reads as a sentence, but names nothing of health or care: only to fill a length that was asked for. */
  readonly spare: boolean;
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

const LONGEST_QUOTE = 25;
const WHO = { clinician: 'Clinician', patient: 'Patient', other: 'Said', unknown: 'Said' } as const;

/** What was said, word for word, under the name of who said it; undefined where it is too long to be looked over. */
const quoted = (claim: Claim): Claim | undefined => {
  const last = claim.from.at(-1);
  const isShort = last && last.words.length >= 2 && last.words.length <= LONGEST_QUOTE;
  if (!isShort || claim.noun !== undefined) return undefined;
  // Words that were put together from a wider sentence are no quotation: then it is the sentence that is quoted.
  const isWhole = joined(last.said).includes(joined(last.words));
  return { ...claim, text: `${WHO[last.speaker]}: "${asSaid(isWhole ? last.words : last.said)}"` };
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

/**
 * The lines that may stand in a note: each claim in clinical style, where that reads as a sentence. Of what does not, a
 * medicine, an allergy or a return precaution that no other line names is quoted as it was said; the rest is left to the
 * transcript. `must` tells the claims that stand whatever their wording.
 */
export const noteLines = (
  claims: readonly Claim[],
  facts: readonly Fact[],
  must: ReadonlySet<Claim>,
  knowledge: DraftKnowledge,
): readonly NoteLine[] => {
  const { readable, lexicon } = knowledge;
  const all = claims
    .map((of, index) => {
      const line = styled(of, knowledge);
      const spare = !must.has(of) && !saysSomething(line, readable, lexicon);
      return { of, line, fact: facts[index], spare };
    })
    .filter(({ of }) => of.made !== 'heading');
  const reads = ({ of, line }: NoteLine): boolean =>
    must.has(of) || line.made === 'question' || (readsWell(line) && isReadable(line, readable));
  const kept = all.filter(reads);
  const named = new Set(kept.flatMap(({ fact, of }) => (fact ? [lossOf(fact, of)] : [])));
  return all.flatMap((each) => {
    if (reads(each)) return [{ of: each.of, line: each.line, spare: each.spare }];
    if (!each.fact || !weighs(each.fact, each.of)) return [];
    const loss = lossOf(each.fact, each.of);
    if (named.has(loss)) return [];
    named.add(loss);
    const quote = isReadable(each.line, readable) ? quoted(each.of) : undefined;
    return quote ? [{ of: each.of, line: quote, spare: false }] : [];
  });
};
