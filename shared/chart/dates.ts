// FHIR date, dateTime and instant, possibly partial: 2019, 2019-03, 2019-03-07, 2019-03-07T10:00:00+02:00.
const DATE = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T.*)?)?)?$/;
// Years outside are placeholders ("0001-01-01", "9999-12-31"), not dates of a life.
const FIRST_YEAR = 1850;
const LAST_YEAR = 2150;

export const DAY_MS = 86_400_000;

/** The date as charted, or undefined where it is no date or a placeholder. */
export const plausibleDate = (text: string | undefined): string | undefined => {
  const year = Number(DATE.exec(text ?? '')?.[1] ?? Number.NaN);
  return year >= FIRST_YEAR && year <= LAST_YEAR ? text : undefined;
};

/**
 * When it was, in ms since 1970. A partial date counts as the middle of what it leaves open, so that "2019" is neither
 * before nor after all of 2019; a time without a zone is read as UTC. Undefined where it is not a date.
 */
export const dateMs = (text: string | undefined): number | undefined => {
  const match = DATE.exec(text ?? '');
  if (!match) return undefined;
  const [whole, year, month, day] = match;
  if (!month) return Date.UTC(Number(year), 6, 1);
  if (!day) return Date.UTC(Number(year), Number(month) - 1, 15);
  if (whole.length <= 10) return Date.parse(whole);
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(whole) ? whole : `${whole}Z`;
  const exact = Date.parse(zoned);
  return Number.isNaN(exact) ? Date.parse(whole.slice(0, 10)) : exact;
};

/** The calendar day as charted (no conversion of time zones), or the part of it that is known. */
export const dayOf = (text: string | undefined): string => (text ?? '').slice(0, 10);

const EXACT_DAYS = 730;

/** Since when, as exact as it matters: the day within two years, before that the year. `asOf` in ms. */
export const sinceText = (date: string, asOf: number): string =>
  asOf - (dateMs(date) ?? asOf) > EXACT_DAYS * DAY_MS ? date.slice(0, 4) : dayOf(date);

/** Newest first; undated last. */
export const byNewest = (a: string | undefined, b: string | undefined): number =>
  (dateMs(b) ?? -Infinity) - (dateMs(a) ?? -Infinity) || 0;

/** The last moment of a day (YYYY-MM-DD), or the moment itself where a time is given; in ms. */
export const endOfDay = (date: string): number =>
  date.length <= 10 ? (dateMs(date) ?? 0) + DAY_MS - 1 : (dateMs(date) ?? 0);
