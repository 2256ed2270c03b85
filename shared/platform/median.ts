/** Middle value; of an even number, the mean of the two in the middle. 0 for none. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const high = sorted[half] ?? 0;
  return sorted.length % 2 ? high : ((sorted[half - 1] ?? 0) + high) / 2;
};
