import type { Reason } from '../contract/verification.ts';
import type { Token } from '../language/index.ts';
import type { Claim } from './claims.ts';
import { weightOf } from './coverage.ts';
import type { Bench } from './bench.ts';
import type { TimeWord } from './knowledge.ts';
import type { Item } from './reading.ts';
import type { Mention } from './spoken.ts';

/** A word as common as this says nothing of whose illness it is. */
const LEAST_TELLING = 3;
/** A looser match than a synonym is no word on who has it. */
const LEAST_MATCH = 0.85;
/** Clauses within which "my sister" still says whom the next words are about ("she has …"). */
const NEAR = 3;

/** What is wrong with a claim's person or time; `differs` where the visit has another in its place. */
export interface Misplaced {
  readonly reason: Reason;
  readonly differs: boolean;
}

const turnsOf = (mentions: readonly Mention[], { spoken }: Bench): number[] => [
  ...new Set(mentions.map(({ clause }) => spoken.clauses[clause]?.turn ?? -1).filter((turn) => turn >= 0)),
];

const isFamily = (word: string | undefined, { knowledge }: Bench): word is string =>
  word !== undefined && (knowledge.relative.has(word) || word === 'family');

/** Relatives named in the clauses around a mention, by one word each. */
const relativesNear = (mention: Mention, { spoken, knowledge }: Bench): ReadonlySet<string> =>
  new Set(
    spoken.clauses
      .slice(Math.max(0, mention.clause - NEAR), mention.clause + NEAR + 1)
      .flatMap(({ tokens }) => tokens.flatMap(({ norm }) => knowledge.relative.get(norm) ?? [])),
  );

/** A mention belongs to the relative it names, else to any that is named near by. */
const isSaidOf = (mention: Mention, relative: string, bench: Bench): boolean => {
  const own = bench.knowledge.relative.get(mention.item.relation ?? '');
  return own === undefined ? relativesNear(mention, bench).has(relative) : own === relative;
};

const personOf = (item: Item, claim: Claim, bench: Bench): Misplaced | undefined => {
  const said = bench
    .match(item)
    .filter(({ weight }) => weight >= LEAST_MATCH)
    .map(({ mention }) => mention)
    .filter(({ clause }) => (bench.spoken.clauses[clause]?.turn ?? -1) >= 0);
  if (said.length === 0) return undefined;
  const text = claim.text.slice(item.start, item.end);
  const turns = turnsOf(said, bench);
  const wanted = item.relation;
  if (wanted === undefined) {
    const relation = said[0]?.item.relation;
    return isFamily(relation, bench) && said.every((mention) => isFamily(mention.item.relation, bench))
      ? { reason: { kind: 'person', detail: `"${text}" is said of "${relation}"`, turns }, differs: true }
      : undefined;
  }
  const relative = bench.knowledge.relative.get(wanted);
  if (relative === undefined || said.some((mention) => isSaidOf(mention, relative, bench))) return undefined;
  return {
    reason: { kind: 'person', detail: `"${text}" is not said of "${wanted}"`, turns },
    differs: true,
  };
};

/**
 * A finding or medicine that the visit has only of somebody else: a relative's illness told as the patient's, the
 * patient's as a relative's, or one relative's as another's. A claim that speaks of the family as a whole is not asked.
 */
export const wrongPersons = (claim: Claim, bench: Bench): readonly Misplaced[] => {
  if (claim.reading.tokens.some(({ norm }) => norm === 'family' || norm === 'familial')) return [];
  return claim.reading.items.flatMap((item) => {
    if (item.kind !== 'word' && item.kind !== 'drug') return [];
    const word = claim.reading.tokens[item.at]?.norm ?? '';
    if (item.kind === 'word' && (bench.knowledge.frameStems.has(item.key) || isFamily(word, bench)))
      return [];
    if (weightOf(item, bench.knowledge) < LEAST_TELLING) return [];
    return personOf(item, claim, bench) ?? [];
  });
};

/** Words that say when, in order of speech. */
export const timesIn = (tokens: readonly Token[], times: Bench['knowledge']['times']): readonly TimeWord[] =>
  tokens.flatMap((_, at) => times.at(tokens, at)?.value ?? []);

/** A month, a weekday or a "last week" that nobody said. */
export const wrongTimes = (claim: Claim, { spoken, knowledge }: Bench): readonly Misplaced[] =>
  timesIn(claim.reading.tokens, knowledge.times).flatMap(({ phrase, group }) => {
    if (spoken.times.has(phrase)) return [];
    const other = [...spoken.times].find(([, said]) => said.group === group);
    return [
      {
        reason: {
          kind: 'time' as const,
          detail: other
            ? `"${phrase}" is not said; the visit has "${other[0]}"`
            : `"${phrase}" is not said in the visit`,
          turns: other ? [other[1].turn] : [],
        },
        differs: other !== undefined,
      },
    ];
  });
