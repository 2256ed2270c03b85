import type { ReactNode } from 'react';
import type { ChartedMeanwhile } from '../../shared/contract/record.ts';
import { useText } from '../language/language.ts';

const SHOWN_LAST = 6;

/** What the chart has about what was just said, latest first; it asks for nothing. */
export const ChartedList = ({ charted }: { readonly charted: readonly ChartedMeanwhile[] }): ReactNode => {
  const { t } = useText();
  if (charted.length === 0) return null;
  const latest = charted.slice(-SHOWN_LAST).reverse();
  return (
    <ul className="charted" aria-label={t('charted.title')} aria-live="polite">
      {latest.map(({ about, said = '', charted: name, detail }) => (
        <li key={`${about} ${said} ${name}`} className={about}>
          {t(`charted.${about}`, { said, name })}
          {detail !== undefined && <span className="detail"> {detail}</span>}
        </li>
      ))}
    </ul>
  );
};
