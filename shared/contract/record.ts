import { z } from 'zod';
import { operation } from './operation.ts';
import { GapReason, IdentifierShown, OpaqueId } from './vault.ts';

/** A piece of a recording: half a second of 16 kHz mono 16-bit PCM. */
export const SAMPLE_RATE = 16_000;
export const CHUNK_MS = 500;
export const CHUNK_BYTES = (SAMPLE_RATE * 2 * CHUNK_MS) / 1_000;

const recording = { visit: OpaqueId, recording: OpaqueId };
const Done = z.object({});

/** Two identifiers of the patient are shown before Record; which ones is part of the record. */
export const startRecording = operation({
  name: 'record.start',
  input: z.object({
    visit: OpaqueId,
    identifiersShown: z.array(IdentifierShown).min(2),
    source: z.enum(['microphone', 'file']),
  }),
  output: z.object({ recording: OpaqueId }),
  errors: [
    'visit-unknown',
    'visit-quarantined',
    'recording-running',
    'consent-withdrawn',
    'disk-low',
    'disk-full',
  ],
});

/** `seq` counts the chunks of this recording from 0. The answer comes once the chunk is sealed on the disk. */
export const addChunk = operation({
  name: 'record.chunk',
  input: z.object({
    ...recording,
    seq: z.number().int().nonnegative(),
    pcm: z
      .instanceof(Uint8Array)
      .refine((pcm) => pcm.length > 0 && pcm.length <= CHUNK_BYTES && pcm.length % 2 === 0),
  }),
  output: z.object({ seq: z.number().int(), keptMs: z.number() }),
  errors: [
    'recording-unknown',
    'recording-stopped',
    'recording-paused',
    'chunk-order',
    'chunk-shape',
    'disk-low',
    'disk-full',
  ],
});

export const stopRecording = operation({
  name: 'record.stop',
  input: z.object(recording),
  output: z.object({ chunks: z.number().int() }),
  errors: ['recording-unknown', 'recording-stopped', 'disk-full'],
});

export const pauseRecording = operation({
  name: 'record.pause',
  input: z.object({ ...recording, reason: z.enum(['pause', 'off-the-record']) }),
  output: Done,
  errors: ['recording-unknown', 'recording-paused', 'disk-full'],
});
export const resumeRecording = operation({
  name: 'record.resume',
  input: z.object(recording),
  output: Done,
  errors: ['recording-unknown', 'visit-order', 'disk-full'],
});

/** Something happened to the sound itself: a lost device, a sleep, a crashed page. */
export const noteGap = operation({
  name: 'record.gap',
  input: z.object({ ...recording, reason: GapReason, lastedMs: z.number().int().nonnegative().optional() }),
  output: Done,
  errors: ['recording-unknown', 'disk-full'],
});

/** Takes the last stretch of kept sound out of the recording for good. */
export const strikeLast = operation({
  name: 'record.strike',
  input: z.object({ ...recording, lastMs: z.number().int().positive() }),
  output: z.object({ chunks: z.number().int() }),
  errors: ['recording-unknown', 'visit-order', 'disk-full'],
});

/** The next patient walked in `agoMs` ago: from there on the sound belongs to `toVisit`, and the recording goes on there. */
export const splitRecording = operation({
  name: 'record.split',
  input: z.object({
    ...recording,
    toVisit: OpaqueId,
    agoMs: z.number().int().nonnegative(),
    identifiersShown: z.array(IdentifierShown).min(2),
  }),
  output: z.object({ recording: OpaqueId }),
  errors: ['recording-unknown', 'recording-stopped', 'visit-unknown', 'disk-full'],
});

/** A finished recording was of another patient. */
export const moveRecording = operation({
  name: 'record.move',
  input: z.object({ ...recording, toVisit: OpaqueId, identifiersShown: z.array(IdentifierShown).min(2) }),
  output: z.object({ recording: OpaqueId }),
  errors: ['recording-unknown', 'recording-running', 'visit-unknown', 'disk-full'],
});

export const Unfinished = z.object({ ...recording, keptMs: z.number(), startedAt: z.string() });
export type Unfinished = z.infer<typeof Unfinished>;

/** Recordings that a crash cut short; their sound is sealed again and whole. */
export const findUnfinished = operation({
  name: 'record.unfinished',
  input: z.object({}),
  output: z.array(Unfinished),
  errors: ['disk-full'],
});
