import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeLocalModel } from '../../../shared/draft/drafters/local/local-model.ts';
import { openModel } from '../../../shared/hosts/drafters.ts';
import { codeOf, good } from '../../support/record-fixture.ts';

const addon = new URL('../../fixtures/stand-in-llama.mjs', import.meta.url).href;
const make = (weights = '/models/fine.gguf', answerMs = 20_000) =>
  makeLocalModel({
    addon,
    weights,
    name: 'stand-in',
    sha256: 'ab'.repeat(32),
    threads: 1,
    contextTokens: 2048,
    patience: { loadMs: 20_000, answerMs },
  });
let model: ReturnType<typeof make> | undefined;
afterEach(async () => {
  await model?.close();
});

const ask = (question: string, signal = new AbortController().signal, onProgress?: () => void) =>
  model!.generate({
    task: 'draft',
    system: 's',
    messages: [{ role: 'user', content: question }],
    schema: z.object({ word: z.string() }),
    maxTokens: 20,
    signal,
    ...(onProgress ? { onProgress } : {}),
  });
const isAlive = (pid: number | undefined): boolean => {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a language model in a process of its own', () => {
  it('answers by the grammar of the schema, and its process is gone after close', async () => {
    model = make();
    expect(good(await ask('plain')).value).toEqual({ word: 'yes' });
    const pid = model.pid();
    expect(isAlive(pid)).toBe(true);
    await model.close();
    expect(isAlive(pid)).toBe(false);
  });

  it('is cancelled at once, in the middle of an answer that never ends, and answers the next question', async () => {
    model = make();
    const stop = new AbortController();
    let pid: number | undefined;
    const answer = await ask('this never ends', stop.signal, () => {
      pid = model?.pid();
      stop.abort();
    });
    expect(codeOf(answer)).toBe('cancelled');
    expect(pid).toBeDefined();
    expect(isAlive(pid)).toBe(false);
    expect(good(await ask('plain')).value).toEqual({ word: 'yes' });
  });

  it('is asked again where its answer does not fit the schema, and told what was wrong', async () => {
    model = make();
    expect(good(await ask('this is bad once'))).toMatchObject({ value: { word: 'yes' }, tries: 2 });
  });

  it('says that a question is too long for its window, and does not leave out its beginning', async () => {
    model = make();
    expect(codeOf(await ask('word '.repeat(2_000)))).toBe('model-window');
    expect(good(await ask('word '.repeat(1_500))).value).toEqual({ word: 'yes' });
  });

  it('is given up when it takes too long, dies, is cut off or answers something else', async () => {
    model = make(undefined, 300);
    expect(codeOf(await ask('this never ends'))).toBe('model-timeout');
    expect(codeOf(await ask('this dies'))).toBe('model-unreachable');
    expect(codeOf(await ask('this is too long'))).toBe('model-cut-off');
    expect(codeOf(await ask('this goes on in blanks'))).toBe('model-cut-off');
    expect(codeOf(await ask('this is bad'))).toBe('model-invalid');
  });

  it('says that it cannot be used where the weights are none', async () => {
    model = make('/models/broken.gguf');
    expect(codeOf(await ask('plain'))).toBe('model-addon-missing');
  });

  it('is absent by default', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'footnote-local-'));
    try {
      const weights = join(folder, 'x.gguf');
      writeFileSync(weights, 'weights');
      const ground = (env: Record<string, string>) => ({
        env: { FOOTNOTE_CACHE: folder, ...env },
        allowed: [],
        confirmed: [],
      });
      expect(codeOf(await openModel('local-model', ground({})))).toBe('model-not-set');
      expect(codeOf(await openModel('local-model', ground({ FOOTNOTE_MODEL_FILE: weights })))).toBe(
        'model-addon-missing',
      );
      const entry = join(folder, 'addons', 'local-model', 'node_modules', 'node-llama-cpp', 'dist');
      mkdirSync(entry, { recursive: true });
      writeFileSync(join(entry, 'index.js'), '');
      expect(codeOf(await openModel('local-model', ground({ FOOTNOTE_MODEL_FILE: join(folder, 'y') })))).toBe(
        'file-missing',
      );
      expect(codeOf(await openModel('local-model', ground({ FOOTNOTE_MODEL_FILE: weights })))).toBe('ok');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
