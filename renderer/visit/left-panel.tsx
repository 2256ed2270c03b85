import { SegmentedControl } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useText } from '../language/language.ts';
import { BriefPanel } from './brief-panel.tsx';
import { ChartPanel } from './chart-panel.tsx';

/** The left of the desk: what to know before the visit, or the chart as it is. */
export const LeftPanel = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const [shown, show] = useState<'brief' | 'chart'>('brief');
  const { brief } = view;
  return (
    <aside className="visit-left" aria-label={t('visit.chart')}>
      {brief && (
        <SegmentedControl
          size="xs"
          mb="sm"
          fullWidth
          aria-label={t('visit.chart')}
          value={shown}
          onChange={(value) => {
            show(value === 'chart' ? 'chart' : 'brief');
          }}
          data={[
            { value: 'brief', label: t('visit.brief') },
            { value: 'chart', label: t('visit.chart') },
          ]}
        />
      )}
      {brief && shown === 'brief' ? (
        <BriefPanel brief={brief} chart={view.chart} transcript={view.transcript} />
      ) : (
        <ChartPanel chart={view.chart} />
      )}
    </aside>
  );
};
