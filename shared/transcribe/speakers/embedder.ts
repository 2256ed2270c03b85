import type * as Runtime from 'onnxruntime-node';
import { SAMPLE_RATE } from '../../contract/capture.ts';
import type {
  SpeakerModel,
  SpeakerModelFault,
  SpeakerModelIdentity,
  SpeakerModelInput,
} from '../../contract/speaker-model.ts';
import { loadOnnxRuntime, SMALL_SESSION } from '../../platform/onnx-runtime.ts';
import { makeFilterBanks } from './filter-banks.ts';

/** Tells by a piece of speech whose voice it is: pieces of one voice give vectors that point the same way. */
export interface SpeakerEmbedder {
  readonly identity: SpeakerModelIdentity;
  /**
   * Of 16 kHz samples in -1..1, half a second or more: a vector of length 1, of as many values for any piece; null where
   * the model says nothing.
   */
  readonly embed: (samples: Float32Array) => Promise<Float32Array | null>;
  readonly close: () => Promise<void>;
}

export type OpenedEmbedder =
  | { readonly embedder: SpeakerEmbedder }
  | { readonly fault: Extract<SpeakerModelFault, 'not-a-model' | 'input' | 'output'> };

type Ort = typeof Runtime;
type Inputs = Record<string, Runtime.Tensor>;
/** What a model is given for a piece of sound. */
type Prepare = (samples: Float32Array) => Inputs;

/** Bands of mel frames that a model may want; frames are as many as there are, so their side of the shape has no number. */
const BANDS = { least: 20, most: 128 } as const;
/** Values of a vector that tells voices apart. */
const WIDTH = { least: 8, most: 4_096 } as const;
/** Two lengths of sound (s) that a model is tried with: what it gives may not grow with them. */
const TRIED = [1, 1.7] as const;

const isFixed = (side: number | string | undefined): side is number => typeof side === 'number' && side > 0;

/** [1, frames, bands] or [1, bands, frames], by which side has a number; null where neither or both could be bands. */
const layoutOf = (
  shape: readonly (number | string)[],
): { readonly bands: number; readonly bandsFirst: boolean } | null => {
  if (shape.length !== 3 || (isFixed(shape[0]) && shape[0] !== 1)) return null;
  const [, second, third] = shape;
  if (isFixed(second) === isFixed(third)) return null;
  const bands = isFixed(second) ? second : isFixed(third) ? third : 0;
  return bands >= BANDS.least && bands <= BANDS.most ? { bands, bandsFirst: isFixed(second) } : null;
};

const turned = (values: Float32Array, frames: number, bands: number): Float32Array =>
  Float32Array.from(values, (_, at) => values[(at % frames) * bands + Math.floor(at / frames)] ?? 0);

/** How the input that the manifest states is made for this model; null where the model takes something else. */
const preparing = (
  { Tensor }: Ort,
  session: Runtime.InferenceSession,
  stated: SpeakerModelInput,
): Prepare | null => {
  const [sound, count, ...more] = session.inputMetadata;
  if (!sound?.isTensor || sound.type !== 'float32' || more.length > 0) return null;
  if (stated.kind === 'samples') {
    const [batch, samples] = sound.shape;
    const fits = sound.shape.length === 2 && !isFixed(samples) && (!isFixed(batch) || batch === 1);
    return fits && !count ? (pcm) => ({ [sound.name]: new Tensor('float32', pcm, [1, pcm.length]) }) : null;
  }
  const layout = layoutOf(sound.shape);
  if (!layout || (count && !(count.isTensor && count.type === 'int64'))) return null;
  const { bands, bandsFirst } = layout;
  const banksOf = makeFilterBanks(bands, stated.window);
  return (pcm) => {
    const { frames, values } = banksOf(pcm);
    const data = bandsFirst ? turned(values, frames, bands) : values;
    const shape = bandsFirst ? [1, bands, frames] : [1, frames, bands];
    return {
      [sound.name]: new Tensor('float32', data, shape),
      ...(count && { [count.name]: new Tensor('int64', BigInt64Array.of(BigInt(frames)), [1]) }),
    };
  };
};

/** The output that is the voice: the only one, or the one that is called an embedding. */
const outputOf = ({ outputNames }: Runtime.InferenceSession): string | undefined =>
  outputNames.length === 1 ? outputNames[0] : outputNames.find((name) => /^emb/iu.test(name));

/** A vector drawn to length 1; null where it has no length, or is none. */
const unitOf = (data: unknown): Float32Array | null => {
  if (!(data instanceof Float32Array)) return null;
  const length = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
  return length > 0 && Number.isFinite(length) ? data.map((value) => value / length) : null;
};

/** A voice-like sound to try a model with: a tone rich in overtones that wavers. */
const madeSound = (seconds: number): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * SAMPLE_RATE) }, (_, at) => {
    const turn = (2 * Math.PI * 140 * at) / SAMPLE_RATE + Math.sin(at / 900);
    return 0.1 * [1, 2, 3, 4, 5].reduce((sum, part) => sum + Math.sin(part * turn) / part, 0);
  });

/** Whether the model gives a vector of one and the same width whatever the length of the piece. */
const isVoice = (tried: readonly (Float32Array | null)[]): boolean => {
  const [width = 0] = tried.map((vector) => vector?.length ?? 0);
  return width >= WIDTH.least && width <= WIDTH.most && tried.every((vector) => vector?.length === width);
};

/**
 * A speaker model, opened on one thread and tried with a made sound. Refused with a reason where it cannot be loaded,
 * takes something else than its manifest states, or gives something that is no vector.
 */
export const openEmbedder = async ({ identity, input, bytes }: SpeakerModel): Promise<OpenedEmbedder> => {
  const ort = await loadOnnxRuntime();
  const session = await ort.InferenceSession.create(bytes, SMALL_SESSION).catch(() => null);
  if (!session) return { fault: 'not-a-model' };
  const refused = async (fault: 'input' | 'output'): Promise<OpenedEmbedder> => {
    await session.release();
    return { fault };
  };
  const prepare = preparing(ort, session, input);
  if (!prepare) return refused('input');
  const output = outputOf(session);
  if (output === undefined) return refused('output');
  const vectorOf = async (samples: Float32Array): Promise<Float32Array | null> => {
    const answer = await session.run(prepare(samples), [output]);
    return unitOf(answer[output]?.data);
  };
  try {
    if (!isVoice(await Promise.all(TRIED.map((seconds) => vectorOf(madeSound(seconds))))))
      return await refused('output');
  } catch {
    // The runtime throws where shapes do not go together.
    return refused('input');
  }
  const embed: SpeakerEmbedder['embed'] = (samples) => vectorOf(samples).catch(() => null);
  return { embedder: { identity, embed, close: () => session.release() } };
};
