/**
 * What a dose is counted in, as canonical units of `resources/knowledge/language-numbers.json`: strengths (mass, volume,
 * international units) and pieces (a tablet, a puff).
 */
export const DOSE_UNITS: ReadonlySet<string> = new Set([
  'mg',
  'mcg',
  'g',
  'ml',
  'unit',
  'tablet',
  'puff',
  'drop',
  'spray',
]);

/** The same as written and said, as the source of a regular expression without a group around it. */
export const DOSE_WORDS =
  'mg|milligrams?|mcg|micrograms?|grams?|g|ml|millilit(?:re|er)s?|units?|tablets?|pills?|capsules?|puffs?|drops?|sprays?';

/** A dose as a note writes it: digits, then what they count. */
export const DOSE = new RegExp(`\\b\\d+(?:\\.\\d+)? ?(?:${DOSE_WORDS})\\b`, 'i');

/** Units that a note writes in their short form after digits. */
export const SHORT_UNITS: ReadonlySet<string> = new Set(['mg', 'mcg', 'ml', 'g', 'kg', '%']);
