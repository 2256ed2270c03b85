// One memory measurement in a process of its own: AUDIO; prints the peak in MB.
import process from 'node:process';
import { peakMemory } from './bench-memory.ts';

process.stdout.write(`${(await peakMemory(process.argv[2] ?? '')).toFixed(1)}\n`);
