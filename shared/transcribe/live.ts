import type { Sound } from '../contract/capture.ts';
import type { Result } from '../contract/errors.ts';
import type { Transcript } from '../contract/transcript.ts';
import { makeFeed } from './feed.ts';
import type { Provisional } from './meanwhile.ts';
import type { Tellers } from './tell.ts';
import { transcribe, type Settled, type TranscribeInput } from './transcribe.ts';

/** How far listening is: what has come in, and what of it has been heard, in ms from the start. */
export interface LiveProgress {
  readonly recordedMs: number;
  readonly heardMs: number;
}

export interface LiveSettings extends Pick<
  TranscribeInput,
  'engine' | 'language' | 'vocabulary' | 'signal' | 'findRisky' | 'openSpeakerModel' | keyof Tellers
> {
  /** Words that will not change any more, chunk by chunk, and how far that brings it. */
  readonly onSettled?: (settled: Settled, progress: LiveProgress) => void;
  /** As `Sound.balance`, of all that was fed, where it came from two channels that were mixed down. */
  readonly balance?: Sound['balance'] | undefined;
  /** Words of what is being said now, to be shown as such and forgotten; only while the machine has time to spare. */
  readonly onProvisional?: (provisional: Provisional) => void;
}

/**
 * Ears for a recording that is still going on. `feed` takes 16 kHz mono samples in -1..1 as they come, any number at a
 * time, and never waits: what cannot be heard yet is kept and worked off later, also after `finish`. `finish` says that
 * no more comes and gives the transcript, as `transcribe` does; it may be called again. A failure before that ends
 * listening, not recording: `feed` goes on to be harmless, `finish` says what went wrong, and the recording can be
 * transcribed again.
 */
export interface LiveTranscriber {
  readonly feed: (samples: Float32Array) => void;
  readonly finish: () => Promise<Result<Transcript>>;
}

/** The same path as `transcribe`, read as it is recorded. The engine is the caller's and stays open. */
export const makeLiveTranscriber = ({
  onSettled,
  onProvisional,
  balance,
  ...settings
}: LiveSettings): LiveTranscriber => {
  const feed = makeFeed();
  const stop = new AbortController();
  settings.signal?.addEventListener('abort', feed.end, { once: true });
  const heard = transcribe({
    ...settings,
    sound: { ...feed.sound, ...(balance && { balance }) },
    live: { onProvisional, stop: stop.signal },
    onSettled: (settled) => {
      const recordedMs = feed.writtenMs();
      // The last frame is filled up with silence, so hearing may end a little past the recording.
      onSettled?.(settled, { recordedMs, heardMs: Math.min(settled.untilMs, recordedMs) });
    },
  });
  // What it rejects with is for `finish` to say.
  heard.catch(() => undefined);
  return {
    feed: feed.write,
    finish: () => {
      feed.end();
      stop.abort();
      return heard;
    },
  };
};
