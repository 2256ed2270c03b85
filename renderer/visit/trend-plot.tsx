import type { ReactNode } from 'react';
import type { BriefPlot } from '../../shared/contract/brief.ts';
import { useText } from '../language/language.ts';
import { dateIn } from '../ui/time.ts';
import { plotOf } from './trends.ts';

const SIZE = { width: 210, height: 44 } as const;

/** Results of one test over time, with the range they should lie in; the label says the values. */
export const TrendPlot = ({ plot }: { readonly plot: BriefPlot }): ReactNode => {
  const { t, tongue } = useText();
  const drawn = plotOf(plot, SIZE);
  const values = plot.points.map(({ when, value }) => `${dateIn(tongue, when)} ${String(value)}`).join(', ');
  return (
    <svg
      className="trend-plot"
      role="img"
      aria-label={t('brief.plot', { name: plot.analyte, unit: plot.unit, values })}
      width={SIZE.width + 8}
      height={SIZE.height + 8}
      viewBox={`-4 -4 ${String(SIZE.width + 8)} ${String(SIZE.height + 8)}`}
    >
      {drawn.range && (
        <rect className="range" x="0" y={drawn.range.top} width={SIZE.width} height={drawn.range.height} />
      )}
      <polyline points={drawn.points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
      {drawn.points.map(({ x, y }) => (
        <circle key={`${String(x)} ${String(y)}`} cx={x} cy={y} r="2.6" />
      ))}
    </svg>
  );
};
