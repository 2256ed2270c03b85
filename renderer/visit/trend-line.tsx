import type { ReactNode } from 'react';
import { pointsOf } from './trends.ts';

const [WIDTH, HEIGHT] = [72, 16];

/** A few values as a line the height of a word; the label says them. */
export const TrendLine = ({
  values,
  label,
}: {
  readonly values: readonly number[];
  readonly label: string;
}): ReactNode => {
  const points = pointsOf(values, WIDTH, HEIGHT);
  const last = points.split(' ').at(-1)?.split(',') ?? [];
  return (
    <svg
      className="trend"
      role="img"
      aria-label={label}
      width={WIDTH + 6}
      height={HEIGHT + 6}
      viewBox={`-3 -3 ${String(WIDTH + 6)} ${String(HEIGHT + 6)}`}
    >
      <polyline points={points} />
      <circle cx={last[0]} cy={last[1]} r="2.4" />
    </svg>
  );
};
