/** Channel order of WAV, FLAC and decoded Vorbis/Opus 5.1 starts left, right, centre, bass; bass carries no speech. */
const WEIGHTS: Readonly<Record<number, readonly number[]>> = {
  6: [0.7, 0.7, 1, 0, 0.5, 0.5],
};

const weightsFor = (channels: number): readonly number[] => {
  const raw = WEIGHTS[channels] ?? Array.from({ length: channels }, () => 1);
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
};

/** One channel out of any number, as a weighted mean, so that it can never clip. */
export const mixDown = (channels: readonly Float32Array[]): Float32Array => {
  const [first] = channels;
  if (!first) return new Float32Array(0);
  if (channels.length === 1) return first;
  const weights = weightsFor(channels.length);
  const mixed = new Float32Array(first.length);
  channels.forEach((channel, index) => {
    const weight = weights[index] ?? 0;
    if (weight === 0) return;
    for (let at = 0; at < mixed.length; at += 1) mixed[at] = (mixed[at] ?? 0) + weight * (channel[at] ?? 0);
  });
  return mixed;
};
