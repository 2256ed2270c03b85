// Runs a copy of the whisper-node package in a process of its own. Speaks the messages of worker-engine.ts.
import { Buffer } from 'node:buffer';
import { cp, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

// Names without spaces or anything else a shell would read, relative to the folder the package changes into.
const MODEL = 'models/footnote.bin';
let whisper = null;
let engineFolder = '';

const wavOf = (samples) => {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(16000, 24);
  bytes.writeUInt32LE(32000, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, at) => {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32767), 44 + at * 2);
  });
  return bytes;
};

const load = async ({ packageFolder, workFolder, modelPath }) => {
  const copy = join(workFolder, 'whisper-node');
  await mkdir(workFolder, { recursive: true, mode: 0o700 });
  const known = await stat(join(copy, 'package.json')).catch(() => null);
  if (!known) await cp(packageFolder, copy, { recursive: true, dereference: true });
  engineFolder = join(copy, 'lib', 'whisper.cpp');
  await rm(join(engineFolder, MODEL), { force: true });
  await symlink(modelPath, join(engineFolder, MODEL));
  // Importing compiles, where that has not been done, and exits the process when it cannot.
  whisper = createRequire(join(copy, 'package.json'))('./dist/index.js').default;
  process.send({ kind: 'ready' });
};

const milliseconds = (time) => {
  const [hours, minutes, seconds] = time.split(':').map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
};

const listen = async ({ id, samples, language }) => {
  const name = `chunk-${process.pid}.wav`;
  const path = join(engineFolder, name);
  const padded = new Float32Array(Math.max(samples.length, 17600));
  padded.set(samples);
  await writeFile(path, wavOf(padded), { mode: 0o600 });
  try {
    const words = await whisper(name, {
      modelPath: MODEL,
      // The package pastes this into its command line; `-sow` makes each line one word rather than one token.
      whisperOptions: { language, timestamp_size: '1 -sow' },
      shellOptions: { silent: true, async: true },
    });
    if (!words) process.exit(1);
    const tokens = words
      .filter(({ speech }) => speech.trim() !== '')
      .map(({ start, end, speech }) => ({
        text: ` ${speech.trim()}`,
        startMs: milliseconds(start),
        endMs: milliseconds(end),
      }));
    process.send({ kind: 'heard', id, language: language === 'auto' ? 'und' : language, tokens });
  } finally {
    await rm(path, { force: true });
  }
};

// The engine it starts is in this process's group and must not outlive it.
process.on('disconnect', () => {
  if (process.platform === 'win32') process.exit(0);
  process.kill(-process.pid, 'SIGKILL');
});
process.on('message', (message) => {
  const work = message.kind === 'load' ? load(message) : listen(message);
  work.catch(() => {
    if (message.kind === 'load') process.send({ kind: 'unable' });
    else process.exit(1);
  });
});
