import type { Brief, BriefSection } from '../../contract/brief.ts';
import type { Chart } from '../../contract/chart.ts';
import type { Flag } from '../../contract/flag.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { dateMs, DAY_MS, dayOf, endOfDay } from '../dates.ts';
import { seriesOf } from '../results.ts';
import { allergyFindings } from '../safety/allergies.ts';
import { diseaseFindings, labFindings, monitoringFindings } from '../safety/drug-rules.ts';
import { toFlags } from '../safety/finding.ts';
import { interactionsOf } from '../safety/interactions.ts';
import { currentTreatment, withoutRules } from '../safety/treatment.ts';
import { changesOf, lastVisit, type ChangesContext } from './changes.ts';
import { section, type Draft } from './line.ts';
import { allergyLines, identityLine, leftQuestions, medicationLines, openLines } from './lists.ts';
import { problemLines } from './problems.ts';
import { trendsOf } from './trend-lines.ts';

export interface BriefOptions {
  /** Day of the visit (YYYY-MM-DD, or with a time); nothing later than it counts. */
  readonly asOf: string;
  /** Start of "since", instead of the last visit in the chart. */
  readonly since?: string;
  /** The patient's own questions, one each. */
  readonly questions?: readonly string[];
  readonly knowledge: Knowledge;
}

// Lines of each section, so that the whole stays one screen or one printed page.
const MOST = {
  cautions: 7,
  changes: 7,
  problems: 8,
  medications: 12,
  allergies: 6,
  trends: 7,
  open: 5,
  questions: 6,
  limits: 4,
};
const NO_VISIT_DAYS = 365;

const fromFlag = (flag: Flag): Draft => ({
  text: flag.message,
  evidence: flag.evidence,
  severity: flag.severity,
  flag: flag.id,
});

const changesSection = (
  chart: Chart,
  asOf: number,
  since: string | undefined,
  context: ChangesContext,
): { from: string; section: BriefSection } => {
  const visit = lastVisit(chart, asOf);
  const from = since ?? visit?.when ?? new Date(asOf - NO_VISIT_DAYS * DAY_MS).toISOString().slice(0, 10);
  const title = since
    ? `Since ${dayOf(since)}`
    : visit
      ? `Since the last visit (${dayOf(visit.when)})`
      : 'In the last year (no visits in this chart)';
  const lines = changesOf(chart, dateMs(from) ?? asOf, asOf, context);
  return {
    from: dayOf(from),
    section: section(
      'changes',
      title,
      lines.length ? lines : [{ text: 'Nothing new charted', evidence: [] }],
      MOST.changes,
    ),
  };
};

const limitLines = (chart: Chart, unknown: readonly Draft[], reviewed: boolean): Draft[] => {
  const single = chart.unusable.filter(
    (each) => each.resource.includes('/') || each.resource.startsWith('entry '),
  );
  const kinds = [...new Set(single.map((each) => each.reason))];
  return [
    ...(unknown.length
      ? [
          {
            text: `No rules for: ${unknown.map((each) => each.text).join(', ')}`,
            evidence: unknown.flatMap((each) => each.evidence),
          },
        ]
      : []),
    ...(single.length
      ? [
          {
            text: `${single.length} entries not used: ${kinds.slice(0, 4).join('; ')}`,
            evidence: single
              .filter((each) => each.resource.includes('/'))
              .slice(0, 8)
              .map((each) => ({ source: 'chart' as const, resource: each.resource, path: '' })),
          },
        ]
      : []),
    ...(reviewed
      ? []
      : [
          {
            text: 'Cautions come from rules that are not clinically reviewed; no caution does not mean no interaction',
            evidence: [],
          },
        ]),
  ];
};

/**
 * The pre-visit brief: one screen, each line with what it rests on, the most urgent first. Pure; `asOf` is the day of the
 * visit. Flags hold every caution and trend, also those that did not fit.
 */
export const briefChart = (chart: Chart, options: BriefOptions): Brief => {
  const { knowledge } = options;
  const { rules, analytes } = knowledge;
  const asOf = endOfDay(options.asOf);
  const treatment = currentTreatment(chart, asOf, knowledge);
  const series = seriesOf(chart, asOf, analytes);
  const active = chart.allergies.filter((allergy) => allergy.status === 'active');
  const trends = trendsOf(series, asOf, chart.patient.birthDate);
  const urgency = (flag: Flag): number =>
    flag.severity === 'interrupt' ? 0 : flag.kind === 'monitoring-overdue' ? 2 : 1;
  const cautions = toFlags('brief', [
    ...allergyFindings(treatment, active, knowledge),
    ...interactionsOf(treatment, rules.interactions),
    ...diseaseFindings(treatment, chart.problems, rules),
    ...labFindings(treatment, series, asOf, rules),
    ...monitoringFindings(treatment, chart.problems, series, asOf, { rules, analytes }),
  ]).sort((a, b) => urgency(a) - urgency(b));
  const problems = problemLines(chart, asOf, knowledge);
  const changes = changesSection(chart, asOf, options.since, { series, knowledge });
  const asked: Draft[] = (options.questions ?? []).map((question, at) => ({
    text: question,
    evidence: [{ source: 'question', question: `q${at + 1}` }],
  }));
  const answers: Draft[] = chart.answers.map(({ question, answer, evidence }) => ({
    text: question ? `${question}: ${answer}` : answer,
    evidence,
  }));
  const unknown = withoutRules(treatment, knowledge).map((drug) => ({
    text: drug.text,
    evidence: [...drug.evidence],
  }));
  const sections = [
    section('identity', 'Patient', [identityLine(chart, asOf)], 1),
    section('cautions', 'Look at first', cautions.map(fromFlag), MOST.cautions),
    changes.section,
    section('problems', 'Problems', problems.lines, MOST.problems, problems.last),
    section('medications', 'Medicines', medicationLines(chart, asOf, knowledge), MOST.medications),
    section('allergies', 'Allergies', allergyLines(chart, knowledge), MOST.allergies),
    section('trends', 'Results and trends', trends.lines, MOST.trends, trends.last),
    section('open', 'Open', [...openLines(chart, asOf), ...leftQuestions(chart)], MOST.open),
    section('questions', 'The patient asks', [...asked, ...answers], MOST.questions),
    section(
      'limits',
      'Limits of this brief',
      limitLines(chart, unknown, rules.clinicallyReviewed),
      MOST.limits,
    ),
  ];
  return {
    version: 1,
    asOf: options.asOf,
    since: changes.from,
    sections: sections.filter((each) => each.lines.length),
    flags: [...cautions, ...toFlags('brief', trends.findings)],
    plots: [...trends.plots],
    clinicallyReviewed: rules.clinicallyReviewed,
  };
};
