import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/footnote.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

it('hearing a voice keeps no identifier of the machine and prepares no report to anyone', () => {
  const silero = pathToFileURL(resolve(import.meta.dirname, '../../shared/transcribe/voice/silero.ts')).href;
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = `import { makeSileroDetector } from ${JSON.stringify(silero)};
    const detector = await makeSileroDetector();
    process.stdout.write(String(await detector.next(new Float32Array(512))));
    await detector.close();`;
  // The runtime's own reports begin with a file in the person's folder: an empty one shows whether there is any.
  const { stdout } = spawnSync(process.execPath, ['--import', loader, '--input-type=module', '-e', program], {
    env: { PATH: process.env['PATH'], HOME: folder.path, TMPDIR: folder.path },
  });
  expect(Number(stdout.toString())).toBeGreaterThan(0);
  const left = readdirSync(folder.path, { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => !name.startsWith('tsx'))).toEqual([]);
});
