import { app } from './en/app.ts';
import { connections } from './en/connections.ts';
import { entries } from './en/entries.ts';
import { errors } from './en/errors.ts';
import { people } from './en/people.ts';
import { record } from './en/record.ts';
import { review } from './en/review.ts';
import { settings } from './en/settings.ts';
import { sheet } from './en/sheet.ts';
import { visit } from './en/visit.ts';

/** Every text of the interface. What the stages write (notes, flags, sheets) is content and is not here. */
export const en = {
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
} as const;
