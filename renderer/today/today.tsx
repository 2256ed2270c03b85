import { Button, Group, SegmentedControl, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { VisitSummary } from '../../shared/contract/visits.ts';
import { useAppState, useVisits } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { SpeechSetup } from '../settings/speech-setup.tsx';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { DropArea } from './drop-area.tsx';
import { SharedWithMe } from './shared-with-me.tsx';
import { Unfinished } from './unfinished.tsx';
import { VisitRow } from './visit-row.tsx';
import { firstPart } from '../visit/visit-part.ts';
import { groupOf, matches, nextFor, PILES, type Pile } from './work-list.ts';

/** Opened by a key or a button: its dialog is no part of what every window loads. */
const NewVisit = lazy(() => import('./new-visit.tsx').then(({ NewVisit: form }) => ({ default: form })));

/** As many rows as are drawn at first; a year of visits is behind the search and a click. */
const SHOWN = 60;

const WorkList = ({ visits }: { readonly visits: readonly VisitSummary[] }): ReactNode => {
  const { t } = useText();
  const [wanted, setWanted] = useState('');
  const [pile, setPile] = useState<Pile>('all');
  const [shown, setShown] = useState(SHOWN);
  const found = visits.filter((visit) => matches(visit, wanted));
  const rows = found.filter((visit) => pile === 'all' || groupOf(visit) === pile);
  const count = (one: Pile): number =>
    one === 'all' ? found.length : found.filter((visit) => groupOf(visit) === one).length;
  return (
    <section aria-labelledby="work-list">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4" id="work-list">
          {t('today.list')}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t('today.piles')}
          value={pile}
          onChange={(value) => {
            setPile(PILES.find((one) => one === value) ?? 'all');
          }}
          data={PILES.map((one) => ({
            value: one,
            label: `${t(`today.pile.${one}`)} ${String(count(one))}`,
          }))}
        />
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
      </Group>
      <ul className="work-list">
        {rows.slice(0, shown).map((visit) => (
          <VisitRow key={visit.id} visit={visit} />
        ))}
      </ul>
      {rows.length > shown && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          onClick={() => {
            setShown(shown + 200);
          }}
        >
          {t('today.more', { count: rows.length - shown })}
        </Button>
      )}
      {rows.length === 0 && (
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
  const { role } = usePerson();
  const state = useAppState();
  const visits = useVisits();
  const [isMaking, make] = useDisclosure(false);
  useHotkeys([
    ['N', make.open],
    [
      'F',
      () => {
        const next = nextFor(role, visits.data ?? []);
        if (next) goTo({ screen: 'visit', visit: next.id, part: firstPart(next.state) });
      },
    ],
  ]);
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
        {role !== 'administrator' && (
          <Button ml="auto" leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={make.open}>
            {t('today.new')}
          </Button>
        )}
      </Group>
      <Unfinished visits={visits.data ?? []} />
      {state.data?.speech === 'missing' && <SpeechSetup />}
      {role !== 'administrator' && <DropArea isSmall={(visits.data?.length ?? 0) > 0} />}
      {visits.data && <WorkList visits={visits.data} />}
      {role !== 'administrator' && <SharedWithMe />}
      {visits.error && (
        <ErrorPanel
          error={errorOf(visits.error)}
          onAgain={() => {
            void visits.refetch();
          }}
        />
      )}
      {isMaking && (
        <Suspense>
          <NewVisit onClose={make.close} />
        </Suspense>
      )}
    </>
  );
};
