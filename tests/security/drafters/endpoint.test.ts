import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openModel } from '../../../shared/hosts/drafters.ts';
import { good } from '../../support/record-fixture.ts';
import { answerWith, startModelServer, type ModelServer } from '../../support/model-server.ts';

let folder = '';
let server: ModelServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '2',
      ...subject,
    ],
    { stdio: 'ignore' },
  );
  server = await startModelServer([answerWith({ word: 'yes' })], {
    key: readFileSync(key, 'utf8'),
    cert: readFileSync(cert, 'utf8'),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (env: Record<string, string>) => {
  const ground = {
    env: { FOOTNOTE_MODEL_URL: server.url, FOOTNOTE_MODEL: 'x', ...env },
    allowed: [],
    confirmed: [],
  };
  const model = good(await openModel('server', ground));
  return model?.generate({
    task: 'draft',
    system: 's',
    messages: [{ role: 'user', content: '{"turns": []}' }],
    schema: z.object({ word: z.string() }),
    maxTokens: 20,
    signal: new AbortController().signal,
  });
};

describe('a model server with a certificate of its own making', () => {
  it('is refused, and the sentence says how to accept it', async () => {
    const answer = await ask({});
    expect(answer).toMatchObject({ ok: false, error: { code: 'model-certificate' } });
    expect(answer?.ok === false && answer.error.message).toContain('name its file');
    expect(server.asked).toHaveLength(0);
  });

  it('is asked once its file is named', async () => {
    const answer = await ask({ FOOTNOTE_MODEL_CERTIFICATE: join(folder, 'cert.pem') });
    expect(answer).toMatchObject({ ok: true, value: { value: { word: 'yes' } } });
  });
});
