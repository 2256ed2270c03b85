const HEADER_BYTES = 44;

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
