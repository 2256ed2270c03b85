import type { Chart, ChartEvent, ChartMedication, ChartProblem } from '../../contract/chart.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { byNewest, dateMs, DAY_MS, dayOf } from '../dates.ts';
import { plainName } from '../format.ts';
import { readsAsSideEffect } from '../safety/allergies.ts';
import { doubtAbout } from '../safety/treatment.ts';
import type { Draft } from './line.ts';

const ageAt = (birthDate: string | undefined, asOf: number): string => {
  const born = dateMs(birthDate);
  if (born === undefined) return 'age not charted';
  const years = Math.floor((asOf - born) / (365.25 * DAY_MS));
  return years >= 2
    ? `${years} years`
    : `${Math.max(0, Math.floor((asOf - born) / (30.44 * DAY_MS)))} months`;
};

export const identityLine = ({ patient }: Chart, asOf: number): Draft => {
  const [identifier] = patient.identifiers;
  const parts = [
    patient.name,
    `${ageAt(patient.birthDate, asOf)}${patient.birthDate ? `, born ${patient.birthDate}` : ''}`,
    patient.sex,
    identifier && `id ${identifier.value}`,
    patient.language && `language ${patient.language}`,
    patient.deceased && 'charted as deceased',
  ];
  return {
    text: parts.filter(Boolean).join(' · '),
    evidence: [{ source: 'chart', resource: `Patient/${patient.id}`, path: '/name' }],
  };
};

// Findings and events that some exports keep as problems for ever.
const NOT_A_PROBLEM =
  /\b(employment|education|situation|stress|housing|reports of violence|social isolation|medication review|received higher|refugee|part-time|full-time)\b|\(finding\)|\(person\)/i;
const LONG_OVER_DAYS = 3 * 365;
const ACUTE =
  /\b(acute|sprain|strain|fracture|laceration|viral|streptococcal|sore throat|pharyngitis|sinusitis|otitis|bronchitis|concussion|injury|cystitis|appendicitis|rupture|contusion|whiplash|burn|wound|normal pregnancy)\b/i;
const isChronic = (name: string): boolean => /\bchronic\b/i.test(name);

const isLongOver = (problem: ChartProblem, asOf: number): boolean =>
  ACUTE.test(problem.name) &&
  !isChronic(problem.name) &&
  asOf - (dateMs(problem.onset ?? problem.recorded) ?? asOf) > LONG_OVER_DAYS * DAY_MS;

/** Active problems; acute ones of years ago that were never closed, and social findings, come last. */
export const problemLines = (chart: Chart, asOf: number): Draft[] => {
  const active = chart.problems.filter(
    (problem) => problem.status === 'active' || problem.status === 'unknown',
  );
  const isStale = (problem: ChartProblem): boolean =>
    isLongOver(problem, asOf) || NOT_A_PROBLEM.test(problem.name);
  const ordered = active.sort(
    (a, b) =>
      Number(isStale(a)) - Number(isStale(b)) || byNewest(a.onset ?? a.recorded, b.onset ?? b.recorded),
  );
  return ordered.map((problem) => {
    const since = problem.onset ?? problem.recorded;
    const doubt = isStale(problem) ? ', still listed as active' : '';
    const unsure = problem.verification ? `, ${problem.verification}` : '';
    return {
      text: `${plainName(problem.name)}${since ? ` (since ${dayOf(since)}${unsure}${doubt})` : `${unsure}${doubt}`}`,
      evidence: problem.evidence,
    };
  });
};

const medicationKey = (medication: ChartMedication, { drugs }: Knowledge): string =>
  drugs
    .find(medication.name)
    .filter((mention) => !mention.isGroup)
    .map((mention) => mention.name)
    .sort()
    .join('+') || medication.name.toLowerCase();

/** Current medicines, each once with dose, frequency and since when; those probably over come last, with the reason. */
export const medicationLines = (chart: Chart, asOf: number, knowledge: Knowledge): Draft[] => {
  const groups = new Map<string, ChartMedication[]>();
  for (const medication of [...chart.medications].sort((a, b) => byNewest(a.start, b.start))) {
    const key = medicationKey(medication, knowledge);
    groups.set(key, [...(groups.get(key) ?? []), medication]);
  }
  const current = [...groups.values()].flatMap((entries) => {
    const open = entries.filter((each) => ['active', 'on-hold', 'unknown'].includes(each.status));
    const [newest] = open;
    if (!newest) return [];
    const doubt = doubtAbout(newest, asOf, knowledge);
    const before = entries.find(
      (each) => each !== newest && each.dose !== newest.dose && each.dose && newest.dose,
    );
    const since = entries
      .filter((each) => each.dose === newest.dose)
      .map((each) => each.start)
      .sort()[0];
    const text = [
      newest.name,
      newest.sig ?? [newest.frequency, newest.asNeeded && 'as needed'].filter(Boolean).join(' '),
      since && `since ${dayOf(since)}`,
      before && `before ${before.dose ?? ''}`,
      newest.status === 'on-hold' && 'on hold',
      newest.reason && `for ${plainName(newest.reason)}`,
      doubt && `probably over: ${doubt}`,
      open.length > 1 && `${open.length} open entries`,
    ];
    return [
      {
        isDoubtful: !!doubt,
        line: { text: text.filter(Boolean).join(', '), evidence: open.flatMap((each) => each.evidence) },
      },
    ];
  });
  return current.sort((a, b) => Number(a.isDoubtful) - Number(b.isDoubtful)).map(({ line }) => line);
};

/** Allergies with reaction and what kind; medicines first. */
export const allergyLines = (chart: Chart, { rules }: Knowledge): Draft[] => {
  const lines = [...chart.allergies]
    .filter((allergy) => allergy.status === 'active')
    .sort((a, b) => Number(a.category !== 'medication') - Number(b.category !== 'medication'))
    .map((allergy) => {
      const reads = readsAsSideEffect(allergy, rules.sideEffects) && allergy.kind !== 'intolerance';
      const kind =
        allergy.kind === 'intolerance'
          ? 'intolerance'
          : reads
            ? 'reads as a side effect, not an allergy'
            : undefined;
      const parts = [allergy.reactions.join(', ') || 'reaction not charted', allergy.severity, kind].filter(
        Boolean,
      );
      return { text: `${allergy.name}: ${parts.join(', ')}`, evidence: allergy.evidence };
    });
  if (lines.length) return lines;
  return [
    {
      text: chart.noKnownAllergies
        ? 'No known allergies charted'
        : 'No allergy information in this chart: ask',
      evidence: [],
    },
  ];
};

const OPEN_ORDER = /^(active|draft|on-hold|unknown)$/;
const OPEN_DAYS = 2 * 365;

/** Orders without a result and referrals without a report, oldest first. */
export const openLines = (chart: Chart, asOf: number): Draft[] => {
  const answered = new Set(
    [...chart.reports, ...chart.observations, ...chart.procedures, ...chart.documents].flatMap(
      (each) => each.answers ?? [],
    ),
  );
  const isOpen = (order: ChartEvent): boolean => {
    const when = dateMs(order.when);
    return (
      OPEN_ORDER.test(order.status ?? 'unknown') &&
      !answered.has(`ServiceRequest/${order.id}`) &&
      (when === undefined || (when <= asOf && asOf - when < OPEN_DAYS * DAY_MS))
    );
  };
  return chart.orders
    .filter(isOpen)
    .sort((a, b) => -byNewest(a.when, b.when))
    .map((order) => ({
      text: `${order.kind === 'referral' ? 'Referral without a report' : 'Order without a result'}: ${order.name}${order.when ? ` (${dayOf(order.when)})` : ''}`,
      evidence: order.evidence,
    }));
};

const QUESTION = /[^.?!\n]*\?/g;

/** Questions that the last plain-text note left open. */
export const leftQuestions = (chart: Chart): Draft[] => {
  const [note] = chart.documents
    .filter((document) => document.detail?.includes('?'))
    .sort((a, b) => byNewest(a.when, b.when));
  return [...(note?.detail ?? '').matchAll(QUESTION)].slice(0, 3).map(([question]) => ({
    text: `From the note of ${dayOf(note?.when)}: ${question.trim()}`,
    evidence: note?.evidence ?? [],
  }));
};
