// Runs @fugood/whisper.node in a process of its own. Speaks the messages of worker-engine.ts.
import process from 'node:process';

let context = null;
let settings = {};

const load = async (message) => {
  settings = message;
  const { initWhisper } = (await import('@fugood/whisper.node')).default;
  const useGpu = message.variant !== 'default';
  context = await initWhisper({ filePath: message.modelPath, useGpu }, message.variant);
  process.send({ kind: 'ready' });
};

const listen = async ({ id, samples, language, temperature, prompt }) => {
  // At least a tenth of a second is asked for; a second is safe.
  const pcm = new Int16Array(Math.max(samples.length, 17600));
  samples.forEach((sample, at) => {
    pcm[at] = Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
  });
  const { promise } = context.transcribeData(pcm.buffer, {
    language,
    temperature,
    // No second tries by chance, as in native.ts.
    temperatureInc: 0,
    ...(prompt ? { prompt } : {}),
    maxThreads: settings.threads,
    ...(settings.beamSize > 1 ? { beamSize: settings.beamSize } : {}),
    bestOf: settings.bestOf,
    maxContext: 0,
    tokenTimestamps: true,
    // One token a segment, so that each has its times.
    maxLen: 1,
  });
  const { segments, language: detected } = await promise;
  const tokens = segments.map(({ text, t0, t1 }) => ({
    text,
    startMs: Math.max(0, t0),
    endMs: Math.max(0, t1),
  }));
  process.send({ kind: 'heard', id, language: language === 'auto' ? (detected ?? 'und') : language, tokens });
};

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  // A failure ends the process: the other side starts a fresh one and tries again.
  const work = message.kind === 'load' ? load(message) : listen(message);
  work.catch(() => {
    if (message.kind === 'load') process.send({ kind: 'unable' });
    else process.exit(1);
  });
});
