import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { resolve } from 'node:path';
import { z } from 'zod';

export const LongRecording = z.object({
  chunks: z.number(),
  /** Kept by the visit at its end, read from the record that was closed and opened again. */
  keptMs: z.number(),
  timesRealTime: z.number(),
  /** Processor time over the length of the sound: what sealing takes of one core while a visit is recorded. */
  coreAt1x: z.number(),
  /** From the first tenth to the end: what is held after a collection, and the whole process. */
  heldGrowthMiB: z.number(),
  rssGrowthMiB: z.number(),
});
export type LongRecording = z.infer<typeof LongRecording>;

const RUN = resolve(import.meta.dirname, 'long-recording-run.ts');
const run = promisify(execFile);

/** Records so many minutes through the app's chunk door in a process of its own, at most forty times as fast as in life. */
export const recordFor = async (minutes: number): Promise<LongRecording> => {
  const args = ['--expose-gc', '--import', 'tsx', RUN, String(minutes)];
  const { stdout } = await run(process.execPath, args);
  return LongRecording.parse(JSON.parse(stdout));
};
