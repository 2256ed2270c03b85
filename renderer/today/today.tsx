import { Group, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { VisitSummary } from '../../shared/contract/visits.ts';
import { useVisits } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { DropArea } from './drop-area.tsx';
import { VisitRow } from './visit-row.tsx';

const matches = (visit: VisitSummary, wanted: string): boolean =>
  visit.label.toLowerCase().includes(wanted.trim().toLowerCase());

const WorkList = ({ visits }: { readonly visits: readonly VisitSummary[] }): ReactNode => {
  const { t } = useText();
  const [wanted, setWanted] = useState('');
  const shown = visits.filter((visit) => matches(visit, wanted));
  return (
    <section aria-labelledby="work-list">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="work-list">
          {t('today.list')}
        </Title>
        {visits.length > 3 && (
          <TextInput
            size="xs"
            aria-label={t('today.search')}
            placeholder={t('today.search')}
            leftSection={<IconSearch size={14} aria-hidden="true" />}
            value={wanted}
            onChange={(event) => {
              setWanted(event.currentTarget.value);
            }}
          />
        )}
      </Group>
      <ul className="work-list">
        {shown.map((visit) => (
          <VisitRow key={visit.id} visit={visit} />
        ))}
      </ul>
      {shown.length === 0 && (
        <Text c="dimmed" size="sm" className="nothing">
          {t(visits.length === 0 ? 'today.empty' : 'today.none')}
        </Text>
      )}
    </section>
  );
};

/** The day's list, and where new visits come in. */
export const Today = (): ReactNode => {
  const { t, tongue } = useText();
  const visits = useVisits();
  const day = new Intl.DateTimeFormat(tongue, { weekday: 'long', day: 'numeric', month: 'long' }).format(
    new Date(),
  );
  return (
    <>
      <Group align="baseline" gap="sm">
        <Title order={1} size="h2">
          {t('today.title')}
        </Title>
        <Text c="dimmed">{day}</Text>
      </Group>
      <DropArea />
      {visits.data && <WorkList visits={visits.data} />}
      {visits.error && (
        <ErrorPanel
          error={errorOf(visits.error)}
          onAgain={() => {
            void visits.refetch();
          }}
        />
      )}
    </>
  );
};
