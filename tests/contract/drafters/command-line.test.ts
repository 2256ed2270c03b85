import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelIdentity } from '../../../shared/contract/drafters.ts';
import { evaluationOf } from '../../../shared/draft/drafters/evaluation/cases.ts';
import { keepPass } from '../../../shared/hosts/model-passes.ts';
import { sha256 } from '../../../shared/platform/hash.ts';
import {
  answerWith,
  startModelServer,
  type Answering,
  type ModelServer,
} from '../../support/model-server.ts';

const root = resolve(import.meta.dirname, '../../..');
let folder = '';
let server: ModelServer | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-drafter-'));
  writeFileSync(
    join(folder, 'in.jsonl'),
    `${JSON.stringify({
      id: 'one',
      dialogue: [
        { speaker: 'patient', text: 'My right ear has been ringing since Tuesday.' },
        { speaker: 'doctor', text: 'I will refer you to audiology.' },
      ],
    })}\n`,
  );
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly exit: number;
  readonly said: string;
}
const run = (args: readonly string[], env: Record<string, string>): Promise<Ran> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      args,
      { cwd: root, env: { ...process.env, FOOTNOTE_CACHE: folder, ...env } },
      (error, stdout, stderr) => {
        done({ exit: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr });
      },
    );
  });
const draft = (env: Record<string, string>): Promise<Ran> =>
  run(
    [
      'shared/hosts/cli/bin.mjs',
      'draft',
      '--transcripts',
      join(folder, 'in.jsonl'),
      '--out',
      join(folder, 'out.jsonl'),
      '--drafter',
      'server',
    ],
    env,
  );

const identityOf = ({ host }: ModelServer): ModelIdentity => ({
  driver: 'server',
  name: 'scripted',
  host,
  sha256: sha256(`${host}\nscripted`),
});
const invents: Answering = answerWith({
  facts: [],
  lines: [
    {
      section: 'history',
      text: 'Right ear ringing since Tuesday.',
      facts: [],
      turns: [1],
      quotes: ['My right ear has been ringing since Tuesday'],
      chart: [],
    },
    {
      section: 'plan',
      text: 'Start amoxicillin 500 mg.',
      facts: [],
      turns: [2],
      quotes: ['refer you to audiology'],
      chart: [],
    },
  ],
});

describe('footnote draft --drafter server', () => {
  it('says what is missing when no model is set up, and which hosts it does not ask', async () => {
    const none = await draft({});
    expect(none.exit).toBe(4);
    expect(none.said).toContain('no language model is set up');
    const away = await draft({ FOOTNOTE_MODEL_URL: 'https://llm.example/v1', FOOTNOTE_MODEL: 'big' });
    expect(away.exit).toBe(3);
    expect(away.said).toContain('an administrator has to allow that host');
  });

  it('uses no model that has not passed, and then drafts with the checked words of one that has', async () => {
    server = await startModelServer([invents]);
    const env = { FOOTNOTE_MODEL_URL: server.url, FOOTNOTE_MODEL: 'scripted' };
    const refused = await draft(env);
    expect(refused.exit).toBe(4);
    expect(refused.said).toContain('has not passed the evaluation');
    expect(server.asked).toHaveLength(0);

    const figures = { cases: 1, errors: 0, asked: 1, kept: 1 };
    const pass = {
      task: 'draft',
      evaluation: 'of other cases',
      passed: true,
      figures,
      at: '2026-01-01T00:00:00Z',
    } as const;
    const keep = (evaluation: string): Promise<void> =>
      keepPass(join(folder, 'drafters', 'passes.json'), { ...pass, evaluation, model: identityOf(server!) });
    await keep(pass.evaluation);
    expect((await draft(env)).exit).toBe(4);
    await keep(evaluationOf('draft'));
    const done = await draft(env);
    expect(done).toMatchObject({ exit: 0 });
    const line = JSON.parse(readFileSync(join(folder, 'out.jsonl'), 'utf8')) as {
      note: string;
      flags: { message: string }[];
    };
    expect(line.note).toContain('Right ear ringing since Tuesday.');
    expect(line.note).not.toContain('amoxicillin');
    expect(line.note).toMatch(/audiology/);
    expect(line.flags.map(({ message }) => message).join('\n')).toContain('Start amoxicillin 500 mg.');
  });

  it('measures a model by the shipped cases and keeps that it failed', async () => {
    server = await startModelServer([invents]);
    const env = { FOOTNOTE_MODEL_URL: server.url, FOOTNOTE_MODEL: 'scripted' };
    const measured = await run(['--import', 'tsx', 'tests/evals/run.ts', '--drafter', 'server'], env);
    expect(measured.exit).toBe(1);
    expect(measured.said).toContain('not passed');
    expect((await draft(env)).exit).toBe(4);
  });
});
