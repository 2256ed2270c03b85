import type { en } from './en.ts';
import { app } from './es/app.ts';
import { connections } from './es/connections.ts';
import { entries } from './es/entries.ts';
import { errors } from './es/errors.ts';
import { people } from './es/people.ts';
import { record } from './es/record.ts';
import { review } from './es/review.ts';
import { settings } from './es/settings.ts';
import { sheet } from './es/sheet.ts';
import { visit } from './es/visit.ts';

export { esBriefParts } from './es/brief.ts';
export { esSentences } from './es/sentences.ts';

/** The same in Spanish; a text that is missing does not compile. */
export const es: Readonly<Record<keyof typeof en, string>> = {
  ...app,
  ...visit,
  ...record,
  ...review,
  ...errors,
  ...entries,
  ...people,
  ...settings,
  ...sheet,
  ...connections,
};
