import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rotatingLogFile } from '../../../shared/platform/log-file.ts';
import { code, makeLog } from '../../../shared/platform/log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('keeps the latest lines in a bounded number of files', () => {
  const place = rotatingLogFile(join(folder, 'log'), 1_000, 2);
  for (let n = 0; n < 200; n += 1) place.write(`line ${String(n).padStart(3, '0')} ${'x'.repeat(40)}`);
  const files = readdirSync(join(folder, 'log')).sort();
  expect(files).toEqual(['footnote.1.log', 'footnote.2.log', 'footnote.log']);
  const lines = ['footnote.2.log', 'footnote.1.log', 'footnote.log'].flatMap((name) =>
    readFileSync(join(folder, 'log', name), 'utf8')
      .trimEnd()
      .split('\n'),
  );
  expect(lines.at(-1)).toContain('line 199');
  expect(place.read()).toEqual(lines);
  const numbers = lines.map((line) => Number(line.slice(5, 8)));
  expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i));
  for (const name of files) expect(statSync(join(folder, 'log', name)).size).toBeLessThanOrEqual(1_010);
  expect(statSync(join(folder, 'log', 'footnote.log')).mode & 0o077).toBe(0);
});

it('writes no prose, whatever it is given', () => {
  const log = makeLog(rotatingLogFile(folder));
  log.note('operation.fault', { operation: code('Mrs. Quillfeather said that it hurts') });
  expect(readFileSync(join(folder, 'footnote.log'), 'utf8')).not.toContain('Quillfeather');
});

it('gives for support what it wrote, and no line that something else put there', () => {
  const place = rotatingLogFile(folder);
  const log = makeLog(place, () => new Date('2031-03-04T09:00:00.000Z'));
  log.note('retention.done', { visits: 3 });
  place.write('Mrs. Quillfeather said that it hurts');
  place.write(JSON.stringify({ at: 'today', event: 'said', text: 'it hurts' }));
  place.write(JSON.stringify({ at: 'today', event: 'said', more: { text: 'hurts' } }));
  place.write(JSON.stringify({ 'it hurts': true }));
  expect(log.kept()).toEqual(['{"at":"2031-03-04T09:00:00.000Z","event":"retention.done","visits":3}']);
});

it('stops nothing where it cannot write', () => {
  const inTheWay = join(folder, 'a file');
  writeFileSync(inTheWay, '');
  expect(() => {
    rotatingLogFile(inTheWay).write('line');
  }).not.toThrow();
});
