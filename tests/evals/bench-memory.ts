import { SAMPLE_RATE, type Sound } from '../../shared/contract/capture.ts';
import { succeed } from '../../shared/contract/errors.ts';
import type { Engine } from '../../shared/transcribe/engines/engine.ts';
import { loadCueReader } from '../../shared/transcribe/speakers/cues.ts';
import { transcribe } from '../../shared/transcribe/transcribe.ts';

/** The recording over and over until `minutes` are full, as a stream that is never held. */
const repeated = (samples: Float32Array, minutes: number): Sound => {
  const total = minutes * 60 * SAMPLE_RATE;
  const blocks = async function* (): AsyncGenerator<Float32Array> {
    await Promise.resolve();
    for (let sent = 0; sent < total; sent += SAMPLE_RATE) {
      const at = sent % (samples.length - SAMPLE_RATE);
      yield samples.slice(at, at + SAMPLE_RATE);
    }
  };
  return {
    blocks: blocks(),
    announcedMs: minutes * 60_000,
    end: () => ({ durationMs: minutes * 60_000, missing: null }),
    close: () => Promise.resolve(),
  };
};

/**
 * Stands in for the engine's own process, whose memory is not ours: it answers each passage at once with as many words
 * as a person would say. What is measured is everything that stays in our process.
 */
const answering: Engine = {
  identity: { name: 'native', version: 'bench', model: 'none', sha256: '' },
  canDrop: true,
  prepare: () => undefined,
  detectLanguage: () => Promise.resolve(succeed('en')),
  listen: ({ samples }) => {
    const count = Math.floor((samples.length / SAMPLE_RATE) * 2.5);
    const words = Array.from({ length: count }, (_, k) => ({
      text: k % 9 === 8 ? `word${String(k)}.` : `word${String(k)}`,
      startMs: k * 400,
      endMs: k * 400 + 380,
      confidence: 0.9,
    }));
    return Promise.resolve(succeed({ language: 'en', words, meanLogProbability: -0.3 }));
  },
  close: () => Promise.resolve(),
};

/** Most resident memory (MB) while so many minutes are transcribed; run it in a process of its own. */
export const peakMemory = async (samples: Float32Array, minutes: number): Promise<number> => {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss() / 1e6);
  }, 50);
  const sound = repeated(samples, minutes);
  const heard = await transcribe({ sound, engine: answering, language: 'en', readCues: loadCueReader() });
  clearInterval(timer);
  if (!heard.ok) throw new Error(heard.error.code);
  return Math.max(peak, process.memoryUsage.rss() / 1e6);
};
