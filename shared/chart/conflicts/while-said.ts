import type { Chart, ChartAllergy, ChartMedication } from '../../contract/chart.ts';
import type { ChartedMeanwhile } from '../../contract/record.ts';
import type { DrugMention } from '../../knowledge/drugs.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { tokens } from '../../knowledge/phrase-index.ts';
import { endOfDay } from '../dates.ts';
import { allergyFindings } from '../safety/allergies.ts';
import { interactionsOf } from '../safety/interactions.ts';
import { currentTreatment, treatmentOf, type TreatedDrug } from '../safety/treatment.ts';

const shares = (drug: TreatedDrug, other: TreatedDrug): boolean =>
  drug.ingredients.some((each) => other.ingredients.includes(each));

const detail = (...parts: readonly (string | undefined)[]): Pick<ChartedMeanwhile, 'detail'> => {
  const text = parts.filter((part) => part !== undefined && part !== '').join(' ');
  return text === '' ? {} : { detail: text };
};

const charted = (
  about: ChartedMeanwhile['about'],
  { name, evidence }: ChartAllergy | ChartMedication,
  said?: string,
): ChartedMeanwhile => ({
  about,
  charted: name,
  evidence: [...evidence],
  ...(said === undefined ? {} : { said }),
});

/** Every word of the charted name is among the words: "penicillin", "bee venom". */
const isNamed = (words: ReadonlySet<string>, { name }: ChartAllergy): boolean => {
  const wanted = tokens(name).map(({ key }) => key);
  return wanted.length > 0 && wanted.every((key) => words.has(key));
};

const allergiesTalkedOf = (words: string, chart: Chart, { rules }: Knowledge): ChartAllergy[] => {
  const said = new Set(tokens(words).map(({ key }) => key));
  const isTalk = [...said].some((word) => rules.allergyTalk.some((start) => word.startsWith(start)));
  return chart.allergies.filter((one) => one.status === 'active' && (isTalk || isNamed(said, one)));
};

const aboutDrug = (
  mention: DrugMention,
  chart: Chart,
  current: readonly TreatedDrug[],
  knowledge: Knowledge,
): ChartedMeanwhile[] => {
  const drug = treatmentOf(mention.name, [], knowledge);
  const allergies = chart.allergies.filter(
    (one) => one.status === 'active' && allergyFindings([drug], [one], knowledge).length > 0,
  );
  const taken = current.find((other) => shares(drug, other));
  const entry = chart.medications.find(
    (one) => one.status === 'active' && shares(drug, treatmentOf(one.name, [], knowledge)),
  );
  const others = current.filter(
    (other) => !taken && interactionsOf([drug, other], knowledge.rules.interactions, [drug]).length > 0,
  );
  return [
    ...allergies.map((one) => ({
      ...charted('allergy-to-said', one, drug.name),
      ...detail(one.reactions.join(', ')),
    })),
    ...(entry ? [{ ...charted('medicine', entry), ...detail(entry.dose, entry.frequency) }] : []),
    ...others.map((other) => ({
      about: 'interaction' as const,
      said: drug.name,
      charted: other.name,
      evidence: other.evidence.filter((one) => one.source === 'chart'),
    })),
  ];
};

/**
 * What the chart has about words that were just said: allergies when allergies or their cause are spoken of, a medicine
 * that is named against allergies and what is taken, and how it is charted. It judges nothing, since who said it and
 * why is not known yet; the flags of the draft do. `asOf` is the day of the visit. Never fails.
 */
export const chartedMeanwhile = (
  words: string,
  chart: Chart,
  knowledge: Knowledge,
  asOf: string,
): ChartedMeanwhile[] => {
  const current = currentTreatment(chart, endOfDay(asOf), knowledge);
  const mentions = knowledge.drugs.find(words).filter(({ isGroup }) => !isGroup);
  return [
    ...allergiesTalkedOf(words, chart, knowledge).map((one) => ({
      ...charted('allergy', one),
      ...detail(one.reactions.join(', ')),
    })),
    ...mentions.flatMap((mention) => aboutDrug(mention, chart, current, knowledge)),
  ];
};
