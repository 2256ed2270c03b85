import { z } from 'zod';
import { ChartEvidence } from './evidence.ts';
import { Done, operation, type Operation } from './operation.ts';
import { Channels, GapReason, IdentifierShown, OpaqueId } from './vault.ts';

/** A piece of a recording: half a second of 16 kHz 16-bit PCM. `CHUNK_BYTES` are those of one channel. */
export const SAMPLE_RATE = 16_000;
export const CHUNK_MS = 500;
export const CHUNK_BYTES = (SAMPLE_RATE * 2 * CHUNK_MS) / 1_000;
/** The most that a chunk may be, whatever its recording: two channels. */
export const MOST_CHUNK_BYTES = 2 * CHUNK_BYTES;

const recording = { visit: OpaqueId, recording: OpaqueId };
const identifiersShown = z.array(IdentifierShown).min(2);

/** Answer to a chunk, which goes as bytes and not as JSON: it comes once the chunk is sealed on the disk. */
export const ChunkKept = z.object({ seq: z.number().int(), keptMs: z.number() });
export type ChunkKept = z.infer<typeof ChunkKept>;

/**
 * Something charted that bears on what was just said. `said` is the medicine that was named; `detail` reactions of an
 * allergy, or dose and frequency. Fields, not a sentence: the window says it in its own language.
 */
export const ChartedMeanwhile = z.object({
  about: z.enum(['allergy', 'allergy-to-said', 'interaction', 'medicine']),
  said: z.string().optional(),
  charted: z.string(),
  detail: z.string().optional(),
  evidence: z.array(ChartEvidence),
});
export type ChartedMeanwhile = z.infer<typeof ChartedMeanwhile>;

export const Unfinished = z.object({ ...recording, keptMs: z.number(), startedAt: z.string() });
export type Unfinished = z.infer<typeof Unfinished>;

/**
 * The recorder's door. Chunks go by `Client.chunk` (`POST chunk/VISIT/RECORDING/SEQ`), counted from 0 in each run; a
 * chunk sent twice is kept once. While the session is locked, chunks, gaps, pause, resume and stop are still taken.
 */
export const recordOperations = {
  /** Which two identifiers of the patient were on the screen is part of the record. */
  'record.start': operation({
    name: 'record.start',
    summary: 'begins a recording of this visit from the microphone',
    input: z.object({ visit: OpaqueId, identifiersShown, channels: Channels.default(1) }).strict(),
    output: z.object({ recording: OpaqueId }),
    errors: [
      'visit-unknown',
      'visit-quarantined',
      'recording-running',
      'consent-withdrawn',
      'role-refused',
      'session-locked',
      'disk-no-room',
      'disk-full',
    ],
  }),
  'record.pause': operation({
    name: 'record.pause',
    summary: 'nothing is kept until resumed; the gap is marked',
    input: z.object({ ...recording, reason: z.enum(['pause', 'off-the-record']) }).strict(),
    output: Done,
    errors: ['recording-unknown', 'recording-paused', 'disk-full'],
  }),
  'record.resume': operation({
    name: 'record.resume',
    summary: 'goes on after a pause',
    input: z.object(recording).strict(),
    output: Done,
    errors: ['recording-unknown', 'visit-order', 'disk-full'],
  }),
  'record.gap': operation({
    name: 'record.gap',
    summary: 'something happened to the sound itself: a lost device, a sleep, a crashed page',
    input: z
      .object({ ...recording, reason: GapReason, lastedMs: z.number().int().nonnegative().optional() })
      .strict(),
    output: Done,
    errors: ['recording-unknown', 'disk-full'],
  }),
  'record.stop': operation({
    name: 'record.stop',
    summary: 'ends the recording; hearing and drafting begin',
    input: z.object(recording).strict(),
    output: z.object({ keptMs: z.number() }),
    errors: ['recording-unknown', 'recording-stopped', 'disk-full'],
  }),
  'record.strike': operation({
    name: 'record.strike',
    summary: 'takes the last stretch of kept sound out for good',
    input: z.object({ ...recording, lastMs: z.number().int().positive() }).strict(),
    output: z.object({ struckMs: z.number() }),
    errors: ['recording-unknown', 'approved-locked', 'role-refused', 'session-locked', 'disk-full'],
  }),
  'record.split': operation({
    name: 'record.split',
    summary:
      'the next patient walked in: from `agoMs` ago on, the sound belongs to the other visit and goes on there',
    input: z
      .object({ ...recording, toVisit: OpaqueId, agoMs: z.number().int().nonnegative(), identifiersShown })
      .strict(),
    output: z.object({ recording: OpaqueId }),
    errors: [
      'recording-unknown',
      'recording-stopped',
      'recording-running',
      'visit-unknown',
      'visit-order',
      'approved-locked',
      'consent-withdrawn',
      'content-shredded',
      'role-refused',
      'session-locked',
      'disk-full',
    ],
  }),
  'record.move': operation({
    name: 'record.move',
    summary: 'a finished recording was of another patient',
    input: z.object({ ...recording, toVisit: OpaqueId, identifiersShown }).strict(),
    output: z.object({ recording: OpaqueId }),
    errors: [
      'recording-unknown',
      'recording-running',
      'visit-unknown',
      'approved-locked',
      'role-refused',
      'session-locked',
      'disk-full',
    ],
  }),
  'record.live': operation({
    name: 'record.live',
    summary: 'what was heard so far of a running recording; the last stretch may still change',
    input: z.object({ visit: OpaqueId, from: z.number().int().nonnegative().default(0) }).strict(),
    output: z.object({
      /** Stretches that stay, from the one numbered `from` on, without speakers yet. */
      settled: z.array(z.object({ text: z.string(), untilMs: z.number() })),
      /** Less than `from` where what was heard is given up: sound was struck or moved. */
      next: z.number().int(),
      provisional: z.object({ text: z.string(), startMs: z.number() }).optional(),
      /** What the chart has about it so far, each once, latest last. */
      charted: z.array(ChartedMeanwhile),
    }),
    errors: ['visit-unknown', 'role-refused', 'session-locked', 'session-ended'],
  }),
  'record.unfinished': operation({
    name: 'record.unfinished',
    summary: 'recordings that a crash cut short; their sound is sealed and whole',
    input: z.object({}).strict(),
    output: z.object({ unfinished: z.array(Unfinished) }),
    errors: ['vault-closed', 'session-locked', 'disk-full'],
  }),
  'record.take-up': operation({
    name: 'record.take-up',
    summary:
      'goes on with an unfinished recording, or with one whose page was reloaded: chunks count from 0 again',
    input: z.object(recording).strict(),
    output: z.object({ recording: OpaqueId, keptMs: z.number(), channels: Channels }),
    errors: ['recording-unknown', 'recording-stopped', 'role-refused', 'session-locked', 'disk-full'],
  }),
  'record.finish': operation({
    name: 'record.finish',
    summary: 'ends an unfinished recording with what it has',
    input: z.object(recording).strict(),
    output: Done,
    errors: ['recording-unknown', 'recording-stopped', 'role-refused', 'session-locked', 'disk-full'],
  }),
} as const satisfies Record<string, Operation>;

export const consentOperations = {
  'consent.record': operation({
    name: 'consent.record',
    summary: 'consent was asked for in this wording and given',
    input: z
      .object({
        visit: OpaqueId,
        wording: z.string().trim().min(1).max(5_000),
        given: z.enum(['spoken', 'written']),
        by: z.string().trim().min(1).max(200),
      })
      .strict(),
    output: Done,
    errors: ['visit-unknown', 'role-refused', 'session-locked', 'disk-full'],
  }),
  'consent.withdraw': operation({
    name: 'consent.withdraw',
    summary: 'consent was withdrawn: whatever runs in the visit stops; what was kept is kept',
    input: z.object({ visit: OpaqueId, by: z.string().trim().min(1).max(200) }).strict(),
    output: Done,
    errors: ['visit-unknown', 'role-refused', 'session-locked', 'disk-full'],
  }),
  'consent.present': operation({
    name: 'consent.present',
    summary: 'who was in the room',
    input: z
      .object({
        visit: OpaqueId,
        people: z
          .array(
            z
              .object({ role: z.string().trim().min(1).max(100), name: z.string().max(200).optional() })
              .strict(),
          )
          .min(1)
          .max(20),
      })
      .strict(),
    output: Done,
    errors: ['visit-unknown', 'role-refused', 'session-locked', 'disk-full'],
  }),
} as const satisfies Record<string, Operation>;
