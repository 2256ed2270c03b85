import type { Chart, ChartMedication } from '../../contract/chart.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Drug, Fact, MedicationChange } from '../../contract/fact.ts';
import type { MedicineRow, Moment } from '../../contract/instructions.ts';
import type { SheetWords } from './sheet-words.ts';

/** What the sheet says of one medicine, gathered from every fact about it. */
export interface MedicineStatement {
  readonly drug: Drug;
  readonly isConditional: boolean;
  /** Only thought about: nothing is to be taken differently yet. */
  readonly isHedged: boolean;
  readonly facts: readonly string[];
  readonly evidence: readonly Evidence[];
}

const keyOf = (name: string): string => name.toLowerCase().trim();

const fromChart = (statement: MedicineStatement, chart: Chart | undefined): MedicineStatement => {
  const { drug } = statement;
  if (drug.change !== 'same' || drug.dose || drug.frequency) return statement;
  const named = (medication: ChartMedication): boolean =>
    medication.status === 'active' && medication.name.toLowerCase().includes(keyOf(drug.name));
  const charted = chart?.medications.filter(named) ?? [];
  const [only] = charted;
  // Two charted entries of one name may differ in dose: then nothing is said rather than the wrong one.
  if (!only?.dose || charted.length > 1) return statement;
  return {
    ...statement,
    drug: { ...drug, dose: only.dose, ...(only.frequency ? { frequency: only.frequency } : {}) },
    evidence: [...statement.evidence, ...only.evidence],
  };
};

const detailsOf = (drug: Drug): Partial<Drug> => ({
  ...(drug.dose ? { dose: drug.dose } : {}),
  ...(drug.frequency ? { frequency: drug.frequency } : {}),
  ...(drug.route ? { route: drug.route } : {}),
});

/** Facts about one medicine as one statement: the last change counts, and only "same" borrows the dose told before. */
const gather = (facts: readonly Fact[]): MedicineStatement | undefined => {
  const about = facts.filter((fact) => fact.drug);
  const changes = about.filter((fact) => fact.drug?.change && fact.certainty !== 'conditional');
  const chosen = changes.at(-1) ?? about.at(-1);
  if (!chosen?.drug) return undefined;
  const told = about.filter((fact) => fact.drug && !fact.drug.change);
  const borrows = chosen.drug.change === 'same' || !chosen.drug.change;
  const used = about.filter(
    (fact) => fact === chosen || (borrows && told.includes(fact)) || fact.drug?.purpose,
  );
  const purpose = used.map((fact) => fact.drug?.purpose).findLast(Boolean);
  const details = borrows
    ? told.reduce<Partial<Drug>>((sum, fact) => ({ ...sum, ...(fact.drug ? detailsOf(fact.drug) : {}) }), {})
    : {};
  return {
    drug: { ...details, ...chosen.drug, ...(purpose ? { purpose } : {}) },
    isConditional: chosen.certainty === 'conditional',
    isHedged: chosen.certainty === 'hedged' && chosen.drug.change !== undefined,
    facts: used.map((fact) => fact.id),
    evidence: used.flatMap((fact) => fact.evidence),
  };
};

const isTaken = (fact: Fact): boolean =>
  fact.drug?.change !== undefined ||
  (fact.polarity === 'affirmed' && fact.time.relation !== 'past' && fact.certainty === 'certain');

/** One statement a medicine, plus one for each conditional instruction ("double it if …"). */
export const gatherMedicines = (facts: readonly Fact[], chart: Chart | undefined): MedicineStatement[] => {
  const byName = new Map<string, Fact[]>();
  for (const fact of facts.filter((each) => each.drug && isTaken(each))) {
    const key = keyOf(fact.drug?.name ?? '');
    byName.set(key, [...(byName.get(key) ?? []), fact]);
  }
  return [...byName.values()].flatMap((group) => {
    const conditional = group.filter((fact) => fact.certainty === 'conditional');
    const plain = group.filter((fact) => fact.certainty !== 'conditional');
    return [plain, ...conditional.map((fact) => [fact])]
      .map(gather)
      .filter((statement) => statement !== undefined)
      .map((statement) => fromChart(statement, chart));
  });
};

const NOT_TAKEN: readonly (MedicationChange | undefined)[] = ['stopped', 'held'];

export interface MedicineLine {
  readonly text: string;
  readonly row: MedicineRow;
  /** False where some detail had no form in the sheet's language. */
  readonly isWhole: boolean;
}

const headline = (drug: Drug, isHedged: boolean): string => {
  if (isHedged) return 'talked';
  if (drug.manner && drug.change !== 'stopped' && drug.change !== 'held') return drug.manner;
  return drug.change ?? 'told';
};

const momentsOf = (words: SheetWords, drug: Drug): Moment[] => [
  ...new Set(words.reader.read(drug.frequency ?? '').parts.flatMap((part) => part.moments)),
];

const doses = (
  drug: Drug,
  words: SheetWords,
  say: (text: string | undefined, ...as: Parameters<SheetWords['phrase']>[1][]) => string | undefined,
): (string | undefined)[] => {
  const amount = say(drug.dose, 'amount');
  const often = say(drug.frequency, 'how-often', 'amount');
  const isChanged = drug.change === 'changed' && drug.manner !== 'tapered';
  const both = words.sentence(isChanged ? 'newAmount' : 'take', { amount, often });
  const one =
    words.sentence(isChanged ? 'newAmountOnly' : 'takeAmount', { amount }) ??
    words.sentence('takeOften', { often });
  return [both ?? one, words.sentence('before', { previous: say(drug.previousDose, 'amount', 'how-often') })];
};

/** Everything on how a medicine that is taken is to be taken. */
const taking = (drug: Drug, words: SheetWords, say: Parameters<typeof doses>[2]): (string | undefined)[] => [
  ...doses(drug, words, say),
  words.sentence('route', { route: say(drug.route, 'route') }),
  words.sentence('howLong', { duration: say(drug.duration, 'how-long') }),
];

const labelOf = (
  { manner, change = 'told' as const }: Omit<Drug, 'change'> & { change?: MedicationChange | 'told' },
  { language }: SheetWords,
): string => (manner && language.changes[manner]) ?? language.changes[change] ?? '';

/** The sentences of one medicine in the sheet's language. English falls back to the fact's own words. */
export const sayMedicine = (
  { drug, isConditional, isHedged }: MedicineStatement,
  words: SheetWords,
): MedicineLine => {
  let isWhole = true;
  const isEnglish = words.language.language === 'en';
  const say = (
    text: string | undefined,
    ...classes: Parameters<SheetWords['phrase']>[1][]
  ): string | undefined => {
    if (!text) return undefined;
    const said = words.phrase(text, ...classes);
    if (said) return said;
    if (!isEnglish) isWhole = false;
    return isEnglish ? text : undefined;
  };
  const isTakenNow = !isHedged && !NOT_TAKEN.includes(drug.change);
  const headlineText = words.sentence(headline(drug, isHedged), { name: drug.name }) ?? drug.name;
  const how = [
    ...(isTakenNow ? taking(drug, words, say) : []),
    words.sentence('since', { since: say(drug.since, 'when') }),
    words.sentence('until', { until: say(drug.until, 'when') }),
    isConditional
      ? words.sentence('onlyIf', { condition: say(drug.condition, 'term', 'when', 'amount') })
      : undefined,
  ].filter((text) => text !== undefined);
  // A purpose that no term covers may be the rest of a sentence; it is left out rather than printed half.
  const purpose = isHedged ? undefined : words.phrase(drug.purpose, 'term');
  // A row that would not say what to do without its headline repeats it.
  const needsHeadline = !how.length || !isTakenNow || isConditional || drug.manner !== undefined;
  const forWhat = words.sentence('for', { purpose });
  return {
    text: [headlineText, ...how, ...(forWhat ? [forWhat] : [])].join(' '),
    isWhole,
    row: {
      ...(drug.change ? { change: drug.change } : {}),
      label: labelOf(drug, words),
      name: drug.name,
      ...(isTakenNow && drug.dose ? { dose: say(drug.dose, 'amount') ?? drug.dose } : {}),
      how: needsHeadline ? [headlineText, ...how] : how,
      ...(purpose ? { purpose } : {}),
      moments: isTakenNow ? momentsOf(words, drug) : [],
    },
  };
};
