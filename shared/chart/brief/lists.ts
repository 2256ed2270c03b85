import type { Chart, ChartEvent, ChartMedication } from '../../contract/chart.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { byNewest, dateMs, DAY_MS, dayOf, sinceText } from '../dates.ts';
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

// Most charts say English or nothing; another language is news for the room.
const languageOf = (tag: string | undefined): string | undefined => {
  if (!tag || /^(en\b|eng\b|english)/i.test(tag)) return undefined;
  try {
    return `speaks ${new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag}`;
  } catch {
    return `speaks ${tag}`;
  }
};

export const identityLine = ({ patient }: Chart, asOf: number): Draft => {
  const [identifier] = patient.identifiers;
  const parts = [
    patient.name,
    `${ageAt(patient.birthDate, asOf)}${patient.birthDate ? `, born ${patient.birthDate}` : ''}`,
    patient.sex,
    identifier && `id ${identifier.value}`,
    languageOf(patient.language),
    patient.deceased && 'charted as deceased',
  ];
  return {
    text: parts.filter(Boolean).join(' · '),
    evidence: [{ source: 'chart', resource: `Patient/${patient.id}`, path: '/name' }],
  };
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
      since && `since ${sinceText(since, asOf)}`,
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
