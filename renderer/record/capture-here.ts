import { createContext, useContext } from 'react';
import type { Capture, CaptureState } from '../capture/capture.ts';
import { useCapture } from '../capture/use-capture.ts';

const CaptureContext = createContext<Capture | undefined>(undefined);
/** Above every screen: a recording goes on whatever is shown. */
export const CaptureProvider = CaptureContext.Provider;

export const useCaptureHere = (): { readonly capture: Capture; readonly now: CaptureState } => {
  const capture = useContext(CaptureContext);
  if (!capture) throw new Error('no recorder above this screen');
  return { capture, now: useCapture(capture) };
};
