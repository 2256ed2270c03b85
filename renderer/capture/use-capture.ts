import { useSyncExternalStore } from 'react';
import type { Capture, CaptureState } from './capture.ts';

/** The state of a capture as it changes, ten times a second while it records. Make the capture once per window. */
export const useCapture = (capture: Capture): CaptureState =>
  useSyncExternalStore(capture.subscribe, capture.state);
