// node --import tsx tests/evals/local-model-drill.ts ADDON-FOLDER WEIGHTS.gguf: the real add-on and real weights through
// the driver: an answer by the schema, a question cancelled in mid-answer, and what memory the machine has back after.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { makeLocalModel } from '../../shared/draft/drafters/local/local-model.ts';
import { sha256OfFile } from '../../shared/platform/hash.ts';

const [folder = '', weights = ''] = process.argv.slice(2);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
/** MB of memory that a process holds, by Linux' own count; 0 once it is gone. */
const heldBy = (pid: number | undefined): number => {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
};

const model = makeLocalModel({
  addon: pathToFileURL(join(resolve(folder), 'node_modules/node-llama-cpp/dist/index.js')).href,
  weights: resolve(weights),
  name: 'drill',
  sha256: await sha256OfFile(weights),
  threads: 1,
  contextTokens: 2048,
});
const Answer = z.object({ complaint: z.string(), side: z.enum(['left', 'right']).nullable() });
const request = {
  task: 'draft' as const,
  system: 'Say what the patient complains of, as JSON.',
  messages: [{ role: 'user' as const, content: 'Patient: my left ear hurts.' }],
  schema: Answer,
  maxTokens: 80,
};

const answer = await model.generate({ ...request, signal: new AbortController().signal });
const pid = model.pid();
say(answer.ok ? `answered by the schema in ${String(answer.value.ms)} ms` : `refused: ${answer.error.code}`);
say(`its process holds ${String(heldBy(pid))} MB`);

const stop = new AbortController();
let asked = 0;
const cancelled = await model.generate({
  ...request,
  maxTokens: 1000,
  schema: z.object({ story: z.string() }),
  signal: stop.signal,
  onProgress: () => {
    asked ||= performance.now();
    stop.abort();
  },
});
say(
  `${cancelled.ok ? 'not cancelled' : cancelled.error.code} after ${(performance.now() - asked).toFixed(0)} ms`,
);
say(`its process holds ${String(heldBy(pid))} MB`);
await model.close();
