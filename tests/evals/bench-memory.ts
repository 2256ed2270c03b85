import { openRecording } from '../../shared/capture/decode/open-recording.ts';
import { SAMPLE_RATE } from '../../shared/contract/capture.ts';
import { succeed } from '../../shared/contract/errors.ts';
import type { Engine } from '../../shared/transcribe/engines/engine.ts';
import { loadCueReader } from '../../shared/transcribe/speakers/cues.ts';
import { transcribe } from '../../shared/transcribe/transcribe.ts';

/**
 * Stands in for the engine's own process, whose memory is not ours: it answers each passage at once with as many words
 * as a person would say. What is measured is everything that stays in our process.
 */
const answering: Engine = {
  identity: { name: 'native', version: 'bench', model: 'none', sha256: '' },
  canDrop: true,
  lanes: [],
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

/** Most resident memory (MB) while a file is transcribed; run it in a process of its own. */
export const peakMemory = async (audio: string): Promise<number> => {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss() / 1e6);
  }, 50);
  const sound = await openRecording(audio);
  if (!sound.ok) throw new Error(sound.error.code);
  const heard = await transcribe({
    sound: sound.value,
    engine: answering,
    language: 'en',
    readCues: loadCueReader(),
  });
  clearInterval(timer);
  if (!heard.ok) throw new Error(heard.error.code);
  return Math.max(peak, process.memoryUsage.rss() / 1e6);
};
