import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BatchDialogue, BatchNote } from '../../../shared/contract/batch.ts';
import { parseLines, writeLines } from '../../../shared/hosts/cli/batch.ts';
import { temporaryFolder } from '../../fixtures/footnote.ts';

let folder = temporaryFolder();
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

describe('reading JSON lines', () => {
  it('reads dialogues and bare texts, whatever the line ends, and skips blank lines', () => {
    const text =
      '\uFEFF{"id":"a","dialogue":[{"speaker":"doctor","text":"Hello."}]}\r\n\r\n{"id":"b","text":"hello there"}\n';
    const rows = parseLines(text, BatchDialogue);
    expect(rows.ok && rows.value.map((row) => row.id)).toEqual(['a', 'b']);
  });

  it.each([
    ['not JSON', '{"id":"a","note":"x"}\n\nnot json', 3],
    ['the wrong shape', '{"id":"a"}', 1],
  ])('names the line that is %s', (_what, text, line) => {
    const rows = parseLines(text, BatchNote);
    expect(rows).toMatchObject({ ok: false, error: { code: 'batch-line', params: { line } } });
  });
});

describe('writing JSON lines', () => {
  it('writes every row', async () => {
    const path = join(folder.path, 'rows.jsonl');
    expect(await writeLines(path, [{ id: 'a' }, { id: 'b' }])).toEqual({ ok: true, value: undefined });
    expect(readFileSync(path, 'utf8')).toBe('{"id":"a"}\n{"id":"b"}\n');
  });

  it('refuses a place that is not there, and makes nothing', async () => {
    const path = join(folder.path, 'nowhere', 'rows.jsonl');
    expect(await writeLines(path, [])).toMatchObject({ ok: false, error: { code: 'out-unwritable' } });
    expect(existsSync(path)).toBe(false);
  });
});
