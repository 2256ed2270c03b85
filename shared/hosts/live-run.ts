import { setTimeout as wait } from 'node:timers/promises';
import { SAMPLE_RATE, type Sound } from '../contract/capture.ts';
import { succeed, type Result } from '../contract/errors.ts';
import type { Transcript } from '../contract/transcript.ts';
import { makeLiveTranscriber, type LiveSettings } from '../transcribe/live.ts';

export interface LiveRunSettings extends LiveSettings {
  readonly onProgress: (share: number) => void;
  /** How long (ms) the last word took to come after the last sound. */
  readonly onWait: (ms: number) => void;
}

/** As a recorder hands sound over. */
const BLOCK_MS = 500;
const BLOCK = (BLOCK_MS / 1000) * SAMPLE_RATE;

/** Blocks of any length as blocks of half a second; the last may be shorter. */
async function* halfSeconds(blocks: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  let open = new Float32Array(BLOCK);
  let filled = 0;
  for await (const block of blocks) {
    for (let at = 0; at < block.length;) {
      const take = Math.min(BLOCK - filled, block.length - at);
      open.set(block.subarray(at, at + take), filled);
      filled += take;
      at += take;
      if (filled < BLOCK) continue;
      yield open;
      open = new Float32Array(BLOCK);
      filled = 0;
    }
  }
  if (filled > 0) yield open.subarray(0, filled);
}

/**
 * Hears a file as if it were being recorded: half a second of it every half second, and not a moment earlier. Takes as
 * long as the recording, and the wait at its end. The sound is closed. May fail as `transcribe` does.
 */
export const hearLive = async (sound: Sound, settings: LiveRunSettings): Promise<Result<Transcript>> => {
  const live = makeLiveTranscriber({ ...settings, balance: sound.balance });
  const begun = performance.now();
  let fed = 0;
  try {
    for await (const block of halfSeconds(sound.blocks)) {
      fed += block.length;
      const due = begun + (fed / SAMPLE_RATE) * 1000;
      await wait(Math.max(0, due - performance.now()), undefined, { signal: settings.signal }).catch(
        () => undefined,
      );
      if (settings.signal?.aborted === true) break;
      live.feed(block);
      if (sound.announcedMs !== null)
        settings.onProgress(Math.min(1, ((fed / SAMPLE_RATE) * 1000) / sound.announcedMs));
    }
    const stopped = performance.now();
    const heard = await live.finish();
    if (!heard.ok) return heard;
    settings.onWait(Math.round(performance.now() - stopped));
    const { missing } = sound.end();
    const gaps = missing
      ? [...heard.value.gaps, { ...missing, reason: 'truncated-file' as const }]
      : heard.value.gaps;
    return succeed({ ...heard.value, gaps });
  } finally {
    await sound.close();
  }
};
