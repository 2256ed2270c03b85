import { Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Brief, BriefLine } from '../../shared/contract/brief.ts';
import { useText } from '../language/language.ts';
import { HostSentence } from '../ui/host-sentence.tsx';
import { SourceList } from '../review/source-list.tsx';
import { datesIn } from '../ui/time.ts';
import { TrendPlot } from './trend-plot.tsx';

const BriefRow = ({
  line,
  isCaution,
}: {
  readonly line: BriefLine;
  /** A sentence of the software's own; everything else is told as it is charted. */
  readonly isCaution: boolean;
}): ReactNode => {
  const { line: said, tongue } = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={`brief-line ${line.severity ?? ''}`}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        {isCaution ? <HostSentence message={line.text} /> : datesIn(tongue, said(line.text))}
      </button>
      {line.plot && <TrendPlot plot={line.plot} />}
      {isOpen && <SourceList evidence={line.evidence} />}
    </li>
  );
};

/** What to know before the visit; every line opens its source. */
export const BriefPanel = ({ brief }: { readonly brief: Brief }): ReactNode => {
  const { t } = useText();
  return (
    <>
      {brief.sections
        .filter(({ lines }) => lines.length > 0)
        .map((section) => (
          <section key={section.id} className="chart-part">
            <h3>
              <HostSentence message={section.title} />
            </h3>
            <ul className="brief-lines">
              {section.lines.map((line) => (
                <BriefRow key={line.id} line={line} isCaution={section.id === 'cautions'} />
              ))}
            </ul>
            {section.more > 0 && (
              <Text size="xs" c="dimmed">
                {t('brief.more', { count: section.more })}
              </Text>
            )}
          </section>
        ))}
    </>
  );
};
