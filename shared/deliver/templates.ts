import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { loadSheetLanguages, type SheetLanguage } from '../knowledge/sheet.ts';

const Pictograms = z.object({
  source: z.string(),
  date: z.iso.date(),
  pictures: z.record(z.string(), z.string()),
});

/** What rendering needs besides the document: the style, the pictures and each language's labels. */
export interface SheetTemplates {
  readonly css: string;
  readonly pictograms: Readonly<Record<string, string>>;
  readonly languages: Readonly<Record<string, SheetLanguage>>;
}

const templatesFolder = (): string => fileURLToPath(new URL('../../resources/templates/', import.meta.url));

/** Reads the templates; a file that does not fit its schema is a fault of the build and throws. */
export const loadSheetTemplates = (
  folder: string = templatesFolder(),
  languages: SheetTemplates['languages'] = loadSheetLanguages(),
): SheetTemplates => ({
  css: readFileSync(join(folder, 'sheet.css'), 'utf8'),
  pictograms: Pictograms.parse(JSON.parse(readFileSync(join(folder, 'sheet-pictograms.json'), 'utf8')))
    .pictures,
  languages,
});
