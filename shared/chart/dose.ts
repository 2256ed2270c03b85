/** An amount with its unit as charted, and in mg (or units) where that can be told. */
export interface Amount {
  readonly number: number;
  readonly unit: string;
}

const UNITS: Readonly<Record<string, { unit: string; times: number }>> = {
  mg: { unit: 'mg', times: 1 },
  milligram: { unit: 'mg', times: 1 },
  milligrams: { unit: 'mg', times: 1 },
  g: { unit: 'mg', times: 1000 },
  gram: { unit: 'mg', times: 1000 },
  grams: { unit: 'mg', times: 1000 },
  mcg: { unit: 'mg', times: 0.001 },
  ug: { unit: 'mg', times: 0.001 },
  µg: { unit: 'mg', times: 0.001 },
  microgram: { unit: 'mg', times: 0.001 },
  micrograms: { unit: 'mg', times: 0.001 },
  unit: { unit: 'units', times: 1 },
  units: { unit: 'units', times: 1 },
  unt: { unit: 'units', times: 1 },
  iu: { unit: 'units', times: 1 },
  meq: { unit: 'meq', times: 1 },
  ml: { unit: 'ml', times: 1 },
  puff: { unit: 'puffs', times: 1 },
  puffs: { unit: 'puffs', times: 1 },
};
const UNIT_WORDS = Object.keys(UNITS).join('|');
const AMOUNT = new RegExp(`(\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+)\\s*(${UNIT_WORDS})\\b(?!\\s*/)`, 'gi');
const PER_VOLUME = new RegExp(`\\d[\\d.,]*\\s*(?:${UNIT_WORDS})\\s*/`, 'i');

/** Amounts with a unit in a text: "Lisinopril 20 MG Oral Tablet" → 20 MG. Concentrations ("5 MG/ML") are left out. */
export const amountsIn = (text: string): Amount[] =>
  [...text.matchAll(AMOUNT)].map((match) => ({
    number: Number((match[1] ?? '').replaceAll(',', '')),
    unit: match[2] ?? '',
  }));

/** In mg, units, meq, ml or puffs; undefined for a unit that is none of these. */
export const comparable = ({ number, unit }: Amount): { number: number; unit: string } | undefined => {
  const known = UNITS[unit.toLowerCase()];
  return known ? { number: number * known.times, unit: known.unit } : undefined;
};

const show = ({ number, unit }: Amount): string =>
  `${Number(number.toPrecision(6))} ${/^(MG|MCG|G|UNT|MEQ|ML)$/.test(unit) ? unit.toLowerCase() : unit}`;

const TAKEN =
  /\b(?:take\s+)?(\d+(?:\.\d+)?|one|two|three|four|half|a half|1\/2)\s*(?:tab|tabs|tablet|tablets|cap|caps|capsule|capsules|pill|pills)\b/i;
const WORD_NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  half: 0.5,
  'a half': 0.5,
  '1/2': 0.5,
};

/** Tablets or capsules at a time as a sig says it ("2 tabs twice daily"); undefined where it does not. */
export const countIn = (sig: string): number | undefined => {
  const word = TAKEN.exec(sig)?.[1]?.toLowerCase();
  return word === undefined ? undefined : (WORD_NUMBERS[word] ?? Number(word));
};

/**
 * What is taken at a time: the strength in the name times the tablets taken. "lisinopril 20mg" with "2 tabs daily" →
 * "40 mg"; a name of two strengths (a combination) or a concentration gives none.
 */
export const doseFrom = (name: string, sig: string, given?: Amount): string | undefined => {
  if (given && comparable(given)) return show(given);
  const inSig = amountsIn(sig)[0];
  if (inSig) return show(inSig);
  const strengths = amountsIn(name);
  const [strength] = strengths;
  if (!strength || strengths.length > 1 || PER_VOLUME.test(name)) return undefined;
  const counted = given && /^(tab|cap|1|\{tbl|\{cap)/i.test(given.unit || '1') ? given.number : undefined;
  return show({ number: strength.number * (counted ?? countIn(sig) ?? 1), unit: strength.unit });
};

// What a sig or a person says, and how many times a day that is.
const FREQUENCIES: readonly { readonly pattern: RegExp; readonly name: string; readonly perDay: number }[] = [
  { pattern: /\b(every other day|alternate days|qod|q48h)\b/i, name: 'every other day', perDay: 0.5 },
  { pattern: /\b(twice (?:a|per|every )?\s*week|twice weekly|biw)\b/i, name: 'twice weekly', perDay: 2 / 7 },
  { pattern: /\b(three times (?:a|per)?\s*week|tiw)\b/i, name: 'three times weekly', perDay: 3 / 7 },
  {
    pattern: /\b(once (?:a|per) week|weekly|every week|qwk|each week|once weekly)\b/i,
    name: 'weekly',
    perDay: 1 / 7,
  },
  { pattern: /\b(once (?:a|per) month|monthly|every month)\b/i, name: 'monthly', perDay: 1 / 30 },
  {
    pattern: /\b(four times (?:a|per)?\s*(?:day|daily)|4 times (?:a|per)?\s*(?:day|daily)|qid|q6h)\b/i,
    name: 'four times daily',
    perDay: 4,
  },
  {
    pattern:
      /\b(three times (?:a|per)?\s*(?:day|daily)|3 times (?:a|per)?\s*(?:day|daily)|tid|tds|q8h|thrice daily)\b/i,
    name: 'three times daily',
    perDay: 3,
  },
  {
    pattern:
      /\b(twice (?:a|per)?\s*(?:day|daily)|two times (?:a|per)?\s*(?:day|daily)|2 times (?:a|per)?\s*(?:day|daily)|bid|bd|q12h|morning and (?:evening|night))\b/i,
    name: 'twice daily',
    perDay: 2,
  },
  {
    pattern: /\b(at bedtime|qhs|hs|nightly|every night|at night|each night|nocte)\b/i,
    name: 'at bedtime',
    perDay: 1,
  },
  {
    pattern:
      /\b(every (?:day|morning|evening)|each (?:day|morning)|once (?:a|per)?\s*(?:day|daily)|daily|qd|od|qam|qpm|a day|per day|q24h|in the morning|one a day)\b/i,
    name: 'daily',
    perDay: 1,
  },
];
const EVERY_HOURS = /\b(?:every|q)\s*(\d+)(?:\s*(?:-|to)\s*\d+)?\s*(?:h|hr|hrs|hours?)\b/i;

/** How often, in plain words and per day: "1 tab bid" → twice daily, 2. */
export const frequencyIn = (text: string): { readonly name: string; readonly perDay: number } | undefined => {
  const hours = Number(EVERY_HOURS.exec(text)?.[1] ?? Number.NaN);
  if (hours > 0)
    return {
      name: hours === 12 ? 'twice daily' : hours === 24 ? 'daily' : `every ${hours} hours`,
      perDay: 24 / hours,
    };
  const found = FREQUENCIES.find(({ pattern }) => pattern.test(text));
  return found && { name: found.name, perDay: found.perDay };
};

const PERIOD_DAYS: Readonly<Record<string, number>> = {
  s: 1 / 86400,
  min: 1 / 1440,
  h: 1 / 24,
  d: 1,
  wk: 7,
  mo: 30,
  a: 365,
};

/** From FHIR timing: 2 times per 1 day → "twice daily". */
export const frequencyOf = (frequency: number, period: number, unit: string): string | undefined => {
  const days = PERIOD_DAYS[unit];
  if (!days || !(frequency > 0) || !(period > 0)) return undefined;
  const perDay = frequency / (period * days);
  const named = FREQUENCIES.find(
    (each) => each.name !== 'at bedtime' && Math.abs(each.perDay - perDay) < 0.01,
  );
  if (named) return named.name;
  return perDay > 4
    ? `every ${Number((24 / perDay).toFixed(1))} hours`
    : `${frequency} per ${period} ${unit}`;
};

const DAYS = /\b(?:x|for)\s*(\d+)\s*(day|days|d|week|weeks|wk)\b/i;

/** Length of a course in days as a sig says it: "bid x 10 days" → 10. */
export const courseDays = (sig: string): number | undefined => {
  const match = DAYS.exec(sig);
  if (!match) return undefined;
  return Number(match[1]) * (/^w/i.test(match[2] ?? '') ? 7 : 1);
};

export const isAsNeeded = (sig: string): boolean =>
  /\b(prn|as needed|if needed|as required|when needed|when required)\b/i.test(sig);
