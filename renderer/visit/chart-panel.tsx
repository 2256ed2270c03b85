import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Chart, ChartObservation } from '../../shared/contract/chart.ts';
import { useText, type TextKey } from '../language/language.ts';
import { dateIn } from '../ui/time.ts';
import { detailOf } from './links.ts';
import { TrendLine } from './trend-line.tsx';
import { latestResults } from './trends.ts';

const SHOWN = 8;

const Part = ({ title, children }: { readonly title: TextKey; readonly children: ReactNode }): ReactNode => {
  const { t } = useText();
  return (
    <section className="chart-part">
      <h3>{t(title)}</h3>
      {children}
    </section>
  );
};

const Entries = ({
  entries,
  nothing = 'chart.nothing',
}: {
  readonly entries: readonly { readonly id: string; readonly name: string; readonly detail: string }[];
  readonly nothing?: TextKey;
}): ReactNode => {
  const { t } = useText();
  if (entries.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t(nothing)}
      </Text>
    );
  return (
    <>
      <ul className="entries">
        {entries.slice(0, SHOWN).map((entry) => (
          <li key={entry.id}>
            <span>{entry.name}</span> <span className="detail">{entry.detail}</span>
          </li>
        ))}
      </ul>
      {entries.length > SHOWN && (
        <details>
          <summary>{t('chart.more', { count: entries.length - SHOWN })}</summary>
          <ul className="entries">
            {entries.slice(SHOWN).map((entry) => (
              <li key={entry.id}>
                <span>{entry.name}</span> <span className="detail">{entry.detail}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
};

const Result = ({ series }: { readonly series: readonly ChartObservation[] }): ReactNode => {
  const { t, tongue } = useText();
  const latest = series.at(-1);
  if (!latest) return null;
  const values = series.flatMap(({ value }) => (value === undefined ? [] : [value]));
  return (
    <li>
      <span>{latest.name}</span>{' '}
      <span className="detail">
        {detailOf(latest)}
        {latest.when && `, ${dateIn(tongue, latest.when)}`}
      </span>
      {values.length > 1 && (
        <TrendLine values={values} label={t('chart.trend', { values: values.slice(0, -1).join(', ') })} />
      )}
    </li>
  );
};

/** What the chart holds that bears on a visit, active things first. */
export const ChartPanel = ({ chart }: { readonly chart: Chart | undefined }): ReactNode => {
  const { t } = useText();
  if (!chart)
    return (
      <Text size="sm" c="dimmed">
        {t('chart.empty')}
      </Text>
    );
  const active = <Entry extends { readonly status: string }>(entries: readonly Entry[]): readonly Entry[] =>
    entries.filter((entry) => entry.status === 'active');
  const rows = (entries: readonly Chart['medications' | 'problems' | 'allergies'][number][]) =>
    entries.map((entry) => ({ id: entry.id, name: entry.name, detail: detailOf(entry) }));
  const results = latestResults(chart.observations);
  return (
    <>
      <Part title="chart.allergies">
        <Entries
          entries={rows(active(chart.allergies))}
          nothing={chart.noKnownAllergies ? 'chart.allergies.none' : 'chart.allergies.empty'}
        />
      </Part>
      <Part title="chart.medications">
        <Entries entries={rows(active(chart.medications))} />
      </Part>
      <Part title="chart.problems">
        <Entries entries={rows(active(chart.problems))} />
      </Part>
      {results.length > 0 && (
        <Part title="chart.results">
          <ul className="entries">
            {results.slice(0, SHOWN).map((series) => (
              <Result key={series.at(-1)?.id} series={series} />
            ))}
          </ul>
        </Part>
      )}
      {chart.unusable.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('chart.skipped', { count: chart.unusable.length })}
        </Text>
      )}
    </>
  );
};
