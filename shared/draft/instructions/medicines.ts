import type { Chart, ChartMedication } from '../../contract/chart.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Drug, Fact, MedicationChange } from '../../contract/fact.ts';
import type { MedicineRow, Moment } from '../../contract/instructions.ts';
import type { Matter } from './matters.ts';
import type { SameMedicine } from './same-medicine.ts';
import type { Standing, Standings } from './standing.ts';
import type { Term } from '../../knowledge/sheet.ts';
import type { SheetWords } from './sheet-words.ts';

/** What the sheet says of one medicine, gathered from every fact about it. */
export interface MedicineStatement {
  readonly drug: Drug;
  readonly standing: Standing;
  readonly isConditional: boolean;
  readonly facts: readonly string[];
  readonly evidence: readonly Evidence[];
}

const fromChart = (statement: MedicineStatement, chart: Chart | undefined): MedicineStatement => {
  const { drug } = statement;
  if (drug.change !== 'same' || drug.dose || drug.frequency) return statement;
  const named = (medication: ChartMedication): boolean =>
    medication.status === 'active' && medication.name.toLowerCase().includes(drug.name.toLowerCase().trim());
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

interface Standed {
  readonly matter: Matter;
  readonly fact: Fact & { readonly drug: Drug };
  readonly standing: Standing;
}

/** To stop and to go on in one visit, and neither takes the other back: which counts is for the clinician to say. */
const isAtOdds = (about: readonly Standed[], corrects: Standings['corrects']): boolean => {
  const changes = about.filter(({ standing }) => standing === 'change');
  const stops = changes.filter(({ fact }) => fact.drug.change === 'stopped');
  const last = changes.at(-1);
  return stops.length > 0 && stops.length < changes.length && !(last && corrects(last.fact));
};

/** "Increase it to 40 mg … let us try it, then": what only says to use it takes nothing back from the change before. */
const isBareStart = ({ fact: { drug } }: Standed): boolean =>
  drug.change === 'new' && !drug.manner && !drug.dose && !drug.frequency;

/** The change that counts: the last, and one that only says to start where no other was said. */
const lastChange = (about: readonly Standed[]): Standed | undefined => {
  const changes = about.filter(({ standing }) => standing === 'change');
  return changes.findLast((each) => !isBareStart(each)) ?? changes.at(-1);
};

/** Facts about one medicine as one statement: the last change counts, and only "same" borrows the dose told before. */
const gather = (about: readonly Standed[]): MedicineStatement | undefined => {
  const chosen = lastChange(about) ?? about.findLast(({ standing }) => standing !== 'told') ?? about.at(-1);
  if (!chosen) return undefined;
  const { drug } = chosen.fact;
  const borrows = drug.change === 'same' || (!drug.change && chosen.standing === 'told');
  const told = borrows ? about.filter((each) => !each.fact.drug.change) : [];
  const agrees = (each: Standed): boolean =>
    each.standing === chosen.standing && each.fact.drug.change === drug.change;
  const used = about.filter(
    (each) => agrees(each) || told.includes(each) || each.fact.drug.purpose !== undefined,
  );
  const purpose = used.map((each) => each.fact.drug.purpose).findLast(Boolean);
  // "Increase it to 4 puffs", and later only "by increasing it": one change, told with what was said of it.
  const isBare = !drug.dose && !drug.frequency;
  const same = isBare ? about.findLast((each) => agrees(each) && each.fact.drug.dose) : undefined;
  const details = (same ? [...told, same] : told).reduce<Partial<Drug>>(
    (sum, each) => ({ ...sum, ...detailsOf(each.fact.drug) }),
    {},
  );
  return {
    drug: { ...details, ...drug, ...(purpose ? { purpose } : {}) },
    standing: chosen.standing,
    isConditional: chosen.fact.certainty === 'conditional',
    facts: used.flatMap((each) => each.matter.facts),
    evidence: used.flatMap((each) => each.fact.evidence),
  };
};

export interface Gathered {
  readonly statements: readonly MedicineStatement[];
  /** Matters about a medicine that no row holds; they are told in words or not at all. */
  readonly others: readonly Matter[];
}

/** One statement a medicine by whatever name it goes, plus one for each conditional instruction ("double it if …"). */
export const gatherMedicines = (
  matters: readonly Matter[],
  chart: Chart | undefined,
  standings: Standings,
  { keyOf, withoutKinds }: SameMedicine,
): Gathered => {
  const byName = new Map<string, Standed[]>();
  const others: Matter[] = [];
  for (const matter of matters) {
    const { fact } = matter;
    const standing = standings.of(fact);
    if (!fact.drug || !standing) {
      others.push(matter);
      continue;
    }
    const key = keyOf(fact.drug.name);
    byName.set(key, [...(byName.get(key) ?? []), { matter, fact: { ...fact, drug: fact.drug }, standing }]);
  }
  const statements = [...byName.values()].flatMap((group) => {
    const conditional = group.filter(({ fact }) => fact.certainty === 'conditional');
    const plain = group.filter(({ fact }) => fact.certainty !== 'conditional');
    return [plain, ...conditional.map((each) => [each])]
      .filter((each) => !isAtOdds(each, standings.corrects))
      .map(gather)
      .filter((statement) => statement !== undefined)
      .map((statement) => fromChart(statement, chart));
  });
  return { statements: withoutKinds(statements), others };
};

const NOT_TAKEN: readonly (MedicationChange | undefined)[] = ['stopped', 'held'];

const isTaken = ({ drug, standing }: MedicineStatement): boolean =>
  standing !== 'avoid' && !NOT_TAKEN.includes(drug.change);

export interface MedicineLine {
  readonly text: string;
  readonly row: MedicineRow;
  /** False where some detail had no form in the sheet's language. */
  readonly isWhole: boolean;
}

/** A medicine to keep off is none to take, as one that is stopped. */
const changeOf = ({ drug, standing }: MedicineStatement): Pick<MedicineRow, 'change'> => {
  const change = standing === 'avoid' ? 'stopped' : drug.change;
  return change ? { change } : {};
};

const headline = ({ drug, standing }: MedicineStatement): string => {
  if (standing === 'avoid') return standing;
  if (drug.manner && drug.change !== 'stopped' && drug.change !== 'held') return drug.manner;
  return drug.change ?? standing;
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

const labelOf = ({ drug, standing, isConditional }: MedicineStatement, { language }: SheetWords): string => {
  const { changes } = language;
  if (isConditional) return changes['conditional'] ?? '';
  if (standing === 'avoid') return changes['avoid'] ?? '';
  const byChange = changes[drug.change ?? (standing === 'told' ? 'told' : 'use')];
  return (drug.manner && changes[drug.manner]) ?? byChange ?? '';
};

/** "Only if …": the signs it names in the sheet's language, else its own words. */
const sayCondition = (
  condition: string | undefined,
  words: SheetWords,
  say: Parameters<typeof doses>[2],
): string | undefined => {
  if (!condition) return undefined;
  const { parts, residue } = words.reader.read(condition);
  const of = (...kinds: string[]): Term[] =>
    parts.flatMap(({ term }) => (term && kinds.includes(term.kind) ? [term] : []));
  const isCovered =
    residue.length <= 1 && !/\d/.test(condition) && parts.every(({ as }) => as === 'term' || as === 'filler');
  const [signs, courses] = [of('symptom', 'condition'), of('course')];
  if (isCovered && signs.length + courses.length > 0) {
    const have = signs.length ? words.sentence('onlyIfHave', { what: words.list(signs, 'or') }) : undefined;
    const go = courses.length
      ? words.sentence('onlyIfCourse', { what: words.list(courses, 'or') })
      : undefined;
    return [have, go].filter(Boolean).join(' ');
  }
  return words.sentence('onlyIf', { condition: say(condition, 'term', 'when', 'amount') });
};

/** "since your sugars are fine" is a reason and no time. */
const TIME =
  /^(?:\S+ ){0,2}(?:yesterday|today|last \w+|\d{4}|.*\bago|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|fall|autumn|winter|christmas|surgery|(?:your|my|the) (?:surgery|operation|visit|birth|stroke))$/i;

/** The sentences of one medicine in the sheet's language. English falls back to the fact's own words. */
export const sayMedicine = (statement: MedicineStatement, words: SheetWords): MedicineLine => {
  const { drug, isConditional } = statement;
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
  const isTakenNow = isTaken(statement);
  const name = words.medicine(drug.name);
  const headlineText = words.sentence(headline(statement), { name }) ?? name;
  const how = [
    ...(isTakenNow ? taking(drug, words, say) : []),
    words.sentence('since', {
      since: TIME.test(drug.since ?? '') ? say(drug.since, 'when', 'cue') : undefined,
    }),
    words.sentence('until', { until: say(drug.until, 'when') }),
    isConditional ? sayCondition(drug.condition, words, say) : undefined,
  ].filter((text) => text !== undefined);
  // A purpose that no term covers may be the rest of a sentence; it is left out rather than printed half.
  const purpose = words.phrase(drug.purpose, 'term');
  // A row that would not say what to do without its headline repeats it.
  const needsHeadline = !how.length || !isTakenNow || isConditional || drug.manner !== undefined;
  const forWhat = words.sentence('for', { purpose });
  return {
    text: [headlineText, ...how, ...(forWhat ? [forWhat] : [])].join(' '),
    isWhole,
    row: {
      ...changeOf(statement),
      label: labelOf(statement, words),
      name,
      ...(isTakenNow && drug.dose ? { dose: say(drug.dose, 'amount') ?? drug.dose } : {}),
      how: needsHeadline ? [headlineText, ...how] : how,
      ...(purpose ? { purpose } : {}),
      moments: isTakenNow ? momentsOf(words, drug) : [],
    },
  };
};
