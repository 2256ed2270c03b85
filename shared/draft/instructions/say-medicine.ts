import type { Drug, MedicationChange } from '../../contract/fact.ts';
import type { MedicineRow, Moment } from '../../contract/instructions.ts';
import type { Term } from '../../knowledge/sheet.ts';
import type { MedicineStatement } from './medicine-statement.ts';
import type { SheetWords } from './sheet-words.ts';

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
