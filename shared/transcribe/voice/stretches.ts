/** A stretch of speech, in frames from the start of the recording, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** When speech starts and ends, in probabilities and frames of 32 ms. */
export interface GateSettings {
  /** Speech starts where the probability reaches this … */
  readonly onset: number;
  /** … and ends after `hangover` frames below this. */
  readonly offset: number;
  readonly hangover: number;
  /** Shorter bursts than this are clicks, not words. */
  readonly shortest: number;
}

// Silero's own recommended thresholds; 224 ms ends a stretch, because people change turns within a quarter second.
export const GATE: GateSettings = { onset: 0.5, offset: 0.35, hangover: 7, shortest: 4 };

export interface Gate {
  /** Takes the next frame's probability; gives the stretch that has just ended, if one has. */
  readonly next: (probability: number) => Stretch | null;
  /** The stretch that is open at the end of the recording, if any. */
  readonly finish: () => Stretch | null;
  /** First frame of the stretch that is open now, or null. */
  readonly openedAt: () => number | null;
}

/** Turns frame probabilities into stretches of speech, with hysteresis. */
export const makeGate = (settings: GateSettings = GATE): Gate => {
  let frame = 0;
  let start: number | null = null;
  let lastVoiced = 0;

  const close = (): Stretch | null => {
    if (start === null) return null;
    const stretch = { start, end: lastVoiced + 1 };
    start = null;
    return stretch.end - stretch.start >= settings.shortest ? stretch : null;
  };

  return {
    next: (probability) => {
      const here = frame;
      frame += 1;
      if (start === null) {
        if (probability >= settings.onset) {
          start = here;
          lastVoiced = here;
        }
        return null;
      }
      if (probability >= settings.offset) lastVoiced = here;
      return here - lastVoiced >= settings.hangover ? close() : null;
    },
    finish: close,
    openedAt: () => start,
  };
};
