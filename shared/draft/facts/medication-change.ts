import { DOSE_WORDS } from '../../language/index.ts';
import type { Drug, Fact } from '../../contract/fact.ts';
import type { MedicationRules } from '../../knowledge/medication-rules.ts';

export interface MedicationContext {
  readonly rules: MedicationRules;
  /** Finds medicines by name; `DrugLexicon.find` fits. Offsets are UTF-16. */
  readonly find: (
    text: string,
  ) => readonly { readonly matched: string; readonly start: number; readonly end: number }[];
  /** The medicine last spoken of, for "take two of them instead of one". */
  readonly lastDrug?: string;
}

export interface MedicationReading {
  readonly drug: Drug;
  readonly certainty: Fact['certainty'];
  readonly subject: Fact['subject'];
}

type Mention = ReturnType<MedicationContext['find']>[number];
interface Change {
  readonly change?: Drug['change'];
  readonly manner?: Drug['manner'];
}

const first = (pattern: string, text: string): string | undefined => {
  const match = new RegExp(pattern, 'i').exec(text);
  return match?.slice(1).find(Boolean) ?? match?.[0];
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const cueOf = (clause: string, rules: MedicationRules): MedicationRules['cues'][number] | undefined =>
  rules.cues.find((cue) => new RegExp(`\\b(?:${cue.match})\\b`, 'i').test(clause));

const UNIT = new RegExp(`^(?:${DOSE_WORDS})$`, 'i');
const unitOf = (word: string | undefined): string => (word && UNIT.test(word) ? ` ${word}` : '');

const AMOUNTS = ['half', 'one', 'two', 'three', 'four'];
const amount = (word: string): number => {
  const at = AMOUNTS.indexOf(word.toLowerCase());
  if (at === 0) return 0.5;
  return at > 0 ? at : Number(word);
};

/** "take two instead of one": the new amount, the old one, and which way it goes. */
const insteadOf = (clause: string, rules: MedicationRules): Partial<Drug> | undefined => {
  const match = new RegExp(rules.insteadOf, 'i').exec(clause);
  if (!match?.[1] || !match[3]) return undefined;
  const unit = unitOf(match[2]) || unitOf(match[4]);
  return {
    change: 'changed',
    manner: amount(match[1]) > amount(match[3]) ? 'increased' : 'decreased',
    dose: `${String(amount(match[1]))}${unit}`,
    previousDose: `${String(amount(match[3]))}${unitOf(match[4])}`,
  };
};

const doseOf = (clause: string, rules: MedicationRules): Partial<Drug> => {
  const moved = new RegExp(rules.fromTo, 'i').exec(clause);
  if (moved?.[1] && moved[2]) return { dose: moved[2], previousDose: moved[1] };
  const dose = first(rules.dose, clause) ?? first(rules.target, clause);
  return dose ? { dose } : {};
};

const allOf = (pattern: string, text: string): string | undefined =>
  [...new Set([...text.matchAll(new RegExp(pattern, 'gi'))].map((match) => match[0]))].join(' ') || undefined;

const detailsOf = (part: string, rules: MedicationRules): Partial<Drug> => {
  const frequency = allOf(rules.frequency, part);
  const duration = first(rules.duration, part);
  const until = first(rules.until, part);
  const since = first(rules.since, part);
  return {
    ...doseOf(part, rules),
    ...(frequency ? { frequency } : {}),
    ...(duration ? { duration } : {}),
    ...(until ? { until } : {}),
    ...(since ? { since } : {}),
  };
};

const conditionOf = (clause: string, rules: MedicationRules): { condition?: string; rest: string } => {
  const at = new RegExp(rules.condition, 'i').exec(clause);
  if (!at) return { rest: clause };
  const after = clause.slice(at.index + at[0].length).trim();
  const comma = at.index < 4 ? after.search(/,|\bthen\b/) : -1;
  const condition = (comma < 0 ? after : after.slice(0, comma)).replace(/[.,;!?]+$/, '').trim();
  return { condition, rest: comma < 0 ? clause.slice(0, at.index) : after.slice(comma) };
};

/** "…, not the blue one": what is only named to be told apart is taken out before anything is read. */
const withoutExcluded = (clause: string, mentions: readonly Mention[], rules: MedicationRules): string => {
  const names = mentions.map((mention) => escaped(mention.matched)).join('|') || '(?!)';
  return clause.replace(new RegExp(rules.notThis.replace('{drug}', names), 'gi'), '');
};

const swapOf = (clause: string, context: MedicationContext): MedicationReading[] | undefined => {
  const mentions = context.find(clause);
  if (mentions.length < 2) return undefined;
  const names = [...new Set(mentions.map((mention) => escaped(mention.matched)))].join('|');
  for (const { match } of context.rules.swaps) {
    const pattern = match.replace('{old}', `(?<old>${names})`).replace('{new}', `(?<new>${names})`);
    const found = new RegExp(pattern, 'i').exec(clause)?.groups;
    if (!found?.['old'] || !found['new'] || found['old'].toLowerCase() === found['new'].toLowerCase())
      continue;
    const after = clause.slice(
      clause.toLowerCase().lastIndexOf(found['new'].toLowerCase()) + found['new'].length,
    );
    const own = subjectOf(clause, context.rules);
    return [
      {
        drug: { name: found['old'], change: 'stopped' },
        ...own,
        certainty: certaintyOf(clause, context.rules),
      },
      {
        drug: { name: found['new'], change: 'new', ...detailsOf(after, context.rules) },
        ...own,
        certainty: certaintyOf(clause, context.rules),
      },
    ];
  }
  return undefined;
};

const certaintyOf = (clause: string, rules: MedicationRules): Fact['certainty'] => {
  if (new RegExp(rules.condition, 'i').test(clause)) return 'conditional';
  return new RegExp(rules.hedge, 'i').test(clause) ? 'hedged' : 'certain';
};

const subjectOf = (clause: string, rules: MedicationRules): { subject: Fact['subject'] } => {
  const relation = new RegExp(
    `\\b(?:my|your|his|her|the) (${rules.relations.join('|')})\\b(?! said)`,
    'i',
  ).exec(clause)?.[1];
  return { subject: relation ? { role: 'family', relation: relation.toLowerCase() } : { role: 'patient' } };
};

const isQuestion = (clause: string, rules: MedicationRules): boolean =>
  clause.trim().endsWith('?') || (new RegExp(rules.question, 'i').test(clause) && !/[.!]\s*$/.test(clause));

const SEVERAL_STEPS = /\bthen\b/i;

const changeOf = (clause: string, rules: MedicationRules): Change | 'none' | undefined => {
  const cue = cueOf(clause, rules);
  if (cue?.change === 'none') return 'none';
  if (!cue && SEVERAL_STEPS.test(clause) && [...clause.matchAll(new RegExp(rules.dose, 'gi'))].length > 1) {
    return { change: 'changed', manner: 'tapered' };
  }
  return (
    cue && {
      change: cue.change as Exclude<typeof cue.change, 'none'>,
      ...(cue.manner ? { manner: cue.manner } : {}),
    }
  );
};

/**
 * "Keep taking the naproxen to help reduce the stiffness" reduces no naproxen: what a medicine is to do, said after its
 * name, is no change of it. Where another medicine follows, the words are that one's.
 */
const withoutEffect = (clause: string, mentions: readonly Mention[], rules: MedicationRules): string => {
  const at = new RegExp(rules.effect, 'i').exec(clause)?.index ?? -1;
  const isAfterAll = mentions.length > 0 && mentions.every(({ end }) => end <= at);
  return isAfterAll ? clause.slice(0, at) : clause;
};

const OR = /^[\s,]*or\s+(?:(?:the|some|a)\s+)?$/i;

/** "We can add paracetamol or codeine": one of them, and which is open. */
const areAlternatives = (clause: string, mentions: readonly Mention[]): boolean =>
  mentions.some((mention, at) => {
    const next = mentions[at + 1];
    return next !== undefined && OR.test(clause.slice(mention.end, next.start));
  });

/** What a clause says of the medicines named in it, or of the one spoken of before. */
const readClause = (
  spoken: string,
  last: string | undefined,
  context: MedicationContext,
): MedicationReading[] => {
  const { rules } = context;
  if (isQuestion(spoken, rules)) return [];
  const swapped = swapOf(spoken, context);
  if (swapped) return swapped;
  const clause = withoutExcluded(spoken, context.find(spoken), rules);
  const { condition, rest } = conditionOf(clause, rules);
  const counted = insteadOf(rest, rules);
  const named = context.find(rest);
  const change = counted ?? changeOf(withoutEffect(rest, named, rules), rules);
  if (change === 'none') return [];
  const mentions = named.filter(({ end }) => !new RegExp(rules.testOf, 'i').test(rest.slice(end)));
  if (named.length > 0 && mentions.length === 0) return [];
  const isInstruction = new RegExp(rules.instruction, 'i').test(rest);
  const own = subjectOf(clause, rules);
  if (!change && !isInstruction && own.subject.role === 'patient') return [];
  const isOpen = change?.change === 'new' && areAlternatives(rest, mentions);
  const certainty = isOpen ? 'hedged' : certaintyOf(clause, rules);
  const make = (name: string, part: string): MedicationReading => ({
    drug: {
      name,
      ...detailsOf(part, rules),
      ...(change
        ? {
            ...(change.change ? { change: change.change } : {}),
            ...(change.manner ? { manner: change.manner } : {}),
          }
        : {}),
      ...(counted ?? {}),
      ...(condition ? { condition } : {}),
    },
    certainty,
    ...own,
  });
  if (!mentions.length) return last && (change || isInstruction) ? [make(last, rest)] : [];
  return mentions.map((mention, at) => {
    const before = mentions.length === 1 ? rest.slice(0, mention.start) : '';
    return make(mention.matched, `${before} ${rest.slice(mention.end, mentions[at + 1]?.start)}`);
  });
};

const sameDrug = (one: MedicationReading, other: MedicationReading): boolean =>
  one.drug.name.toLowerCase() === other.drug.name.toLowerCase() &&
  one.subject.role === other.subject.role &&
  one.certainty !== 'conditional' &&
  other.certainty !== 'conditional';

/**
 * What spoken sentences say about medicines: which starts, changes, stops, waits or stays, with the amounts bound to it.
 * Clauses are read in order; a clause that names no medicine is about the one before it (or `lastDrug`), and one that
 * only tells how to take it adds to what was said. Questions and refusals to start give nothing. Pure.
 */
export const readMedicationChanges = (text: string, context: MedicationContext): MedicationReading[] => {
  const readings: MedicationReading[] = [];
  let last = context.lastDrug;
  for (const clause of text.split(new RegExp(context.rules.clause, 'i'))) {
    for (const reading of readClause(clause, last, context)) {
      const at = readings.findIndex((earlier) => sameDrug(earlier, reading));
      const earlier = readings[at];
      if (earlier && (!reading.drug.change || earlier.drug.change === reading.drug.change)) {
        readings[at] = {
          ...earlier,
          drug: { ...reading.drug, ...earlier.drug, ...detailsOfReading(reading.drug) },
        };
      } else if (earlier && !earlier.drug.change)
        readings[at] = { ...reading, drug: { ...earlier.drug, ...reading.drug } };
      else readings.push(reading);
    }
    last = context.find(clause).at(-1)?.matched ?? last;
  }
  return readings;
};

const detailsOfReading = (drug: Drug): Partial<Drug> => {
  const details: Partial<Drug> = { ...drug };
  delete details.name;
  delete details.change;
  delete details.manner;
  return details;
};
