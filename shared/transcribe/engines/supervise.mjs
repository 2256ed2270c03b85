// Runs one engine and ends it when the parent goes away, however it went: the parent holds the other end of stdin, and
// a killed process closes its pipes. The first line of stdout is the engine's process id; its own output goes nowhere.
// RECORD is a file that says what runs, for orphans.ts, should this process be killed as well; HEALTH tells it by.
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const [record, health, command, ...args] = process.argv.slice(2);
const engine = spawn(command, args, { stdio: 'ignore', windowsHide: true });

const end = () => {
  engine.kill('SIGKILL');
};
process.stdin.resume();
process.stdin.on('end', end);
process.stdin.on('close', end);
process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('disconnect', end);

engine.on('spawn', () => {
  try {
    const running = JSON.stringify({ pid: engine.pid, supervisor: process.pid, health });
    writeFileSync(record, running, { mode: 0o600 });
  } catch {
    // Without a record the engine still ends with its parent; only the second safety is missing.
  }
  process.stdout.write(`${engine.pid}\n`);
});
engine.on('error', () => process.exit(127));
engine.on('exit', (code) => {
  rmSync(record, { force: true });
  process.exit(code ?? 1);
});
