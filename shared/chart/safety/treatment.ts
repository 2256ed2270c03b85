import type { Chart, ChartMedication } from '../../contract/chart.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { dateMs, DAY_MS } from '../dates.ts';
import { amountsIn, comparable, frequencyIn } from '../dose.ts';

/** A medicine as the rules see it. */
export interface TreatedDrug {
  /** Canonical generic, or the text as charted where it is not known. */
  readonly name: string;
  readonly ingredients: readonly string[];
  /** Ids of drug classes (drug-classes.json). */
  readonly classes: ReadonlySet<string>;
  readonly text: string;
  readonly evidence: readonly Evidence[];
  readonly start?: string;
  /** Of a single medicine as charted; absent where the chart does not say, or says two things. */
  readonly dailyMg?: number | undefined;
}

// Put on or into one place: little of it reaches the blood.
const LOCAL =
  /\b(cream|ointment|gel|lotion|shampoo|topical|ophthalmic|eye|ear|otic|nasal|foam|vaginal|mouthwash|gargle)\b/i;
const INHALED = /\b(inhal\w*|puffs?|metered dose|actuat|disk?us|hfa|nebul\w*)\b/i;
const NOT_WHEN_INHALED = ['corticosteroid'];

const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

/** What a medicine's text means; several names in it ("donepezil … / memantine …") are the parts of one product. */
export const treatmentOf = (
  text: string,
  evidence: readonly Evidence[],
  { drugs, rules }: Knowledge,
  sig = '',
): TreatedDrug => {
  const mentions = drugs.find(text);
  const named = mentions.filter((mention) => !mention.isGroup);
  const ingredients = unique(named.flatMap((mention) => mention.ingredients));
  const groups = named.length ? [] : mentions.map((mention) => mention.name.replaceAll(' ', '-'));
  const all = [
    ...ingredients.flatMap((ingredient) => [...(rules.classesOf.get(ingredient) ?? [])]),
    ...groups.filter((group) => rules.classes.some((each) => each.id === group)),
  ];
  const isInhaled = INHALED.test(`${text} ${sig}`);
  const classes = LOCAL.test(`${text} ${sig}`)
    ? []
    : all.filter((id) => !isInhaled || !NOT_WHEN_INHALED.includes(id));
  const names = unique(named.map((mention) => mention.name));
  return {
    name: names.length ? names.join(' and ') : (mentions[0]?.name ?? text),
    ingredients,
    classes: new Set(classes),
    text,
    evidence,
  };
};

// Given for days, so that months later an open entry is a forgotten one.
const SHORT_COURSE =
  /antibacterial|antimicrobial|antifungal|antiviral|herpes|nucleoside analog dna|expectorant|decongestant|urinary analgesic/i;
const FORGOTTEN_DAYS = 90;

/**
 * Why an entry that is still "active" is probably over: its course has ended, or it is a short-course medicine ordered
 * months ago. Undefined where there is no such reason. `asOf` in ms.
 */
export const doubtAbout = (
  medication: ChartMedication,
  asOf: number,
  { drugs }: Knowledge,
): string | undefined => {
  const end = dateMs(medication.end);
  if (end !== undefined && end < asOf) return `course ended ${(medication.end ?? '').slice(0, 10)}`;
  const start = dateMs(medication.start);
  if (start === undefined || asOf - start < FORGOTTEN_DAYS * DAY_MS) return undefined;
  const [mention] = drugs.find(medication.name);
  return mention?.classes.some((each) => SHORT_COURSE.test(each)) && !/prophyla/i.test(medication.sig ?? '')
    ? `short-course medicine ordered ${(medication.start ?? '').slice(0, 10)}`
    : undefined;
};

/** Dose times how often, once a day where that is not charted; a combination has no single dose. */
const dailyMgOf = ({ dose, frequency }: ChartMedication): number | undefined => {
  const [amount] = amountsIn(dose ?? '');
  const each = amount && comparable(amount);
  return each?.unit === 'mg' ? each.number * (frequencyIn(frequency ?? 'daily')?.perDay ?? 1) : undefined;
};

/** The medicines taken now, each once: entries that are active and not probably over. */
export const currentTreatment = (chart: Chart, asOf: number, knowledge: Knowledge): TreatedDrug[] => {
  const byName = new Map<string, TreatedDrug>();
  for (const medication of chart.medications) {
    if (medication.status !== 'active' && medication.status !== 'unknown') continue;
    const start = dateMs(medication.start);
    if ((start !== undefined && start > asOf) || doubtAbout(medication, asOf, knowledge)) continue;
    const treated = treatmentOf(medication.name, medication.evidence, knowledge, medication.sig);
    const known = byName.get(treated.name);
    byName.set(treated.name, {
      ...(known ?? treated),
      dailyMg: known ? undefined : dailyMgOf(medication),
      classes: new Set([...(known?.classes ?? []), ...treated.classes]),
      evidence: [...(known?.evidence ?? []), ...treated.evidence],
      ...(medication.start ? { start: medication.start } : {}),
    });
  }
  return [...byName.values()];
};

/** Medicines taken now that no rule knows: shown, so that silence is not read as safety. */
export const withoutRules = (treatment: readonly TreatedDrug[], { rules }: Knowledge): TreatedDrug[] =>
  treatment.filter(
    (drug) => !drug.ingredients.some((each) => rules.classesOf.has(each)) && !drug.classes.size,
  );
