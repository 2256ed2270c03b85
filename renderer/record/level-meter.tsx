import './level-meter.css';
import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';
import { shareOf } from './loudness.ts';

/** Louder than this, speech is cut off at the top. */
const TOO_LOUD = 0.98;

/** How loud it is now, by the peak of the last moment, 0..1. */
export const LevelMeter = ({ level }: { readonly level: number }): ReactNode => {
  const { t } = useText();
  const share = shareOf(level);
  return (
    <div
      className={`level${level > TOO_LOUD ? ' hot' : ''}`}
      role="meter"
      aria-label={t('sound.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <i style={{ transform: `scaleX(${share.toFixed(3)})` }} />
    </div>
  );
};
