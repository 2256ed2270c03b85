import type { Chart, ChartProblem } from '../../contract/chart.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { ProblemList } from '../../knowledge/problem-list.ts';
import { byNewest, dateMs, DAY_MS, sinceText } from '../dates.ts';
import { plainName } from '../format.ts';
import type { Draft } from './line.ts';

const begunOf = (problem: ChartProblem): string | undefined => problem.onset ?? problem.recorded;

// An acute illness that nobody closed is over after this long.
const OVER_DAYS = 120;
const UNGROUPED_WEIGHT = 3;
const ASIDE_SHOWN = 12;

type Place = 'main' | 'social' | 'aside';

const placeOf = (problem: ChartProblem, asOf: number, list: ProblemList): Place => {
  if (list.isSocial(problem.name)) return 'social';
  const isGrouped = list.groups.some((group) => group.placeOf(problem.name) !== undefined);
  const isOver = list.isAcute(problem.name) && asOf - (dateMs(begunOf(problem)) ?? asOf) > OVER_DAYS * DAY_MS;
  if (list.isAside(problem.name) || (isOver && !isGrouped)) return 'aside';
  // SNOMED CT prints the kind behind the name: an observation or a sort of person is no disease.
  return !isGrouped && /\((finding|person|situation)\)$/i.test(problem.name) ? 'aside' : 'main';
};

interface Cluster {
  readonly weight: number;
  readonly problems: readonly ChartProblem[];
}

/** Problems of one disease together, the disease itself first; of the same name the earliest counts. */
const clustersOf = (
  problems: readonly ChartProblem[],
  list: ProblemList,
): { clusters: Cluster[]; implied: ChartProblem[] } => {
  const groupOf = ({ name }: ChartProblem) =>
    list.groups.find((group) => group.placeOf(name) !== undefined && !group.implies(name));
  const present = new Set(problems.map((problem) => groupOf(problem)?.id));
  const implied = problems.filter(({ name }) =>
    list.groups.some((group) => present.has(group.id) && group.implies(name)),
  );
  const rest = problems.filter((problem) => !implied.includes(problem));
  const byGroup = new Map<string, Cluster>();
  for (const problem of rest) {
    const group = groupOf(problem);
    const key = group?.id ?? plainName(problem.name).toLowerCase();
    const known = byGroup.get(key);
    const together = [...(known?.problems ?? []), problem].sort(
      (a, b) =>
        (group?.placeOf(a.name) ?? 0) - (group?.placeOf(b.name) ?? 0) || byNewest(begunOf(a), begunOf(b)),
    );
    byGroup.set(key, { weight: group?.weight ?? UNGROUPED_WEIGHT, problems: together });
  }
  return { clusters: [...byGroup.values()], implied };
};

const named = (problem: ChartProblem, asOf: number, word = ''): string => {
  const begun = begunOf(problem);
  const parts = [begun && `${word}${sinceText(begun, asOf)}`, problem.verification].filter(Boolean);
  return `${plainName(problem.name)}${parts.length ? ` (${parts.join(', ')})` : ''}`;
};

/** Names once each: of several with one name the earliest is named. */
const once = (problems: readonly ChartProblem[]): ChartProblem[] => {
  const byName = new Map<string, ChartProblem>();
  for (const problem of problems) {
    const key = plainName(problem.name).toLowerCase();
    const known = byName.get(key);
    if (!known || byNewest(begunOf(problem), begunOf(known)) > 0) byName.set(key, problem);
  }
  return [...byName.values()];
};

const lineOf = ({ problems }: Cluster, asOf: number): Draft => {
  const [head, ...others] = once(problems);
  const rest = others.map((each) => named(each, asOf));
  const text = head ? named(head, asOf, 'since ') : '';
  return {
    text: rest.length ? `${text}; ${rest.join(', ')}` : text,
    evidence: problems.flatMap((problem) => problem.evidence),
  };
};

const joined = (title: string, problems: readonly ChartProblem[], asOf: number): Draft[] => {
  if (!problems.length) return [];
  const names = once(problems).map((problem) => named(problem, asOf));
  const more = names.length - ASIDE_SHOWN;
  return [
    {
      text: `${title}: ${names.slice(0, ASIDE_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
      evidence: problems.flatMap((problem) => problem.evidence),
    },
  ];
};

const newestOf = ({ problems }: Cluster): string | undefined =>
  problems.map(begunOf).sort((a, b) => byNewest(a, b))[0];

/**
 * Active problems: what weighs on most decisions first, one line a disease with what belongs to it; at the end one line
 * of circumstances, and one of what is listed and no problem now (long over, said by another entry, paperwork).
 */
export const problemLines = (
  chart: Chart,
  asOf: number,
  { problemList }: Knowledge,
): { readonly lines: readonly Draft[]; readonly last: readonly Draft[] } => {
  const active = chart.problems.filter(
    (problem) =>
      (problem.status === 'active' || problem.status === 'unknown') &&
      (dateMs(begunOf(problem)) ?? -Infinity) <= asOf,
  );
  const inPlace = (place: Place): ChartProblem[] =>
    active.filter((problem) => placeOf(problem, asOf, problemList) === place);
  const { clusters, implied } = clustersOf(inPlace('main'), problemList);
  const ordered = clusters.sort((a, b) => a.weight - b.weight || byNewest(newestOf(a), newestOf(b)));
  return {
    lines: ordered.map((cluster) => lineOf(cluster, asOf)),
    last: [
      ...joined('Circumstances', inPlace('social'), asOf),
      ...joined('Also listed', [...implied, ...inPlace('aside')], asOf),
    ],
  };
};
