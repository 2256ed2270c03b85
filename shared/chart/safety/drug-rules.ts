import type { ChartProblem } from '../../contract/chart.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Analytes } from '../../knowledge/analytes.ts';
import { inOwnUnit } from '../../knowledge/analytes.ts';
import type { ClinicalRules, Condition, DrugRule, MonitoringRule } from '../../knowledge/rules.ts';
import { dateMs, DAY_MS, dayOf } from '../dates.ts';
import { formatNumber, formatUnit } from '../format.ts';
import type { Series } from '../results.ts';
import { byRule, folded, type Finding } from './finding.ts';
import type { TreatedDrug } from './treatment.ts';

/** Whether a problem is (a form of) the condition, by its words or its ICD-10 code. */
export const isCondition = (
  { name, codes = [] }: Pick<ChartProblem, 'name' | 'codes'>,
  condition: Condition,
): boolean => {
  const icd = codes.filter((code) => /icd-10/i.test(code)).map((code) => code.split('|')[1] ?? '');
  const isCoded = icd.some((code) => condition.icd10.some((prefix) => code.startsWith(prefix)));
  return (isCoded || condition.isNamedIn(name)) && !condition.isRuledOutBy(name);
};

const isOngoing = (problem: ChartProblem): boolean =>
  problem.status === 'active' || problem.status === 'unknown';

const takers = (
  treatment: readonly TreatedDrug[],
  rule: { drug?: readonly string[] | undefined },
): TreatedDrug[] => treatment.filter((drug) => rule.drug?.some((id) => drug.classes.has(id)));

/** Medicines against diagnoses: one line per medicine and condition. */
export const diseaseFindings = (
  treatment: readonly TreatedDrug[],
  problems: readonly ChartProblem[],
  rules: ClinicalRules,
): Finding[] => {
  const findings: Finding[] = [];
  for (const rule of rules.drugRules) {
    const condition = rules.conditions.get(rule.condition ?? '');
    const found = condition
      ? problems.filter((problem) => isOngoing(problem) && isCondition(problem, condition))
      : [];
    const [problem] = found;
    if (!condition || !problem) continue;
    for (const drug of takers(treatment, rule))
      findings.push({
        key: `disease ${drug.name} ${condition.id}`,
        kind: 'drug-disease',
        severity: rule.severity,
        message: `${drug.name} with ${problem.name}: ${rule.message}.`,
        evidence: [...drug.evidence, ...found.flatMap((each) => each.evidence), byRule(rule.id)],
      });
  }
  return folded(findings);
};

const resultFinding = (
  rule: DrugRule & { result: NonNullable<DrugRule['result']> },
  drug: TreatedDrug,
  series: Series,
  asOf: number,
): Finding | undefined => {
  const { result } = rule;
  const latest = series.results.at(-1);
  const threshold = inOwnUnit(series.analyte, result.threshold, result.unit);
  if (!latest || threshold === undefined || asOf - latest.ms > result.maxAgeDays * DAY_MS) return undefined;
  if (result.operator === '<' ? latest.value >= threshold : latest.value <= threshold) return undefined;
  const shown = `${series.analyte.name} ${formatNumber(latest.value)} ${formatUnit(series.analyte.unit)} on ${dayOf(latest.observation.when)}`;
  return {
    key: `lab ${drug.name} ${series.analyte.id}`,
    kind: 'drug-lab',
    severity: rule.severity,
    message: `${drug.name} with ${shown.replace('  ', ' ')}: ${rule.message}.`,
    evidence: [...drug.evidence, ...latest.observation.evidence, byRule(rule.id)],
  };
};

/** Medicines against the newest result, where that is young enough for the rule: one line per medicine and analyte. */
export const labFindings = (
  treatment: readonly TreatedDrug[],
  series: ReadonlyMap<string, Series>,
  asOf: number,
  rules: ClinicalRules,
): Finding[] =>
  folded(
    rules.drugRules.flatMap((rule) => {
      const { result } = rule;
      const found = result && series.get(result.analyte);
      return found
        ? takers(treatment, rule).flatMap(
            (drug) => resultFinding({ ...rule, result }, drug, found, asOf) ?? [],
          )
        : [];
    }),
  );

// A result is not overdue on the day it falls due: people come a little late.
const GRACE = 1.1;
const SETTLED_DAYS = 60;

interface Due {
  readonly rule: MonitoringRule;
  readonly because: readonly { readonly name: string; readonly evidence: readonly Evidence[] }[];
}

const reasonsFor = (
  rule: MonitoringRule,
  treatment: readonly TreatedDrug[],
  problems: readonly ChartProblem[],
  asOf: number,
  rules: ClinicalRules,
): Due['because'] => {
  const condition = rules.conditions.get(rule.condition ?? '');
  const isSettled = ({ start }: TreatedDrug): boolean =>
    asOf - (dateMs(start) ?? -Infinity) > SETTLED_DAYS * DAY_MS;
  return [
    ...takers(treatment, rule).filter(isSettled),
    ...(condition
      ? problems.filter((problem) => isOngoing(problem) && isCondition(problem, condition)).slice(0, 1)
      : []),
  ];
};

/** Results that a medicine or a condition asks for and that are overdue or not in the chart: one line per analyte. */
export const monitoringFindings = (
  treatment: readonly TreatedDrug[],
  problems: readonly ChartProblem[],
  series: ReadonlyMap<string, Series>,
  asOf: number,
  { rules, analytes }: { readonly rules: ClinicalRules; readonly analytes: Analytes },
): Finding[] => {
  const overdue = new Map<string, { due: Due[]; last: Series['results'][number] | undefined }>();
  for (const rule of rules.monitoring) {
    const because = reasonsFor(rule, treatment, problems, asOf, rules);
    if (!because.length) continue;
    const last = rule.analytes
      .flatMap((id) => series.get(id)?.results.at(-1) ?? [])
      .sort((a, b) => b.ms - a.ms)[0];
    if (last && asOf - last.ms <= rule.everyDays * GRACE * DAY_MS) continue;
    const analyte = rule.analytes[0] ?? '';
    const known = overdue.get(analyte) ?? { due: [], last };
    overdue.set(analyte, { ...known, due: [...known.due, { rule, because }] });
  }
  return [...overdue].map(([analyte, { due, last }]) => {
    const shortest = [...due].sort((a, b) => a.rule.everyDays - b.rule.everyDays)[0];
    const reasons = [
      ...new Map(due.flatMap(({ because }) => because.map((each) => [each.name, each] as const))).values(),
    ];
    const when = last ? `last ${dayOf(last.observation.when)}` : 'none in this chart';
    return {
      key: `monitoring ${analyte}`,
      kind: 'monitoring-overdue' as const,
      severity: 'show' as const,
      message: `${analytes.byId.get(analyte)?.name ?? analyte} overdue (${when}): ${shortest?.rule.message ?? ''} for ${reasons.map((each) => each.name).join(', ')}.`,
      evidence: [
        ...(last?.observation.evidence ?? []),
        ...reasons.flatMap((each) => each.evidence),
        ...due.map(({ rule }) => byRule(rule.id)),
      ],
    };
  });
};
