import { distance } from 'fastest-levenshtein';
import type { ChartEvidence } from '../contract/evidence.ts';
import type { CheckedSentence, Reason } from '../contract/verification.ts';
import type { Bench } from './bench.ts';
import { bind, type Binding, type ValueKind } from './binding.ts';
import type { Claim } from './claims.ts';
import { cover, type Coverage } from './coverage.ts';
import { bindingFeatures, findingFeatures, negationFeatures, type Features } from './features.ts';
import type { DetectorName } from './knowledge.ts';
import { score } from './model.ts';
import { comparePolarity, type Polarity } from './polarity.ts';
import type { Item } from './reading.ts';
import { wrongPersons, wrongTimes } from './who-when.ts';
import { keyOf, spokenWords, type Mention, type Spoken } from './spoken.ts';

/** One detector's view of a sentence, or of one value in it. */
export interface Measured {
  readonly detector: DetectorName;
  readonly features: Features;
  readonly binding?: Binding;
}

export interface Measurements {
  readonly coverage: Coverage;
  readonly polarity: Polarity;
  readonly measured: readonly Measured[];
}

const LIKE_ENOUGH = 0.25;
const SHORTEST_LIKE = 5;

/** Whether a medicine unknown to the transcript was said in a near spelling, as recognisers write them. */
const isNearlySaid = (item: Item, claim: Claim, spoken: Spoken): boolean => {
  const name = claim.text.slice(item.start, item.end).toLowerCase();
  if (name.length < SHORTEST_LIKE) return false;
  for (const word of spoken.vocabulary)
    if (Math.abs(word.length - name.length) <= 2 && distance(word, name) <= LIKE_ENOUGH * name.length)
      return true;
  return false;
};

interface Value {
  readonly item: Item;
  readonly kind: ValueKind;
}

const valuesOfClaim = (claim: Claim): readonly Value[] => {
  const ratios = new Set(
    claim.reading.items
      .filter((item) => item.kind === 'number' && item.key.includes('/'))
      .map((item) => item.at),
  );
  return claim.reading.items.flatMap((item): Value[] => {
    if (item.kind === 'drug') return [{ item, kind: item.kind }];
    if (item.kind === 'side' && item.key !== 'both') return [{ item, kind: item.kind }];
    // The parts of a ratio are checked, not the ratio: either may be said alone.
    const isRatio = ratios.has(item.at) && item.key.includes('/');
    if (item.kind === 'number' && item.weak !== true && !isRatio) return [{ item, kind: item.kind }];
    return [];
  });
};

/** Everything the detectors weigh about one claim. */
export const measure = (claim: Claim, { spoken, match, knowledge }: Bench): Measurements => {
  const coverage = cover(claim, spoken, match, knowledge);
  const polarity = comparePolarity(claim, spoken, match, knowledge);
  const values = valuesOfClaim(claim).flatMap(({ item, kind }): Measured[] => {
    const binding = bind(claim, item, kind, spoken, match, coverage, knowledge);
    if (kind === 'drug' && !binding.isSaid && isNearlySaid(item, claim, spoken)) return [];
    return [{ detector: kind, features: bindingFeatures(binding, coverage), binding }];
  });
  return {
    coverage,
    polarity,
    measured: [
      { detector: 'finding', features: findingFeatures(coverage) },
      { detector: 'negation', features: negationFeatures(polarity, coverage) },
      ...values,
    ],
  };
};

const SHAPE = /\d+/g;

interface WrongCode {
  readonly item: Item;
  readonly said: Mention;
}

/** Codes of the claim that the visit has only with other digits: "A2c" where "a1c" was said, "T11" where "t1" was. */
export const wrongCodes = (claim: Claim, spoken: Spoken): readonly WrongCode[] =>
  claim.reading.items.flatMap((item) => {
    if (item.kind !== 'code' || spoken.byKey.has(keyOf(item))) return [];
    const said = spoken.codes.get(item.key.replace(SHAPE, '#'));
    return said ? [{ item, said }] : [];
  });

const turnOf = (spoken: Spoken, mention: Mention | undefined): readonly number[] => {
  const turn = mention === undefined ? -1 : (spoken.clauses[mention.clause]?.turn ?? -1);
  return turn < 0 ? [] : [turn];
};

const bindingReason = (binding: Binding, claim: Claim, spoken: Spoken): Reason => {
  const text = claim.text.slice(binding.item.start, binding.item.end);
  if (!binding.isSaid) return { kind: binding.kind, detail: `"${text}" is not said in the visit`, turns: [] };
  const rival = binding.rivalMention?.item.key;
  const turns = [...turnOf(spoken, binding.rivalMention), ...turnOf(spoken, binding.ownMention)];
  return {
    kind: binding.kind,
    detail: rival
      ? `"${text}" is said of something else; here the visit has "${rival}"`
      : `"${text}" is said of something else`,
    turns: [...new Set(turns)],
  };
};

const reasonFor = (measured: Measured, all: Measurements, claim: Claim, spoken: Spoken): Reason => {
  if (measured.binding) return bindingReason(measured.binding, claim, spoken);
  if (measured.detector === 'negation') {
    const opposing = all.polarity.opposing;
    const word = opposing ? claim.text.slice(opposing.item.start, opposing.item.end) : '';
    const said = opposing?.mention.polarity === -1 ? 'denied' : 'affirmed';
    return {
      kind: 'negation',
      detail: word ? `"${word}" is ${said} in the visit` : 'the visit says the opposite',
      turns: [...turnOf(spoken, opposing?.mention)],
    };
  }
  const missing = all.coverage.missing
    .slice(0, 4)
    .map((item) => `"${claim.text.slice(item.start, item.end)}"`);
  return {
    kind: 'finding',
    detail: missing.length
      ? `not found in the visit: ${missing.join(', ')}`
      : 'not said together in the visit',
    turns: [],
  };
};

const uncertainReasons = (all: Measurements, claim: Claim, { spoken, knowledge }: Bench): Reason[] =>
  all.measured.flatMap(({ binding }) => {
    const confidence = binding?.ownMention?.confidence ?? null;
    if (!binding || confidence === null || confidence >= knowledge.uncertainBelow) return [];
    const text = claim.text.slice(binding.item.start, binding.item.end);
    return [
      {
        kind: binding.kind,
        detail: `"${text}" rests on a word the recogniser was not sure of`,
        turns: [...turnOf(spoken, binding.ownMention)],
      },
    ];
  });

export type Judgement = Pick<CheckedSentence, 'verdict' | 'reasons' | 'turns' | 'chart'>;

const evidenceOf = (coverage: Coverage, spoken: Spoken): { turns: number[]; chart: ChartEvidence[] } => {
  const clauses = coverage.clauses.flatMap((at) => spoken.clauses[at] ?? []);
  const turns = clauses.map((clause) => clause.turn).filter((turn) => turn >= 0);
  return {
    turns: [...new Set(turns)].sort((a, b) => a - b),
    chart: clauses.flatMap((clause) => clause.evidence ?? []),
  };
};

/** The verdict on one claim, with reasons and the turns that bear on it. */
export const judge = (claim: Claim, bench: Bench): Judgement => {
  if (claim.isHeading) return { verdict: 'not-checkable', reasons: [], turns: [], chart: [] };
  const quoted = bench.spoken.quotable.get(spokenWords(claim.reading.tokens));
  const all = measure(claim, bench);
  const evidence = evidenceOf(all.coverage, bench.spoken);
  const uncertain = uncertainReasons(all, claim, bench);
  if (quoted !== undefined) return { verdict: 'supported', reasons: uncertain, turns: [quoted], chart: [] };
  const wrong = all.measured.filter(({ detector, features }) => {
    const known = bench.knowledge.model.detectors[detector];
    return score(known, features) >= known.threshold;
  });
  const codes = wrongCodes(claim, bench.spoken);
  const misplaced = [...wrongPersons(claim, bench), ...wrongTimes(claim, bench)];
  const reasons: Reason[] = [
    ...codes.map(({ item, said }): Reason => ({
      kind: 'number',
      detail: `"${claim.text.slice(item.start, item.end)}" is not said; the visit has "${said.item.key}"`,
      turns: [...turnOf(bench.spoken, said)],
    })),
    ...wrong.map((measured) => reasonFor(measured, all, claim, bench.spoken)),
    ...misplaced.map(({ reason }) => reason),
    ...uncertain,
  ];
  const isWrong = wrong.length > 0 || codes.length > 0 || misplaced.length > 0;
  const isContradicted =
    codes.length > 0 ||
    misplaced.some(({ differs }) => differs) ||
    wrong.some(
      ({ detector, binding }) =>
        detector === 'negation' || (binding?.isSaid === true && binding.rival > binding.own),
    );
  const verdict = !isWrong ? 'supported' : isContradicted ? 'contradicted' : 'unsupported';
  return { verdict, reasons, ...evidence };
};
