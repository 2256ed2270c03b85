/** From here up to full scale is what a meter shows, in dB. */
const FLOOR_DB = -54;

/** A peak of 0..1 as a share of the meter: ears hear ratios, so the scale is one of decibels. */
export const shareOf = (peak: number): number =>
  peak <= 0 ? 0 : Math.min(1, Math.max(0, 1 - (20 * Math.log10(peak)) / FLOOR_DB));
