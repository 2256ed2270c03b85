import { mkdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Reach } from '../contract/setup.ts';
import { writeWhole } from '../platform/atomic-write.ts';
import type { Places } from './places.ts';

const Agreed = z.object({ hosts: z.array(z.string()), at: z.string() });

/** Whether the person has agreed to every one of these hosts before. */
export const hasAgreed = async (places: Places, reach: readonly Reach[]): Promise<boolean> => {
  try {
    const { hosts } = Agreed.parse(JSON.parse(await readFile(places.agreed, 'utf8')));
    return reach.every(({ host }) => hosts.includes(host));
  } catch {
    // Not asked yet, or the note is unreadable: ask.
    return false;
  }
};

/** Remembers the answer; rejects as `fs` does. */
export const rememberAgreement = async (
  places: Places,
  reach: readonly Reach[],
  now = new Date(),
): Promise<void> => {
  await mkdir(places.cache, { recursive: true, mode: 0o700 });
  const agreed = { hosts: reach.map(({ host }) => host), at: now.toISOString() };
  await writeWhole(places.agreed, JSON.stringify(agreed));
};
