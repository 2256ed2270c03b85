import { connections } from './en/connections.ts';
import { entries } from './en/entries.ts';
import { sheet } from './en/sheet.ts';

/** Texts of the screens behind the first one; they come with those screens. */
export const enRest = { ...entries, ...sheet, ...connections } as const;
