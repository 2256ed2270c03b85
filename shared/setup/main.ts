/**
 * Entry of the setup process. It is given its job as one JSON line on stdin (`SetupJob`) and says what it does as JSON
 * lines on stdout (`SetupMessage`); it is started without the folder of the vault in its environment and never sees
 * patient data. It stops when its stdin closes, so it does not outlive the one who asked.
 */
import { createInterface } from 'node:readline';
import { refuse } from '../contract/errors.ts';
import { SetupJob, type SetupMessage } from '../contract/setup.ts';
import { install } from './install.ts';

const say = (message: SetupMessage): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const run = async (line: string, signal: AbortSignal): Promise<void> => {
  const result = await install(SetupJob.parse(JSON.parse(line)), say, signal);
  say(result.ok ? { type: 'installed', installed: result.value } : { type: 'refused', error: result.error });
};

const stop = new AbortController();
const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => {
  run(line, stop.signal)
    .catch((cause: unknown) => {
      if (process.env['DEBUG'] === 'footnote') process.stderr.write(`${String(cause)}\n`);
      say({ type: 'refused', error: refuse('fault').error });
    })
    .finally(() => {
      lines.close();
      process.stdin.destroy();
    });
});
lines.once('close', () => {
  stop.abort();
});
// The compiler and pip run in groups of their own and would outlive a sudden end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stop.abort();
  });
}
