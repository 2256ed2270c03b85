import type { Chart, ChartAllergy, ChartProblem } from '../../contract/chart.ts';
import type { Fact } from '../../contract/fact.ts';
import { inOwnUnit } from '../../knowledge/analytes.ts';
import type { FitWords } from '../../knowledge/rules.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { dateMs, DAY_MS, dayOf } from '../dates.ts';
import { formatNumber, formatUnit } from '../format.ts';
import type { Series } from '../results.ts';
import type { Finding } from '../safety/finding.ts';
import { isMeant } from './said.ts';

const conflict = (key: string, message: string, fact: Fact, evidence: Finding['evidence'] = []): Finding => ({
  key: `chart-conflict ${key}`,
  kind: 'chart-conflict',
  severity: 'show',
  message,
  evidence: [...fact.evidence, ...evidence],
});

/** Substances and groups an allergy statement names. */
const substancesIn = (text: string, { drugs, rules }: Knowledge): Set<string> =>
  new Set([
    ...drugs.find(text).flatMap((mention) => mention.ingredients),
    ...rules.allergyNames.find(text).map(({ entry }) => entry.id),
  ]);

const NONE = /\b(no|not|denies|without|nkda|nka)\b.*\ballerg|\bno known\b|\bnkda\b|\bnka\b/i;

/** Allergies said against allergies charted. */
export const allergyConflicts = (facts: readonly Fact[], chart: Chart, knowledge: Knowledge): Finding[] => {
  const active = chart.allergies.filter((allergy) => allergy.status === 'active');
  const names = (allergies: readonly ChartAllergy[]): string => allergies.map((each) => each.name).join(', ');
  return facts.flatMap((fact): Finding[] => {
    if (fact.kind !== 'allergy' || !isMeant(fact)) return [];
    const text = fact.drug?.name ?? fact.text;
    const said = substancesIn(text, knowledge);
    const matching = active.filter((allergy) => {
      const charted = substancesIn(allergy.name, knowledge);
      return (
        [...said].some((each) => charted.has(each)) || text.toLowerCase().includes(allergy.name.toLowerCase())
      );
    });
    const isDenied = fact.polarity === 'denied' || NONE.test(fact.text);
    if (isDenied) {
      const against = said.size
        ? matching
        : active.filter((allergy) => allergy.category === 'medication' || allergy.category === 'unknown');
      return against.length
        ? [
            conflict(
              'allergy-denied',
              `An allergy is denied; the chart lists ${names(against)}.`,
              fact,
              against.flatMap((each) => each.evidence),
            ),
          ]
        : [];
    }
    if (matching.length || !said.size) return [];
    const none = chart.noKnownAllergies ? '; the chart says no known allergies' : '';
    return [
      conflict(
        `allergy ${[...said].sort().join()}`,
        `An allergy is said and not charted: ${text}${none}.`,
        fact,
      ),
    ];
  });
};

const OPPOSITE = { left: 'right', right: 'left' } as const;
const SIDE = /\b(left|right)\b/i;
const MEANINGLESS = new Set([
  'left',
  'right',
  'with',
  'from',
  'pain',
  'side',
  'disorder',
  'finding',
  'history',
  'acute',
  'chronic',
  'primary',
  'unspecified',
]);
const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z]{4,}/g) ?? []).filter((word) => !MEANINGLESS.has(word));

const isAboutSame = (fact: Fact, charted: Pick<ChartProblem, 'name'>): boolean => {
  const words = wordsOf(charted.name);
  const said = new Set(wordsOf(fact.text));
  const shared = words.filter((word) => said.has(word) || said.has(`${word}s`));
  return words.length > 0 && shared.length >= Math.min(2, words.length);
};

/** A finding, diagnosis or procedure on the other side than charted. */
export const sideConflicts = (facts: readonly Fact[], chart: Chart): Finding[] =>
  facts.flatMap((fact) => {
    if (!isMeant(fact) || fact.polarity === 'denied' || !fact.side || fact.side === 'both') return [];
    const { side } = fact;
    const charted = [
      ...chart.problems.filter((problem) => problem.status !== 'resolved'),
      ...chart.procedures,
    ].filter((entry) => SIDE.test(entry.name) && isAboutSame(fact, entry));
    const says = (entry: { name: string }, which: string): boolean =>
      new RegExp(`\\b${which}\\b`, 'i').test(entry.name);
    const other = charted.find((entry) => says(entry, OPPOSITE[side]));
    return other && !charted.some((entry) => says(entry, side))
      ? [
          conflict(
            `side ${other.id}`,
            `Said on the ${side}; the chart says "${other.name}".`,
            fact,
            other.evidence,
          ),
        ]
      : [];
  });

const RECENT_DAYS = 730;
const decimals = (text: string): number => text.split('.')[1]?.length ?? 0;

/** A result quoted from the past that no charted result of the last two years agrees with. Vital signs are taken anew. */
export const resultConflicts = (
  facts: readonly Fact[],
  series: ReadonlyMap<string, Series>,
  asOf: number,
  { analytes }: Knowledge,
): Finding[] =>
  facts.flatMap((fact) => {
    const { value } = fact;
    const analyte = value?.name === undefined ? undefined : analytes.of({ name: value.name });
    const number = Number(value?.number);
    const found = analyte && series.get(analyte.id);
    const latest = found?.results.at(-1);
    if (
      fact.kind !== 'result' ||
      !isMeant(fact) ||
      fact.polarity === 'denied' ||
      !value ||
      !analyte ||
      !found ||
      !latest ||
      !Number.isFinite(number)
    )
      return [];
    if (asOf - latest.ms > RECENT_DAYS * DAY_MS) return [];
    const said = inOwnUnit(analyte, number, value.unit ?? analyte.unit);
    if (said === undefined) return [];
    const step = 0.5 * 10 ** -decimals(value.number);
    const agrees = found.results.some(
      (result) => asOf - result.ms <= RECENT_DAYS * DAY_MS && Math.abs(result.value - said) <= step * 1.01,
    );
    const charted = `${formatNumber(latest.value)} ${formatUnit(analyte.unit)}`.trim();
    return agrees
      ? []
      : [
          conflict(
            `result ${analyte.id}`,
            `${analyte.name} ${value.number} was said; the newest in the chart is ${charted} on ${dayOf(latest.observation.when)}.`,
            fact,
            latest.observation.evidence,
          ),
        ];
  });

const AGE = /\b(\d{1,3})[\s-]*(?:year|yr)s?[\s-]*old\b/i;
const AGE_LEEWAY = 1;

const ageConflict = (fact: Fact, chart: Chart, asOf: number): Finding[] => {
  const said = Number(AGE.exec(fact.text)?.[1] ?? Number.NaN);
  const born = dateMs(chart.patient.birthDate);
  if (!Number.isFinite(said) || born === undefined) return [];
  const age = Math.floor((asOf - born) / (365.25 * DAY_MS));
  const evidence = { source: 'chart' as const, resource: `Patient/${chart.patient.id}`, path: '/birthDate' };
  return Math.abs(age - said) > AGE_LEEWAY
    ? [
        conflict(
          'age',
          `${said} years old was said; by the chart it is ${age}. Is this the right patient?`,
          fact,
          [evidence],
        ),
      ]
    : [];
};

const sexConflict = (fact: Fact, chart: Chart, words: readonly FitWords[]): Finding[] => {
  const { sex, id } = chart.patient;
  const odd = words.find(
    (row) =>
      row.sex !== sex &&
      (sex === 'male' || sex === 'female') &&
      row.words.some((word) => new RegExp(`\\b${word}`, 'i').test(fact.text)),
  );
  const evidence = { source: 'chart' as const, resource: `Patient/${id}`, path: '/gender' };
  return odd
    ? [
        conflict(
          'sex',
          `"${fact.text}" does not fit the sex in the chart (${sex}). Is this the right patient?`,
          fact,
          [evidence],
        ),
      ]
    : [];
};

const OF_THE_BODY: readonly Fact['kind'][] = [
  'chief-complaint',
  'symptom',
  'condition',
  'procedure',
  'exam',
  'diagnosis',
  'medication',
  'social-history',
  'other',
];

/** Age and sex that do not fit the chart: most often the wrong patient. */
export const personConflicts = (
  facts: readonly Fact[],
  chart: Chart,
  asOf: number,
  { rules }: Knowledge,
): Finding[] =>
  facts
    .filter((fact) => isMeant(fact) && fact.polarity === 'affirmed' && OF_THE_BODY.includes(fact.kind))
    .flatMap((fact) => [...ageConflict(fact, chart, asOf), ...sexConflict(fact, chart, rules.fitWords)]);
