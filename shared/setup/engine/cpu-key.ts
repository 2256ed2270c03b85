import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { sha256 } from '../../platform/hash.ts';

/**
 * Short name of the kind of processor that a program built with `-march=native` runs on: a build must not be used on a
 * processor that lacks an instruction set of the one it was built on (a cache folder can be on a network drive).
 */
export const cpuKey = async (): Promise<string> => {
  const model = cpus()[0]?.model.trim() ?? 'unknown';
  // The kernel's list of instruction sets; other systems have no such file and are known by the model's name.
  const listing = process.platform === 'linux' ? await readFile('/proc/cpuinfo', 'utf8') : '';
  const features = /^(?:flags|Features)\s*:\s*(.*)$/mu.exec(listing)?.[1] ?? '';
  const sorted = features.trim().split(/\s+/u).sort().join(' ');
  return `${process.platform}-${process.arch}-${sha256(`${model}\n${sorted}`).slice(0, 8)}`;
};
