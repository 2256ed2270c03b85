/** Three significant digits, four from a thousand up; no trailing zeros: 0.4567 → "0.457", 1234.5 → "1235". */
export const formatNumber = (value: number): string =>
  Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));

const BARS = '▁▂▃▄▅▆▇█';

/** A small plot in one line of text: one bar per value, the lowest and highest of the series at its ends. */
export const sparkline = (values: readonly number[]): string => {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return values
    .map(
      (value) => BARS[high > low ? Math.round(((value - low) / (high - low)) * (BARS.length - 1)) : 3] ?? '',
    )
    .join('');
};

/** "3 years", "5 months", "12 days" from a number of days. */
export const formatSpan = (days: number): string => {
  const whole = Math.max(0, Math.round(days));
  const [count, unit] =
    whole >= 700
      ? [Math.round(whole / 365.25), 'year']
      : whole >= 60
        ? [Math.round(whole / 30.4), 'month']
        : [whole, 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

/** A problem's name without the kind that SNOMED CT puts behind it, or the "confirmed" that some systems do. */
export const plainName = (name: string): string =>
  name.replace(/\s*\(\s*(disorder|finding|situation|procedure|person|confirmed)\s*\)$/i, '');

/** UCUM as people write it: "mm[Hg]" → "mmHg", "10*3/uL" → "10³/µL"; the unit 1 is not shown. */
export const formatUnit = (unit: string): string =>
  unit === '1'
    ? ''
    : unit
        .replace('{1.73_m2}', '1.73 m²')
        .replace('[Hg]', 'Hg')
        .replace('[IU]', 'IU')
        .replace('10*3', '10³')
        .replace('10*6', '10⁶')
        .replace('uL', 'µL')
        .replace(/m2\b/, 'm²')
        .replace(/^Cel$/, '°C')
        .replace(/[{}]/g, '');

/** A slope in words: "+0.2 a year", "level". */
export const formatSlope = (perYear: number): string =>
  perYear === 0 ? 'level' : `${perYear > 0 ? '+' : ''}${formatNumber(perYear)} a year`;
