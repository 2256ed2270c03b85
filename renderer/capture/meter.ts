/** Loudness of a stretch: `peak` and `rms` in 0..1, and the share of samples at the ceiling. */
export interface Loudness {
  readonly peak: number;
  readonly rms: number;
  readonly clipped: number;
}

/** At and above this a sample counts as clipped: 16 bits have no louder one. */
const CEILING = 0.999;

const loudnessOfOne = (samples: Float32Array): Loudness => {
  let [peak, squares, clipped] = [0, 0, 0];
  for (const sample of samples) {
    const size = Math.abs(sample);
    if (size > peak) peak = size;
    if (size >= CEILING) clipped += 1;
    squares += sample * sample;
  }
  const count = Math.max(1, samples.length);
  return { peak, rms: Math.sqrt(squares / count), clipped: clipped / count };
};

/** The same of a device's channels, each by itself and the louder of them for all. */
export const loudnessOf = (
  channels: readonly Float32Array[],
): { readonly all: Loudness; readonly each: readonly Loudness[] } => {
  const each = channels.map(loudnessOfOne);
  const most = (of: keyof Loudness): number => Math.max(0, ...each.map((loudness) => loudness[of]));
  return { all: { peak: most('peak'), rms: most('rms'), clipped: most('clipped') }, each };
};
