import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';

/** Louder than this, speech is cut off at the top. */
const TOO_LOUD = 0.97;

/** How loud it is now, 0..1. */
export const LevelMeter = ({ level }: { readonly level: number }): ReactNode => {
  const { t } = useText();
  return (
    <div
      className={`level${level > TOO_LOUD ? ' hot' : ''}`}
      role="meter"
      aria-label={t('sound.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
    >
      <i style={{ transform: `scaleX(${level.toFixed(3)})` }} />
    </div>
  );
};
