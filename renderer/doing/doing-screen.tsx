import '../settings/settings.css';
import { Loader, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DoingCounts } from '../../shared/contract/settings.ts';
import { useAsk } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { busiestSections, totalsOf } from './totals.ts';

/** ms in a minute. */
const MINUTE_MS = 60_000;

const Bar = ({ share, label }: { readonly share: number; readonly label: string }): ReactNode => (
  <svg className="doing-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={label}>
    <rect className="doing-scale" width="100" height="8" rx="2" />
    <rect className="doing-value" width={Math.max(0, Math.min(100, share * 100))} height="8" rx="2" />
  </svg>
);

const Sections = ({ counts }: { readonly counts: readonly DoingCounts[] }): ReactNode => {
  const { t, has } = useText();
  // Counted by the section's id: a title may be a person's own words. The ids of the templates that come with Footnote
  // have a name here.
  const nameOf = (section: string): string => {
    const key = `doing.section.${section}`;
    return has(key) ? t(key) : section;
  };
  const sections = busiestSections(counts);
  const most = sections[0]?.edits ?? 0;
  if (sections.length === 0) return null;
  return (
    <section className="doing-card">
      <Title order={2} size="h5" mb="xs">
        {t('doing.sections')}
      </Title>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {sections.map(({ section, edits }) => (
            <Table.Tr key={section}>
              <Table.Td>{nameOf(section)}</Table.Td>
              <Table.Td w="50%">
                <Bar share={edits / most} label={t('doing.edits', { count: edits })} />
              </Table.Td>
              <Table.Td ta="right">{edits}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
};

const Months = ({ counts }: { readonly counts: readonly DoingCounts[] }): ReactNode => {
  const { t, tongue } = useText();
  const month = (one: string): string =>
    new Intl.DateTimeFormat(tongue, { year: 'numeric', month: 'short', timeZone: 'UTC' }).format(
      new Date(`${one}-01T00:00:00Z`),
    );
  const percent = new Intl.NumberFormat(tongue, { style: 'percent', maximumFractionDigits: 0 });
  const minutes = new Intl.NumberFormat(tongue, { maximumFractionDigits: 1 });
  return (
    <div className="doing-card table-paper">
      <Table verticalSpacing="xs" aria-label={t('doing.title')}>
        <Table.Thead>
          <Table.Tr>
            {(['month', 'model', 'visits', 'kept', 'dismissed', 'unseen', 'minutes'] as const).map(
              (column) => (
                <Table.Th key={column} ta={column === 'month' || column === 'model' ? 'left' : 'right'}>
                  {t(`doing.${column}`)}
                </Table.Th>
              ),
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {counts.map((one) => (
            <Table.Tr key={`${one.month} ${one.model}`}>
              <Table.Td>{month(one.month)}</Table.Td>
              <Table.Td>{one.model}</Table.Td>
              <Table.Td ta="right">{one.visits}</Table.Td>
              <Table.Td ta="right">{one.flags.fixed}</Table.Td>
              <Table.Td ta="right">{one.flags.dismissed}</Table.Td>
              <Table.Td ta="right">
                {one.lines > 0 ? percent.format(one.approvedUnseen / one.lines) : '0'}
              </Table.Td>
              <Table.Td ta="right">{minutes.format(one.medianMsToApprove / MINUTE_MS)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
};

/** How the drafts are doing here: counted at approval, on this machine, without patient text. */
const DoingScreen = (): ReactNode => {
  const { t, tongue } = useText();
  const doing = useAsk('doing.here', {});
  if (doing.error)
    return (
      <ErrorPanel
        error={errorOf(doing.error)}
        onAgain={() => {
          void doing.refetch();
        }}
      />
    );
  if (!doing.data) return <Loader type="dots" aria-label={t('app.loading')} />;
  const { counts } = doing.data;
  const totals = totalsOf(counts);
  const percent = new Intl.NumberFormat(tongue, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <div className="settings">
      <Title order={1} size="h2">
        {t('doing.title')}
      </Title>
      <Text c="dimmed" mb="lg">
        {t('doing.hint')}
      </Text>
      {counts.length === 0 ? (
        <Text>{t('doing.nothing')}</Text>
      ) : (
        <>
          <div className="doing-figures">
            <div className="doing-card">
              <strong>{totals.visits}</strong> {t('doing.figure.visits', { count: totals.visits })}
            </div>
            <div className="doing-card">
              <strong>{percent.format(totals.unseenShare)}</strong> {t('doing.figure.unseen')}
            </div>
            <div className="doing-card">
              <strong>{percent.format(totals.dismissedShare)}</strong> {t('doing.figure.dismissed')}
            </div>
          </div>
          <Sections counts={counts} />
          <Months counts={counts} />
        </>
      )}
    </div>
  );
};

export default DoingScreen;
