// One memory measurement in a process of its own: AUDIO MINUTES; prints the peak in MB.
import process from 'node:process';
import { openRecording } from '../../shared/capture/decode/open-recording.ts';
import { peakMemory } from './bench-memory.ts';

const [audio = '', minutes = '5'] = process.argv.slice(2);
const sound = await openRecording(audio);
if (!sound.ok) throw new Error(sound.error.code);
const parts: Float32Array[] = [];
for await (const block of sound.value.blocks) parts.push(block);
const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
let at = 0;
for (const part of parts) {
  samples.set(part, at);
  at += part.length;
}
process.stdout.write(`${(await peakMemory(samples, Number(minutes))).toFixed(1)}\n`);
