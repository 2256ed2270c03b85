import { app } from './en/app.ts';
import { errors } from './en/errors.ts';
import { people } from './en/people.ts';
import { record } from './en/record.ts';
import { review } from './en/review.ts';
import { settings } from './en/settings.ts';
import { visit } from './en/visit.ts';

/** Texts that every window loads. */
export const enFirst = {
  ...app,
  ...visit,
  ...record,
  ...review,
  ...errors,
  ...people,
  ...settings,
} as const;
