import { SAMPLE_RATE } from '../../contract/capture.ts';
import { FRAME_SAMPLES } from '../voice/silero.ts';
import { GATE, makeGate, type Stretch } from '../voice/stretches.ts';
import { CEPSTRA, FEATURES, makeVoiceFeatures } from './features.ts';
import type { VoicedStretch } from './voices.ts';

export const FRAME_MS = (FRAME_SAMPLES / SAMPLE_RATE) * 1000;
/** Frames less likely to be speech than this say little about a voice. */
export const CLEARLY_SPEECH = 0.5;

export interface VoiceCollector {
  readonly observe: (frame: Float32Array, probability: number) => void;
  readonly finish: () => readonly VoicedStretch[];
}

/** Watches frames go by and keeps, per stretch of speech, what describes the voice: 72 bytes for each 32 ms with a pitch. */
export const makeVoiceCollector = (): VoiceCollector => {
  const gate = makeGate(GATE);
  const featuresOf = makeVoiceFeatures();
  const stretches: VoicedStretch[] = [];
  let open: { readonly features: Float32Array; readonly timeMs: number }[] = [];
  let frame = 0;

  const keep = (stretch: Stretch | null): void => {
    if (!stretch) return;
    const frames = new Float32Array(open.length * FEATURES);
    open.forEach(({ features }, row) => {
      frames.set(features, row * FEATURES);
    });
    const timesMs = Uint32Array.from(open, ({ timeMs }) => timeMs);
    open = [];
    stretches.push({ startMs: stretch.start * FRAME_MS, endMs: stretch.end * FRAME_MS, frames, timesMs });
  };

  return {
    observe: (samples, probability) => {
      if (probability >= CLEARLY_SPEECH) {
        const features = featuresOf(samples);
        if ((features[CEPSTRA] ?? 0) > 0) open.push({ features, timeMs: (frame + 0.5) * FRAME_MS });
      }
      frame += 1;
      const ended = gate.next(probability);
      keep(ended);
      // A burst too short to be speech leaves nothing behind.
      if (gate.openedAt() === null) open = [];
    },
    finish: () => {
      keep(gate.finish());
      return stretches;
    },
  };
};
