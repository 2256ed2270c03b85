import type { ReactNode } from 'react';
import { addressOf } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { clock } from '../ui/time.ts';
import { useCaptureHere } from './capture-here.ts';

/** On every screen while a recording runs: that it does, how long, and the way to it. */
export const RecordingLight = (): ReactNode => {
  const { t } = useText();
  const { now } = useCaptureHere();
  if ((now.phase !== 'recording' && now.phase !== 'paused') || now.visit === undefined) return null;
  const words = t(now.phase === 'paused' ? 'recorder.is.paused' : 'recorder.is.on');
  return (
    <a
      className={`recording-light ${now.phase}`}
      href={addressOf({ screen: 'visit', visit: now.visit, part: 'record' })}
      aria-label={`${words} ${clock(now.takenMs)}`}
    >
      <i aria-hidden="true" /> {clock(now.takenMs)}
    </a>
  );
};
