import { SAMPLE_RATE } from '../../contract/capture.ts';

const HEADER_BYTES = 44;
/** whisper.cpp refuses sound shorter than a tenth of a second; silence is added up to this. */
const SHORTEST_SAMPLES = SAMPLE_RATE + SAMPLE_RATE / 10;

/** 16-bit mono WAV of samples in -1..1, for engines that take files. */
export const wavOf = (samples: Float32Array, rate: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(HEADER_BYTES + samples.length * 2);
  const data = new DataView(bytes.buffer);
  const text = (at: number, value: string): void => {
    for (let k = 0; k < value.length; k += 1) data.setUint8(at + k, value.charCodeAt(k));
  };
  text(0, 'RIFF');
  data.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  data.setUint32(16, 16, true);
  data.setUint16(20, 1, true);
  data.setUint16(22, 1, true);
  data.setUint32(24, rate, true);
  data.setUint32(28, rate * 2, true);
  data.setUint16(32, 2, true);
  data.setUint16(34, 16, true);
  text(36, 'data');
  data.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => {
    data.setInt16(HEADER_BYTES + index * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
  });
  return bytes;
};

/** A passage as engines take it: never too short for them. */
export const passageWav = (passage: Float32Array): Uint8Array<ArrayBuffer> => {
  if (passage.length >= SHORTEST_SAMPLES) return wavOf(passage, SAMPLE_RATE);
  const samples = new Float32Array(SHORTEST_SAMPLES);
  samples.set(passage);
  return wavOf(samples, SAMPLE_RATE);
};
