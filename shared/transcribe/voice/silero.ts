import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadOnnxRuntime, SMALL_SESSION } from '../../platform/onnx-runtime.ts';

/** Samples per decision: 32 ms at 16 kHz, which is what Silero was trained on. */
export const FRAME_SAMPLES = 512;
/** The model also sees the end of the frame before. */
const CONTEXT_SAMPLES = 64;
const STATE_SHAPE = [2, 1, 128] as const;
const STATE_SIZE = 256;

/** How likely each frame in turn is speech, 0..1. It remembers what came before, so frames go in once and in order. */
export interface VoiceDetector {
  readonly next: (frame: Float32Array) => Promise<number>;
  readonly close: () => Promise<void>;
}

const weightsPath = (): string => {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('@ricky0123/vad-web')), 'silero_vad_v6.onnx');
};

/** Silero v6 (weights inside `@ricky0123/vad-web`) on one thread of the CPU. Rejects when the runtime cannot load. */
export const makeSileroDetector = async (): Promise<VoiceDetector> => {
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const session = await InferenceSession.create(weightsPath(), SMALL_SESSION);
  const rate = new Tensor('int64', BigInt64Array.of(16_000n), []);
  const input = new Float32Array(CONTEXT_SAMPLES + FRAME_SAMPLES);
  let state = new Tensor('float32', new Float32Array(STATE_SIZE), STATE_SHAPE);
  return {
    next: async (frame) => {
      input.copyWithin(0, FRAME_SAMPLES);
      input.set(frame, CONTEXT_SAMPLES);
      const shape = [1, input.length];
      const answer = await session.run({ input: new Tensor('float32', input, shape), state, sr: rate });
      state = answer['stateN'] as typeof state;
      return Number(answer['output']?.data[0] ?? 0);
    },
    close: () => session.release(),
  };
};
