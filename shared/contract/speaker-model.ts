import { z } from 'zod';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Which speaker model told voices apart. */
export const SpeakerModelIdentity = z.object({ name: z.string(), sha256: Sha256 });
export type SpeakerModelIdentity = z.infer<typeof SpeakerModelIdentity>;

/**
 * What a speaker model takes, all of it 32-bit floats of 16 kHz mono sound. `samples`: [1, count] in -1..1. `log-mel`:
 * [1, frames, bands] or [1, bands, frames], whichever the model's input says, and after it, where the model asks for it,
 * how many frames there are (one integer); frames of 25 ms each 10 ms as Kaldi makes them (mean taken off, pre-emphasis
 * 0.97, mel bands from 20 Hz to 8 kHz, logarithm), each band's mean over the piece taken off. That is how WeSpeaker
 * (`hamming`) and 3D-Speaker (`povey`) export theirs.
 */
export const SpeakerModelInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('samples') }).strict(),
  z.object({ kind: z.literal('log-mel'), window: z.enum(['hamming', 'povey']) }).strict(),
]);
export type SpeakerModelInput = z.infer<typeof SpeakerModelInput>;

/** `speaker/speaker.json` in the cache folder, beside the file it names. A person puts both there; neither is fetched. */
export const SpeakerModelManifest = z
  .object({
    version: z.literal(1),
    name: z.string().trim().min(1).max(100),
    licence: z.string().trim().min(1).max(200),
    /** Name of the ONNX file in the same folder. */
    file: z.string().regex(/^[A-Za-z0-9._-]{1,100}\.onnx$/),
    sha256: Sha256,
    input: SpeakerModelInput,
  })
  .strict();
export type SpeakerModelManifest = z.infer<typeof SpeakerModelManifest>;

/** A model as it was found: its bytes, which have the hash that its manifest says. */
export interface SpeakerModel {
  readonly identity: SpeakerModelIdentity;
  readonly input: SpeakerModelInput;
  readonly bytes: Uint8Array;
}

/**
 * Why a model that is there is not used. `manifest`: the description cannot be read; `file`: there is no such file, or it
 * cannot be read; `hash`: it is another file; `not-a-model`: it cannot be loaded; `input`: it takes something else than
 * its description says; `output`: what it gives is no voice.
 */
export const SpeakerModelFault = z.enum(['manifest', 'file', 'hash', 'not-a-model', 'input', 'output']);
export type SpeakerModelFault = z.infer<typeof SpeakerModelFault>;

/** By what voices are told apart: our own measures of the sound, or the model of that name. */
export const SpeakerModelState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('in-use'), name: z.string() }),
  z.object({ state: z.literal('refused'), fault: SpeakerModelFault }),
]);
export type SpeakerModelState = z.infer<typeof SpeakerModelState>;
