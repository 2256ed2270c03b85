import './palette.css';
import { Modal } from '@mantine/core';
import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import { useAction, useVisits } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { firstPart } from '../visit/visit-part.ts';
import { goTo, PARTS, TABS, useRoute, type Route } from './route.ts';

interface PaletteEntry {
  readonly key: string;
  readonly label: string;
  readonly act: () => void;
}

const Group = ({
  title,
  entries,
  onChosen,
}: {
  readonly title: string;
  readonly entries: readonly PaletteEntry[];
  readonly onChosen: (entry: PaletteEntry) => void;
}): ReactNode => (
  <Command.Group heading={title}>
    {entries.map((entry) => (
      <Command.Item
        key={entry.key}
        value={`${entry.label} ${entry.key}`}
        onSelect={() => {
          onChosen(entry);
        }}
      >
        {entry.label}
      </Command.Item>
    ))}
  </Command.Group>
);

const Entries = ({ onClose }: { readonly onClose: () => void }): ReactNode => {
  const { t } = useText();
  const route = useRoute();
  const visits = useVisits();
  const lock = useAction('people.lock');
  const go = (key: string, label: string, to: Route): PaletteEntry => ({
    key,
    label,
    act: () => {
      goTo(to);
    },
  });
  const choose = (entry: PaletteEntry): void => {
    onClose();
    entry.act();
  };
  const parts =
    route.screen === 'visit'
      ? PARTS.map((part) => go(`part ${part}`, t(`visit.part.${part}`), { ...route, part }))
      : [];
  const places: readonly PaletteEntry[] = [
    go('today', t('today.title'), { screen: 'today' }),
    go('doing', t('doing.title'), { screen: 'doing' }),
    ...TABS.map((tab) =>
      go(`settings ${tab}`, `${t('settings.title')}: ${t(`settings.${tab}`)}`, { screen: 'settings', tab }),
    ),
    {
      key: 'lock',
      label: t('app.lock'),
      act: () => {
        lock.mutate({});
      },
    },
  ];
  const people = (visits.data ?? []).map((visit) =>
    go(visit.id, visit.label || t('today.nobody'), {
      screen: 'visit',
      visit: visit.id,
      part: firstPart(visit.state),
    }),
  );
  return (
    <Command label={t('palette.title')} className="palette">
      <Command.Input placeholder={t('palette.hint')} autoFocus />
      <Command.List label={t('palette.title')}>
        <Command.Empty>{t('palette.none')}</Command.Empty>
        {parts.length > 0 && <Group title={t('palette.part')} entries={parts} onChosen={choose} />}
        <Group title={t('today.list')} entries={people} onChosen={choose} />
        <Group title={t('palette.places')} entries={places} onChosen={choose} />
      </Command.List>
    </Command>
  );
};

/** Everything by its name: visits, parts, settings. */
const Palette = ({ onClose }: { readonly onClose: () => void }): ReactNode => {
  const { t } = useText();
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size="lg"
      attributes={{ content: { 'aria-label': t('palette.title') } }}
    >
      <Entries onClose={onClose} />
    </Modal>
  );
};

export default Palette;
