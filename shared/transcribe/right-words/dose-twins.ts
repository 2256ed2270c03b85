import type { SpokenQuantity, Turn, WordSuggestion } from '../../contract/transcript.ts';
import type { DrugLexicon, DrugMention } from '../../knowledge/drugs.ts';
import type { RightWordsSettings } from './settings.ts';

/** A dose of the chart: the medicine by its canonical name, the amount in canonical digits, its unit. */
export interface ChartedDose {
  readonly drug: string;
  readonly value: string;
  readonly unit: string;
}

/** Asks about doses that may have been another of like sound; it never changes one. */
export type AskDoses = (
  turns: readonly Turn[],
  quantities: readonly SpokenQuantity[],
) => readonly WordSuggestion[];

/** "115" is taken for "150" as "15" is for "50". */
const twinOf = (value: string, twins: ReadonlyMap<string, string>): string | undefined => {
  if (!/^\d{2,}$/u.test(value)) return undefined;
  const twin = twins.get(value.slice(-2));
  return twin === undefined ? undefined : value.slice(0, -2) + twin;
};

/** The unit as it was said: the last letters of the dose. */
const unitIn = (heard: string, unit: string): string => /\p{L}+(?=[^\p{L}]*$)/u.exec(heard)?.[0] ?? unit;

/** The medicine that a dose belongs to: the last one named before it, or else the first after it. */
const medicineOf = (mentions: readonly DrugMention[], start: number): DrugMention | undefined =>
  mentions.findLast((mention) => mention.end <= start) ?? mentions.find((mention) => mention.start >= start);

/**
 * A dose that sounds like another is asked about unless something besides the sound speaks for it: the chart holds it, or
 * the medicine is made in it and not in the other. How sure the engine was does not count: with one of three voices it
 * heard "forty" as 14 in a quiet room, and was sure of it.
 */
export const makeAskDoses = (
  charted: readonly ChartedDose[],
  drugs: DrugLexicon,
  { numberTwins, doseUnits }: Pick<RightWordsSettings, 'numberTwins' | 'doseUnits'>,
): AskDoses => {
  const isCharted = (drug: string, value: string, unit: string): boolean =>
    charted.some((dose) => dose.drug === drug && dose.value === value && dose.unit === unit);
  const isMade = (drug: string, amount: string): boolean =>
    Object.values(drugs.get(drug)?.strengths ?? {}).some((strengths) => strengths.includes(amount));

  const reasonFor = (drug: string | undefined, value: string, twin: string, unit: string) => {
    if (drug === undefined) return 'dose-unconfirmed';
    if (isCharted(drug, value, unit)) return null;
    if (isCharted(drug, twin, unit)) return 'charted-dose-sounds-alike';
    const [isOne, isOther] = [isMade(drug, `${value} ${unit}`), isMade(drug, `${twin} ${unit}`)];
    if (isOne === isOther) return 'dose-unconfirmed';
    return isOne ? null : 'dose-not-made';
  };

  return (turns, quantities) =>
    turns.flatMap((turn) => {
      const mentions = drugs.find(turn.text).filter(({ isGroup }) => !isGroup);
      return quantities.flatMap(({ turn: id, start, end, value, unit }): readonly WordSuggestion[] => {
        if (id !== turn.id || unit === undefined || !doseUnits.has(unit)) return [];
        const twin = twinOf(value, numberTwins);
        if (twin === undefined) return [];
        const drug = medicineOf(mentions, start)?.name;
        const reason = reasonFor(drug, value, twin, unit);
        if (reason === null) return [];
        const heard = turn.text.slice(start, end);
        return [
          {
            ...{ turn: id, start, end, kind: 'dose', heard, others: [], state: 'asked', reason },
            suggested: `${twin} ${unitIn(heard, unit)}`,
            source: reason === 'charted-dose-sounds-alike' ? 'chart' : 'lexicon',
          },
        ];
      });
    });
};
