import { SAMPLE_RATE } from '../../contract/capture.ts';
import { FRAME_SAMPLES } from '../voice/silero.ts';
import { GATE, makeGate, type Stretch } from '../voice/stretches.ts';
import type { SpeakerEmbedder } from './embedder.ts';
import { CEPSTRA, FEATURES, makeVoiceFeatures } from './features.ts';
import { PieceCutter } from './pieces.ts';
import type { VoicedStretch } from './voices.ts';

export const FRAME_MS = (FRAME_SAMPLES / SAMPLE_RATE) * 1000;
/** Frames less likely to be speech than this say little about a voice. */
export const CLEARLY_SPEECH = 0.5;

export interface VoiceCollector {
  /** Frames in order, the next one once this one is taken. */
  readonly observe: (frame: Float32Array, probability: number) => Promise<void>;
  readonly finish: () => Promise<readonly VoicedStretch[]>;
}

/**
 * Watches frames go by and keeps, per stretch of speech, what describes the voice: 72 bytes for each 32 ms with a pitch,
 * and with a speaker model the vector of each piece.
 */
export const makeVoiceCollector = (embedder?: SpeakerEmbedder | null): VoiceCollector => {
  const gate = makeGate(GATE);
  const featuresOf = makeVoiceFeatures();
  const cutter = embedder ? new PieceCutter(embedder, FRAME_MS) : null;
  const stretches: VoicedStretch[] = [];
  let open: { readonly features: Float32Array; readonly timeMs: number }[] = [];
  let frame = 0;

  const keep = async (stretch: Stretch | null): Promise<void> => {
    if (!stretch) return;
    const frames = new Float32Array(open.length * FEATURES);
    open.forEach(({ features }, row) => {
      frames.set(features, row * FEATURES);
    });
    const timesMs = Uint32Array.from(open, ({ timeMs }) => timeMs);
    open = [];
    const pieces = await cutter?.end(stretch.end, frame);
    stretches.push({
      startMs: stretch.start * FRAME_MS,
      endMs: stretch.end * FRAME_MS,
      frames,
      timesMs,
      ...(pieces && { pieces }),
    });
  };

  return {
    observe: async (samples, probability) => {
      if (probability >= CLEARLY_SPEECH) {
        const features = featuresOf(samples);
        if ((features[CEPSTRA] ?? 0) > 0) open.push({ features, timeMs: (frame + 0.5) * FRAME_MS });
      }
      const ended = gate.next(probability);
      if (gate.openedAt() !== null || ended) await cutter?.take(samples, frame);
      frame += 1;
      await keep(ended);
      // A burst too short to be speech leaves nothing behind.
      if (gate.openedAt() === null) {
        open = [];
        cutter?.drop();
      }
    },
    finish: async () => {
      await keep(gate.finish());
      return stretches;
    },
  };
};
