// Runs one of our Node programs in a utility process, where there is no standard input and no `process.send`: both come
// over the port that Electron gives. See utility-program.ts.
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import process from 'node:process';

const { parentPort } = process;
const [program] = process.argv.splice(2, 1);
const input = new PassThrough();
Object.defineProperty(process, 'stdin', { value: input });
process.argv[1] = program;
process.send = (message) => {
  parentPort.postMessage(message);
  return true;
};
process.connected = true;
// Messages that come before the program listens wait for it.
let early = [];
const pass = (message) => process.emit('message', message);
parentPort.on('message', ({ data }) => {
  if (data.input) input.write(data.input);
  else if (data.inputEnd) input.end();
  else if (early) early.push(data.message);
  else pass(data.message);
});
parentPort.on('close', () => {
  input.end();
  process.emit('disconnect');
});
await import(pathToFileURL(program).href);
early.forEach(pass);
early = undefined;
