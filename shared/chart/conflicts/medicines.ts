import type { ChartMedication } from '../../contract/chart.ts';
import { dayOf } from '../dates.ts';
import { amountsIn, comparable, frequencyIn } from '../dose.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Finding } from '../safety/finding.ts';
import { doubtAbout } from '../safety/treatment.ts';
import { isOrder, isSame, isStopped, type SaidDrug } from './said.ts';

const conflict = (key: string, message: string, said: SaidDrug, medication?: ChartMedication): Finding => ({
  key: `chart-conflict ${key} ${said.entry.name}`,
  kind: 'chart-conflict',
  severity: 'show',
  message,
  evidence: [...said.fact.evidence, ...(medication?.evidence ?? [])],
});

const perDose = (text: string | undefined): { number: number; unit: string } | undefined => {
  const [amount] = amountsIn(text ?? '');
  return amount && comparable(amount);
};
const CLOSE = 0.001;
const differs = (a: number, b: number): boolean => Math.abs(a - b) > CLOSE * Math.max(a, b);

type Quantity = ReturnType<typeof perDose>;

const areSame = (said: Quantity, charted: Quantity): boolean =>
  !said || !charted || said.unit !== charted.unit || !differs(said.number, charted.number);

/** 40 mg once is 20 mg twice. */
const areSamePerDay = (said: Quantity, saidTimes: number, charted: Quantity, chartedTimes: number): boolean =>
  !!said &&
  !!charted &&
  said.unit === charted.unit &&
  !differs(said.number * saidTimes, charted.number * chartedTimes);

/** What differs between the dose said and the dose charted, in words; undefined where they agree or cannot be compared. */
const difference = (
  saidDose: string | undefined,
  saidOften: string | undefined,
  medication: ChartMedication,
): string | undefined => {
  const { dose: chartedDose, frequency: chartedOften, asNeeded } = medication;
  const said = perDose(saidDose);
  const charted = perDose(chartedDose);
  const saidTimes = saidOften === undefined ? undefined : frequencyIn(saidOften)?.perDay;
  const chartedTimes = chartedOften === undefined ? undefined : frequencyIn(chartedOften)?.perDay;
  const bothTimed = saidTimes !== undefined && chartedTimes !== undefined;
  if (bothTimed && areSamePerDay(said, saidTimes, charted, chartedTimes)) return undefined;
  const parts = [
    areSame(said, charted) ? [] : [`chart says ${chartedDose ?? ''}, said ${saidDose ?? ''}`],
    bothTimed && !asNeeded && differs(saidTimes, chartedTimes)
      ? [`chart says ${chartedOften ?? ''}, said ${saidOften ?? ''}`]
      : [],
  ].flat();
  return parts.length ? parts.join('; ') : undefined;
};

const isTaken = (medication: ChartMedication): boolean =>
  medication.status === 'active' || medication.status === 'on-hold' || medication.status === 'unknown';

/** Reports of what is taken, and previous doses of what is changed, against the charted medicines. */
const ofOne = (
  said: SaidDrug,
  medications: readonly ChartMedication[],
  asOf: number,
  knowledge: Knowledge,
): Finding[] => {
  const charted = medications.filter((medication) => isSame(said.entry, medication, knowledge));
  const open = charted.find((medication) => isTaken(medication) && !doubtAbout(medication, asOf, knowledge));
  const { name } = said.entry;
  if (isStopped(said)) {
    const isDecision = said.fact.speaker === 'clinician';
    return open && !isDecision
      ? [
          conflict(
            'stopped',
            `${name} is charted as taken${open.start ? ` since ${dayOf(open.start)}` : ''}; the patient says it is not taken.`,
            said,
            open,
          ),
        ]
      : [];
  }
  if (said.fact.polarity === 'denied' || said.fact.time.relation === 'past') return [];
  if (open) {
    const before = said.drug.change === 'changed' || isOrder(said) ? said.drug.previousDose : said.drug.dose;
    const often = isOrder(said) || said.drug.change === 'changed' ? undefined : said.drug.frequency;
    const what = said.entry.isGroup ? undefined : difference(before, often, open);
    return what ? [conflict('dose', `${name}: ${what}.`, said, open)] : [];
  }
  if (isOrder(said) || (said.entry.isGroup && !said.entry.classes.length)) return [];
  const [ended] = charted;
  const message = ended
    ? `${name} is said to be taken; the chart has it as ${ended.status === 'active' ? 'over' : ended.status}${ended.end ? ` (${dayOf(ended.end)})` : ''}.`
    : `${name} is said to be taken and is not charted.`;
  return [conflict('uncharted', message, said, ended)];
};

export const medicineConflicts = (
  said: readonly SaidDrug[],
  medications: readonly ChartMedication[],
  asOf: number,
  knowledge: Knowledge,
): Finding[] => said.flatMap((each) => ofOne(each, medications, asOf, knowledge));
