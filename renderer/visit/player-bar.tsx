import { ActionIcon, Slider, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { lazy, Suspense, type ReactNode } from 'react';
import type { RecordingView } from '../../shared/contract/visits.ts';
import { useText } from '../language/language.ts';
import { clock } from '../ui/time.ts';
import { usePlayer } from './player.tsx';

// Heavier than the page that shows it first; without it the slider does all.
const Waveform = lazy(() => import('./waveform.tsx'));

export interface PlayerBarProps {
  readonly visit: string;
  readonly recordings: readonly RecordingView[];
  readonly durationMs: number;
}

/** The bar below the evidence. */
export const PlayerBar = ({ visit, recordings, durationMs }: PlayerBarProps): ReactNode => {
  const { t } = useText();
  const player = usePlayer();
  useHotkeys([['P', () => player?.toggle()]]);
  if (!player) return null;
  if (player.state.failed)
    return (
      <Text size="sm" c="dimmed" role="status">
        {t('player.none')}
      </Text>
    );
  const label = t(player.state.playing ? 'player.pause' : 'player.play');
  return (
    <div className="player">
      <Suspense fallback={<div className="waveform" />}>
        <Waveform visit={visit} recordings={recordings} />
      </Suspense>
      <ActionIcon variant="light" size="lg" radius="xl" aria-label={label} onClick={player.toggle}>
        {player.state.playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
      </ActionIcon>
      <Slider
        flex={1}
        size="sm"
        min={0}
        max={Math.max(1, durationMs)}
        step={1000}
        value={Math.min(durationMs, player.state.nowMs)}
        onChange={player.seek}
        label={clock}
        thumbLabel={t('player.where')}
      />
      <Text size="xs" c="dimmed" className="player-time">
        {clock(player.state.nowMs)} / {clock(durationMs)}
      </Text>
    </div>
  );
};
