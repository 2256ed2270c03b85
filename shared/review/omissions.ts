import { DOSE_UNITS } from '../language/index.ts';
import type { Omission } from '../contract/verification.ts';
import type { Phrases } from '../language/index.ts';
import type { Claim } from './claims.ts';
import type { Bench } from './bench.ts';
import type { OmissionRule } from './knowledge.ts';
import { keyOf, type Mention, type SpokenClause } from './spoken.ts';

/** Something said that a note should hold. It is missing unless the note has one of `keys` of every group. */
export interface Candidate {
  readonly kind: string;
  readonly rank: number;
  readonly text: string;
  readonly turn: number;
  readonly groups: readonly (readonly string[])[];
}

const DOSE_REACH = 12;

const keysMeaning = (mention: Mention, { knowledge }: Bench): readonly string[] => {
  const own = keyOf(mention.item);
  if (mention.item.kind !== 'word') return [own];
  const others = knowledge.synonyms
    .of(mention.item.key)
    .flatMap((stems) => stems.map((stem) => `word:${stem}`));
  return [own, ...others];
};

const drugCandidates = ({ spoken }: Bench): Candidate[] => {
  const seen = new Set<string>();
  const numbers = spoken.byKind.number;
  return spoken.byKind.drug.flatMap((mention) => {
    const clause = spoken.clauses[mention.clause];
    const key = keyOf(mention.item);
    if (!clause || clause.turn < 0 || mention.polarity < 0) return [];
    const found: Candidate[] = [];
    const base = { text: clause.text, turn: clause.turn };
    if (!seen.has(key)) found.push({ ...base, kind: 'medicine', rank: 0, groups: [[key]] });
    seen.add(key);
    const dose = numbers.find(
      (number) =>
        DOSE_UNITS.has(number.item.unit ?? '') &&
        number.position > mention.position - DOSE_REACH / 2 &&
        number.position < mention.position + DOSE_REACH,
    );
    const doseKey = dose && `${key} ${keyOf(dose.item)}`;
    if (dose && doseKey && !seen.has(doseKey)) {
      seen.add(doseKey);
      found.push({ ...base, kind: 'dose', rank: 1, groups: [[keyOf(dose.item)], [key]] });
    }
    return found;
  });
};

const ruleCandidates = (bench: Bench): Candidate[] => {
  const { spoken, knowledge } = bench;
  const byClause = new Map<number, Mention[]>();
  for (const mention of spoken.mentions) {
    const list = byClause.get(mention.clause);
    if (list) list.push(mention);
    else byClause.set(mention.clause, [mention]);
  }
  return spoken.clauses.flatMap((clause, index) => {
    if (clause.turn < 0 || (clause.isQuestion && clause.answer !== 'yes')) return [];
    const rule = firstRule(clause, knowledge.omissions);
    if (!rule || (rule.value.speaker === 'clinician' && clause.speaker === 'patient')) return [];
    const mentions = (byClause.get(index) ?? []).filter((mention) => mention.item.kind !== 'number');
    const inRule = mentions.filter(
      ({ item }) => item.kind === 'word' && item.at >= rule.first && item.at < rule.first + rule.length,
    );
    const isDenied = inRule.some((mention) => mention.polarity < 0);
    const needed = (rule.value.rank <= 3 ? inRule : mentions).slice(0, 6);
    if (isDenied || needed.length === 0) return [];
    const groups = needed.map((mention) => keysMeaning(mention, bench));
    return [{ kind: rule.value.kind, rank: rule.value.rank, text: clause.text, turn: clause.turn, groups }];
  });
};

/** The first rule that a clause's words match, with the token of the turn where it begins. */
const firstRule = (
  { tokens, firstToken }: SpokenClause,
  rules: Phrases<OmissionRule>,
): { readonly value: OmissionRule; readonly first: number; readonly length: number } | undefined => {
  for (let at = 0; at < tokens.length; at += 1) {
    const rule = rules.at(tokens, at);
    if (rule) return { ...rule, first: firstToken + at };
  }
  return undefined;
};

/** What was said that a note should hold, found once per visit; the most important first, then in order of speech. */
export const omissionCandidates = (bench: Bench): readonly Candidate[] =>
  [...drugCandidates(bench), ...ruleCandidates(bench)].sort((a, b) => a.rank - b.rank || a.turn - b.turn);

const ENOUGH = 0.5;

/** The candidates that the note lacks. */
export const findOmissions = (
  candidates: readonly Candidate[],
  claims: readonly Claim[],
): readonly Omission[] => {
  const held = new Set(claims.flatMap((claim) => claim.reading.items.map(keyOf)));
  const seen = new Set<string>();
  return candidates.flatMap(({ kind, text, turn, groups, rank }) => {
    const present = groups.filter((keys) => keys.some((key) => held.has(key))).length;
    const isHeld = rank <= 1 ? present === groups.length : present >= ENOUGH * groups.length;
    // A medicine that is missing altogether is one omission, not two.
    const isTwin = kind === 'dose' && present === 0;
    const id = `${kind} ${turn} ${text}`;
    if (isHeld || isTwin || seen.has(id)) return [];
    seen.add(id);
    return [{ kind, text, turns: [turn] }];
  });
};
