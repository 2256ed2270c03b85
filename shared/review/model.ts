import type { Features } from './features.ts';
import type { Detector } from './knowledge.ts';

/** Log odds that something is wrong, by one detector. */
export const score = (detector: Detector, features: Features): number => {
  let sum = detector.bias;
  for (const [name, { weight, mean, scale }] of Object.entries(detector.features))
    sum += (weight * ((features[name] ?? 0) - mean)) / scale;
  return sum;
};
