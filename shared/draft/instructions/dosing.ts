import { DOSE_WORDS } from '../../language/index.ts';
import type { Drug, Fact } from '../../contract/fact.ts';
import type { Matter } from './matters.ts';
import type { Part } from './reading.ts';
import type { SheetWords } from './sheet-words.ts';

/** How far behind a medicine its dose may be said: "… some motrin. You can take it every 6 hours." */
const REACH = 2;

const ABOUT_IT = new RegExp(
  `^(?:(?:so|and|then|(?:you (?:can|should|will|need to|have to|must|want to)|i would like you to)|we will|i want you to|i am going to|have you|let us|please) )*(?:(?:take|use|do|give|have|try|keep|continue|make)(?: you)? (?:it|that|this|them|one|two|\\d|about)|(?:one|two|three|four|\\d+) ?(?:${DOSE_WORDS}|times)|it (?:is|will be) (?:one|two|\\d))`,
  'i',
);

const slice = (text: string, parts: readonly Part[]): string | undefined => {
  const said = parts.map((part) => text.slice(part.start, part.end));
  return said.length ? said.join(' ') : undefined;
};

const detailsIn = (text: string, words: SheetWords): Partial<Drug> => {
  const { parts } = words.reader.read(text);
  const of = (as: Part['as']): Part[] => parts.filter((part) => part.as === as);
  const amounts = of('amount');
  // Two amounts in one breath ("2 tablets, 1 tablet twice a day"): which counts is not known.
  if (amounts.length > 1) return {};
  const dose = slice(text, amounts);
  const frequency = slice(text, of('how-often'));
  // "a 2 week supply" is no time to take it.
  const duration = slice(
    text,
    of('how-long').filter((part) => /^(?:for|over|up to)\b/i.test(text.slice(part.start, part.end))),
  );
  return {
    ...(dose ? { dose } : {}),
    ...(frequency ? { frequency } : {}),
    ...(duration ? { duration } : {}),
  };
};

const isDosing = (fact: Fact): boolean =>
  !fact.drug &&
  fact.speaker === 'clinician' &&
  fact.certainty !== 'conditional' &&
  ABOUT_IT.test(fact.said ?? '');

const agrees = (drug: Drug, details: Partial<Drug>): boolean =>
  (Object.keys(details) as (keyof Drug)[]).every(
    (key) => drug[key] === undefined || drug[key] === details[key],
  );

/** The medicine that a dose said without a name belongs to: the one spoken of right before, by the clinician. */
const lastMedicine = (found: readonly Matter[]): Matter | undefined => {
  const near = found.filter((matter) => matter.fact.speaker === 'clinician').slice(-REACH);
  const named = near.filter((matter) => matter.fact.drug);
  return named.length === 1 ? named[0] : near.at(-1)?.fact.drug ? near.at(-1) : undefined;
};

/** Gives "600 mg every 6 hours" to the medicine named right before it, where it adds to what was said and changes none of it. */
export const attachDosing = (matters: readonly Matter[], words: SheetWords): Matter[] => {
  const found: Matter[] = [];
  for (const matter of matters) {
    const before = isDosing(matter.fact) ? lastMedicine(found) : undefined;
    const details = before ? detailsIn(matter.fact.said ?? '', words) : {};
    const drug = before?.fact.drug;
    if (!before || !drug || !Object.keys(details).length || !agrees(drug, details)) {
      found.push(matter);
      continue;
    }
    found[found.indexOf(before)] = {
      fact: {
        ...before.fact,
        drug: { ...drug, ...details },
        evidence: [...before.fact.evidence, ...matter.fact.evidence],
      },
      facts: [...before.facts, ...matter.facts],
    };
  }
  return found;
};

/** "up to 4 times a day", "every 6 hours as needed": what stands next to a dose or a frequency and bounds it stays with it. */
export const withBounds = (fact: Fact, words: SheetWords): Fact => {
  const { drug } = fact;
  if (!drug) return fact;
  const text = fact.said ?? fact.text;
  const { parts } = words.reader.read(text);
  const whole = (short: string | undefined, as: Part['as']): string | undefined => {
    const at = short ? text.toLowerCase().indexOf(short.toLowerCase()) : -1;
    if (!short || at < 0) return short;
    const own = parts.filter((part) => part.as === as);
    const found = own.findIndex((part) => part.start <= at && part.end >= at + 1);
    if (found < 0) return short;
    const areNeighbours = (one: number): boolean =>
      own[one] !== undefined &&
      own[one + 1] !== undefined &&
      /^[\s,]*(?:and )?$/.test(text.slice(own[one]?.end, own[one + 1]?.start));
    let first = found;
    let last = found;
    while (areNeighbours(first - 1)) first -= 1;
    while (areNeighbours(last)) last += 1;
    return text.slice(
      Math.min(at, own[first]?.start ?? at),
      Math.max(at + short.length, own[last]?.end ?? 0),
    );
  };
  const dose = whole(drug.dose, 'amount');
  const frequency = whole(drug.frequency, 'how-often');
  return { ...fact, drug: { ...drug, ...(dose ? { dose } : {}), ...(frequency ? { frequency } : {}) } };
};
