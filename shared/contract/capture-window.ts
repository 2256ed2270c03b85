import { z } from 'zod';
import { FootnoteError } from './errors.ts';
import { IdentifierShown, OpaqueId } from './vault.ts';

/** A microphone as a person chooses it. Its label is empty until the page may use one. */
export const Microphone = z.object({ id: z.string(), label: z.string() });
export type Microphone = z.infer<typeof Microphone>;

/** Why a microphone could not be opened, or stopped being one. */
export const MicrophoneTrouble = z.enum(['refused', 'none', 'in-use', 'lost', 'muted']);
export type MicrophoneTrouble = z.infer<typeof MicrophoneTrouble>;

/** What a person has to be told about the sound; gone as soon as it is. */
export const Trouble = z.enum([
  ...MicrophoneTrouble.options,
  'no-frames',
  'zeros',
  'low',
  'clipping',
  'slept',
  'host-gone',
]);
export type Trouble = z.infer<typeof Trouble>;

/** How the recording of this machine is, as screens draw it. */
export const CaptureState = z.object({
  /** `testing`: the meter runs and nothing is kept. */
  phase: z.enum(['idle', 'testing', 'starting', 'recording', 'paused', 'stopping', 'stopped']),
  visit: OpaqueId.optional(),
  recording: OpaqueId.optional(),
  pausedAs: z.enum(['pause', 'off-the-record']).optional(),
  /** Sound taken in this run and before, and what of it is sealed on the disk, in ms. */
  takenMs: z.number(),
  keptMs: z.number(),
  /** Peak of the last tenth of a second, 0..1. */
  level: z.number(),
  /** The same of each side, where the microphone has two. */
  sides: z.tuple([z.number(), z.number()]).optional(),
  trouble: Trouble.optional(),
  /** Why the host ended the recording or refused it. */
  error: FootnoteError.optional(),
  microphones: z.array(Microphone),
  microphone: Microphone.optional(),
});
export type CaptureState = z.infer<typeof CaptureState>;

/** What a window asks of the hidden window that records; on the desktop the two are apart. */
export const CaptureCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('test') }).strict(),
  z.object({ do: z.literal('start'), visit: OpaqueId, identifiersShown: z.array(IdentifierShown) }).strict(),
  z.object({ do: z.literal('take-up'), visit: OpaqueId, recording: OpaqueId }).strict(),
  z.object({ do: z.literal('pause'), reason: z.enum(['pause', 'off-the-record']) }).strict(),
  z.object({ do: z.literal('resume') }).strict(),
  z.object({ do: z.literal('stop') }).strict(),
  z
    .object({
      do: z.literal('split'),
      toVisit: OpaqueId,
      agoMs: z.number().nonnegative(),
      identifiersShown: z.array(IdentifierShown),
    })
    .strict(),
  z.object({ do: z.literal('change-microphone'), id: z.string().max(500) }).strict(),
  z.object({ do: z.literal('close') }).strict(),
]);
export type CaptureCommand = z.infer<typeof CaptureCommand>;

/** A command on its way, and its answer, by the same number. */
export const NumberedCommand = z.object({ id: z.number().int(), command: CaptureCommand });
export type NumberedCommand = z.infer<typeof NumberedCommand>;

/** What the shell gives a window that only shows the recording. */
export interface CaptureBridge {
  readonly ask: (command: CaptureCommand) => Promise<unknown>;
  /** How it is now (a `CaptureState`), and again whenever that changes. */
  readonly listen: (listener: (state: unknown) => void) => () => void;
}

/** What the shell gives the hidden window. */
export interface CaptureWork {
  /** Calls back with a `NumberedCommand`. */
  readonly listen: (listener: (numbered: unknown) => void) => void;
  readonly answer: (id: number, result: unknown) => void;
  readonly tell: (state: CaptureState) => void;
}
