import { Button, FileButton, SegmentedControl } from '@mantine/core';
import { IconFilePlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { BriefPanel } from './brief-panel.tsx';
import { ChartPanel } from './chart-panel.tsx';

const CHART_FILES = '.json,.xml,.ndjson';

/** Brings in the patient's chart, or a newer one. */
const AddChart = ({ visit, hasChart }: { readonly visit: string; readonly hasChart: boolean }): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const queries = useQueryClient();
  const forget = useRef<() => void>(null);
  const add = useMutation({
    mutationFn: async (file: File) => {
      const { upload } = valueOf(await client.upload('chart', file));
      return valueOf(await client.call('visits.attach', { visit, kind: 'chart', upload }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['visit', visit] }),
  });
  return (
    <FileButton
      resetRef={forget}
      accept={CHART_FILES}
      onChange={(file) => {
        if (file) add.mutate(file);
        // The same file, exported again, is chosen once more.
        forget.current?.();
      }}
    >
      {(props) => (
        <>
          <Button
            {...props}
            mt="sm"
            size="compact-sm"
            variant="subtle"
            loading={add.isPending}
            leftSection={<IconFilePlus size={16} aria-hidden="true" />}
          >
            {t(hasChart ? 'visit.newerChart' : 'visit.addChart')}
          </Button>
          {add.error && (
            <ErrorPanel error={errorOf(add.error)} onAgain={add.reset} onChoose={props.onClick} />
          )}
        </>
      )}
    </FileButton>
  );
};

/** The left of the desk: what to know before the visit, or the chart as it is. */
export const LeftPanel = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const [shown, show] = useState<'brief' | 'chart'>('brief');
  const { role } = usePerson();
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
      {brief && shown === 'brief' ? <BriefPanel brief={brief} /> : <ChartPanel chart={view.chart} />}
      {role !== 'administrator' && !view.approval && (
        <AddChart visit={view.summary.id} hasChart={view.chart !== undefined} />
      )}
    </aside>
  );
};
