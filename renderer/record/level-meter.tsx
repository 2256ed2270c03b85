import './level-meter.css';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CaptureState } from '../capture/capture.ts';
import { useText } from '../language/language.ts';
import { shareOf } from './loudness.ts';

/** Louder than this, speech is cut off at the top. */
const TOO_LOUD = 0.98;

interface Meter {
  /** Peak of the last moment, 0..1. */
  readonly level: number;
  readonly label: string;
}

const LevelMeter = ({ level, label }: Meter): ReactNode => {
  const share = shareOf(level);
  return (
    <div
      className={`level${level > TOO_LOUD ? ' hot' : ''}`}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <i style={{ transform: `scaleX(${share.toFixed(3)})` }} />
    </div>
  );
};

/** How loud it is now; one bar for each side where there is a microphone on each. */
export const LevelMeters = ({ now }: { readonly now: CaptureState }): ReactNode => {
  const { t } = useText();
  if (!now.sides) return <LevelMeter level={now.level} label={t('sound.level')} />;
  return (
    <div className="levels">
      <LevelMeter level={now.sides[0]} label={t('sound.level.first')} />
      <LevelMeter level={now.sides[1]} label={t('sound.level.second')} />
      <Text size="xs" c="dimmed">
        {t('sound.two')}
      </Text>
    </div>
  );
};
