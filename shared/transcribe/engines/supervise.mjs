// Runs one engine and ends it when the parent goes away, however it went: the parent holds the other end of stdin, and
// a killed process closes its pipes. The first line of stdout is the engine's process id; its own output goes nowhere.
import { spawn } from 'node:child_process';
import process from 'node:process';

const [command, ...args] = process.argv.slice(2);
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

engine.on('spawn', () => process.stdout.write(`${engine.pid}\n`));
engine.on('error', () => process.exit(127));
engine.on('exit', (code) => process.exit(code ?? 1));
