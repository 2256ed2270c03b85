import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StartNode } from '../../platform/node-program.ts';

const SUPERVISOR = fileURLToPath(new URL('./supervise.mjs', import.meta.url));

/** A program under supervision: it ends when this process ends, even when this process is killed. */
export interface Supervised {
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
  readonly end: () => Promise<void>;
}

const endPid = (pid: number | null): void => {
  if (pid === null) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone, which is what was wanted.
  }
};

/** Where it is written down that an engine runs, and the address it answers, for `reapOrphans`. */
export interface RunningRecord {
  readonly path: string;
  readonly health: string;
}

/** Starts `command` under the supervisor. Its output is discarded: an engine prints what it hears. */
export const supervise = (
  startNode: StartNode,
  command: string,
  args: readonly string[],
  record: RunningRecord,
): Supervised => {
  const supervisor = startNode(SUPERVISOR, [record.path, record.health, command, ...args], {
    pipes: true,
    // A thread that spins while another waits for the processor starves both: on a busy machine passages took up to
    // five times as long. On an idle one it costs nothing that could be measured.
    env: { ...process.env, OMP_WAIT_POLICY: 'passive' },
  });
  let enginePid: number | null = null;
  let gone = false;
  if (supervisor.stdout) {
    createInterface({ input: supervisor.stdout }).once('line', (line) => {
      enginePid = Number(line);
    });
  }
  const exited = supervisor.exited.then(() => {
    gone = true;
    // If the supervisor itself was killed, its engine is still there.
    endPid(enginePid);
  });
  return {
    exited,
    hasExited: () => gone,
    end: async () => {
      supervisor.stdin?.end();
      endPid(gone ? null : enginePid);
      await exited;
    },
  };
};
