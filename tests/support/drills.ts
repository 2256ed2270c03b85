/** FOOTNOTE_DRILLS=1 runs every drill at full size; without it, as in CI, they run at a tenth. */
export const drillScale = (): number => {
  const asked = Number(process.env['FOOTNOTE_DRILLS'] ?? '0.1');
  return Number.isFinite(asked) && asked > 0 ? Math.min(1, asked) : 0.1;
};

/** A small generator of numbers in 0..1 (mulberry32), so that a drill that fails can be run again as it was. */
export const randomFrom = (seed: number): (() => number) => {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** FOOTNOTE_DRILL_SEED runs a drill at other random places than CI's. */
export const drillSeed = (): number => Number(process.env['FOOTNOTE_DRILL_SEED'] ?? '3') | 0;
