/** ms as minutes and seconds: 83000 is "1:23". */
export const clock = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
};

/** A charted date, possibly partial, in the reader's language. Text that is no date is shown as it is. */
export const dateIn = (tongue: string, date: string): string => {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(date);
  if (!match) return date;
  const [, year, month, day] = match;
  const value = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  return new Intl.DateTimeFormat(tongue, {
    year: 'numeric',
    ...(month && { month: 'short' }),
    ...(day && { day: 'numeric' }),
    timeZone: 'UTC',
  }).format(value);
};

/** A text with the charted days in it in the reader's language. */
export const datesIn = (tongue: string, text: string): string =>
  text.replaceAll(/(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])/g, (day) => dateIn(tongue, day));

export const timeOfDay = (tongue: string, iso: string): string =>
  new Intl.DateTimeFormat(tongue, { hour: 'numeric', minute: '2-digit' }).format(new Date(iso));

/** A day and a time of day, in the reader's language. */
export const momentIn = (tongue: string, iso: string): string =>
  new Intl.DateTimeFormat(tongue, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

/** The time of day for today, the day for any other. */
export const dayOrTime = (tongue: string, iso: string): string => {
  const when = new Date(iso);
  if (when.toDateString() === new Date().toDateString()) return timeOfDay(tongue, iso);
  return new Intl.DateTimeFormat(tongue, { month: 'short', day: 'numeric' }).format(when);
};
