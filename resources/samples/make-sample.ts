// Speaks script.json with two flite voices into visit.flac and writes what was said, with times, to visit.json.
// Run by hand when the script changes: node --import tsx resources/samples/make-sample.ts (Debian: flite sox).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const Script = z.object({
  voices: z.record(z.string(), z.string()),
  turns: z.array(z.tuple([z.enum(['clinician', 'patient']), z.string()])),
});

const here = import.meta.dirname;
const script = Script.parse(JSON.parse(readFileSync(join(here, 'script.json'), 'utf8')));
const folder = mkdtempSync(join(tmpdir(), 'footnote-sample-'));
// Pauses between turns differ a little, as people's do, and are the same at every run.
const pauseSeconds = (index: number): number => 0.3 + ((index * 7) % 5) * 0.1;

let clockSeconds = 0;
const spoken = script.turns.map(([speaker, text], index) => {
  const raw = join(folder, `${String(index)}.wav`);
  const padded = join(folder, `${String(index)}-padded.wav`);
  execFileSync('flite', ['-voice', script.voices[speaker] ?? 'rms', '-t', text, '-o', raw]);
  const level = speaker === 'clinician' ? '-3' : '-6';
  const pause = pauseSeconds(index).toFixed(2);
  execFileSync('sox', [raw, '-r', '16000', '-c', '1', '-b', '16', padded, 'norm', level, 'pad', '0', pause]);
  const seconds = Number(execFileSync('soxi', ['-D', padded], { encoding: 'utf8' }));
  const start = Number(clockSeconds.toFixed(2));
  clockSeconds += seconds;
  return { padded, turn: { speaker, start, end: Number((clockSeconds - Number(pause)).toFixed(2)), text } };
});

execFileSync('sox', [...spoken.map(({ padded }) => padded), '-C', '8', join(here, 'visit.flac')]);
const truth = { seconds: Number(clockSeconds.toFixed(2)), turns: spoken.map(({ turn }) => turn) };
writeFileSync(join(here, 'visit.json'), `${JSON.stringify(truth, null, 1)}\n`);
rmSync(folder, { recursive: true });
