import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Reference charts lie beside the checkout and are no part of the project; empty where they are not there. */
const folder = resolve(import.meta.dirname, '../../../../shared/data/fhir');
export const referenceCharts = (): { name: string; path: string }[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json') && name !== 'INDEX.json')
        .map((name) => ({ name, path: join(folder, name) }))
    : [];
