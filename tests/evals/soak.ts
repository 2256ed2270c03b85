// Visits in a row in one process, each heard by a real engine that is started and closed for it: memory and handles
// must stay flat, and nothing may be left behind. Options: --visits N (50), --seconds N of the sample visit (40).
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs, promisify } from 'node:util';
import { composeStages } from '../../shared/hosts/compose.ts';
import { runVisit } from '../../shared/hosts/visit-run.ts';
import { findInstalled } from '../../shared/setup/run.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
/** The first visits load knowledge and fill caches; growth is counted from here on. */
const SETTLED = 10;

interface State {
  readonly megabytes: number;
  readonly files: number;
  readonly children: number;
  readonly temporary: number;
}

// tsx keeps esbuild at hand; everything else that is left would be ours.
const countChildren = async (): Promise<number> => {
  const { stdout } = await run('ps', ['--ppid', String(process.pid), '-o', 'comm=']);
  return stdout.split('\n').filter((line) => !['', 'ps', 'esbuild'].includes(line.trim())).length;
};

const stateNow = async (): Promise<State> => {
  globalThis.gc?.();
  return {
    megabytes: process.memoryUsage.rss() / 1e6,
    files: (await readdir('/proc/self/fd')).length,
    children: await countChildren(),
    temporary: (await readdir(tmpdir())).length,
  };
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { visits: { type: 'string', default: '50' }, seconds: { type: 'string', default: '40' } },
  });
  const speech = await findInstalled('tiny.en-q8_0', 'native');
  if (!speech.ok) throw new Error(speech.error.code);
  const folder = await mkdtemp(join(tmpdir(), 'footnote-soak-'));
  // Of its own, so that what others leave on this machine is not counted.
  process.env['TMPDIR'] = await mkdtemp(join(folder, 'temporary-'));
  try {
    const audio = join(folder, 'visit.wav');
    const sample = join(root, 'resources/samples/visit.flac');
    await run('ffmpeg', ['-v', 'error', '-i', sample, '-t', values.seconds, audio]);
    const stages = composeStages();
    const chart = stages.readChart(await readFile(join(root, 'resources/samples/chart.json')));
    if (!chart.ok) throw new Error(chart.error.code);
    const states: State[] = [];
    for (let visit = 1; visit <= Number(values.visits); visit += 1) {
      const drafts = await runVisit(stages, {
        audio,
        chart: chart.value,
        questions: [],
        speech: speech.value,
        engine: undefined,
        language: 'en',
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
      if (!drafts.ok || !drafts.value.drafted) throw new Error(`visit ${String(visit)} gave no draft`);
      states.push(await stateNow());
    }
    const [settled, last] = [states[Math.min(SETTLED, states.length) - 1], states.at(-1)];
    if (!settled || !last) return;
    process.stdout.write(
      `${values.visits} visits; from visit ${String(SETTLED)} to the last: memory ${settled.megabytes.toFixed(0)} to ` +
        `${last.megabytes.toFixed(0)} MB, open files ${String(settled.files)} to ${String(last.files)}, programs of ` +
        `ours ${String(last.children)}, entries in the temporary folder ${String(last.temporary - settled.temporary)} more\n`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

await main();
