import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import WaveSurfer from 'wavesurfer.js';
import type { RecordingView } from '../../shared/contract/visits.ts';
import { useWaveform } from '../api/queries.ts';
import { pageNonce } from '../app/page-policy.ts';
import { useText } from '../language/language.ts';
import { clock } from '../ui/time.ts';
import { usePlayer } from './player.tsx';
import { gapsAlong, soundMsOf } from './sound-time.ts';

export interface WaveformProps {
  readonly visit: string;
  readonly recordings: readonly RecordingView[];
}

/**
 * The sound of the visit as a picture: what has been played is darker, a click goes there, and a mark stands where
 * something is missing. The slider under it does the same for keys and screen readers.
 */
const Waveform = ({ visit, recordings }: WaveformProps): ReactNode => {
  const { t } = useText();
  const soundMs = soundMsOf(recordings);
  const { data: peaks } = useWaveform(visit, soundMs);
  const player = usePlayer();
  const media = player?.audio;
  const seek = useRef(player?.seek);
  useEffect(() => {
    seek.current = player?.seek;
  });
  const frame = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const container = frame.current;
    if (!container || !media?.current || !peaks) return undefined;
    const colours = getComputedStyle(container);
    const picture = WaveSurfer.create({
      container,
      media: media.current,
      peaks: [peaks],
      duration: soundMs / 1000,
      height: 36,
      normalize: true,
      barWidth: 2,
      barGap: 1,
      cursorWidth: 2,
      waveColor: colours.getPropertyValue('--waveform-ahead'),
      progressColor: colours.getPropertyValue('--waveform-played'),
      cursorColor: colours.getPropertyValue('--waveform-played'),
      cspNonce: pageNonce(),
    });
    // Words that were being played to their end no longer set where to stop.
    picture.on('interaction', (seconds) => seek.current?.(seconds * 1000));
    return () => {
      picture.destroy();
    };
  }, [media, peaks, soundMs, scheme]);
  return (
    <div className="waveform">
      <div ref={frame} aria-hidden="true" data-testid="waveform" />
      {gapsAlong(recordings).map(({ atMs, reason }) => (
        <span
          key={`${reason} ${String(atMs)}`}
          className="waveform-gap"
          style={{ left: `${String((100 * atMs) / Math.max(1, soundMs))}%` }}
          title={`${clock(atMs)} ${t(`gap.${reason}`)}`}
        />
      ))}
    </div>
  );
};

export default Waveform;
