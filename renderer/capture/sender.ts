import type { FootnoteError, Result } from '../../shared/contract/errors.ts';
import type { ChunkKept } from '../../shared/contract/record.ts';

type Pcm = Uint8Array<ArrayBuffer>;

export interface SenderOptions {
  readonly send: (seq: number, pcm: Pcm) => Promise<Result<ChunkKept>>;
  readonly onKept: (keptMs: number) => void;
  /** The host does not answer and the sound waits here, or it answers again. */
  readonly onWaiting: (waiting: boolean) => void;
  /** The host will take no more; what was sealed is kept. */
  readonly onEnd: (error: FootnoteError) => void;
  /** Waits before another try, in ms. */
  readonly wait: (ms: number) => Promise<void>;
}

export interface Sender {
  readonly add: (pcm: Pcm) => void;
  /** Resolves when everything given so far is sealed, or the host will take no more. */
  readonly drained: () => Promise<void>;
  readonly end: () => void;
  /** Chunks that wait here. */
  readonly waiting: () => number;
}

const TRY_AGAIN_MS = 500;
/** Answers after which the same chunk is sent again: the host is away, or has no room at this moment. */
const PASSING: ReadonlySet<string> = new Set(['host-gone', 'fault', 'disk-full']);

/** Sends in order, one at a time, each once the one before is on the host's disk; nothing is dropped while it waits. */
export const makeSender = ({ send, onKept, onWaiting, onEnd, wait }: SenderOptions): Sender => {
  const queue: Pcm[] = [];
  let seq = 0;
  let ended = false;
  let working: Promise<void> | undefined;

  const sendFirst = async (pcm: Pcm): Promise<void> => {
    const answer = await send(seq, pcm);
    if (answer.ok) {
      queue.shift();
      seq += 1;
      onWaiting(false);
      onKept(answer.value.keptMs);
      return;
    }
    if (PASSING.has(answer.error.code)) {
      onWaiting(true);
      await wait(TRY_AGAIN_MS);
      return;
    }
    ended = true;
    queue.length = 0;
    onEnd(answer.error);
  };

  const work = async (): Promise<void> => {
    for (let pcm = queue[0]; pcm && !ended; pcm = queue[0]) await sendFirst(pcm);
    working = undefined;
  };

  return {
    add: (pcm) => {
      if (ended) return;
      queue.push(pcm);
      working ??= work();
    },
    drained: async () => {
      while (working) await working;
    },
    end: () => {
      ended = true;
      queue.length = 0;
    },
    waiting: () => queue.length,
  };
};
