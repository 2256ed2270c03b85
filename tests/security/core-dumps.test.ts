import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/footnote.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MODULE = pathToFileURL(resolve(import.meta.dirname, '../../shared/platform/core-dumps.ts')).href;
const CANARY = 'heliotrope rash on the left shin';

/** A program that holds a sentence in memory and is made to crash, where the system writes crash files; gives them. */
const crash = (name: string, begin: string): Buffer[] => {
  const program = join(folder.path, `${name}.mts`);
  // Made of two parts, so that the sentence is in memory and not in the program's own text.
  const [first, second] = [CANARY.slice(0, 12), CANARY.slice(12)];
  writeFileSync(
    program,
    `${begin}\nglobalThis.kept = Buffer.from([${JSON.stringify(first)}, ${JSON.stringify(second)}].join('').repeat(50));\nprocess.kill(process.pid, 'SIGSEGV');\nawait new Promise((done) => setTimeout(done, 5000));\n`,
  );
  spawnSync(
    'sh',
    ['-c', 'ulimit -c unlimited; exec "$@"', 'sh', process.execPath, '--import', loader, program],
    {
      cwd: folder.path,
    },
  );
  const cores = readdirSync(folder.path).filter((file) => file.startsWith('core'));
  return cores.map((file) => readFileSync(join(folder.path, file)));
};

const OFF = `import { keepMemoryOutOfCrashFiles } from ${JSON.stringify(MODULE)};\nkeepMemoryOutOfCrashFiles();`;

it('a crash file holds nothing of what was in memory', () => {
  const named = !readFileSync('/proc/sys/kernel/core_pattern', 'utf8').startsWith('|');
  // Where the system hands crash files to a program, what it was told is all that can be looked at.
  for (const core of named ? crash('off', OFF) : []) expect(core.includes(CANARY)).toBe(false);
  if (!named) return;
  // The same without it, so that the test is known to see what it looks for.
  expect(crash('on', '').some((core) => core.includes(CANARY))).toBe(true);
});

it('what is started by it holds nothing either', () => {
  const script = join(folder.path, 'child.mts');
  writeFileSync(
    script,
    `import { execFileSync } from 'node:child_process';\n${OFF}\nprocess.stdout.write(execFileSync('cat', ['/proc/self/coredump_filter']));\n`,
  );
  const { stdout } = spawnSync(process.execPath, ['--import', loader, script]);
  expect(stdout.toString().trim()).toBe('00000000');
});
