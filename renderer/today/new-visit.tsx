import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useChange } from '../api/queries.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

/** A visit without a chart: who it is of, by a name and what else tells this patient from another. */
export const NewVisit = ({ onClose }: { readonly onClose: () => void }): ReactNode => {
  const { t } = useText();
  const create = useChange('visits.create');
  const [label, setLabel] = useState('');
  const [birthDate, setBirthDate] = useState('');
  const [number, setNumber] = useState('');
  const make = (): void => {
    const identifiers = [birthDate, number].map((one) => one.trim()).filter((one) => one !== '');
    create.mutate(
      { label, identifiers },
      {
        onSuccess: ({ visit }) => {
          onClose();
          goTo({ screen: 'visit', visit, part: 'record' });
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('new.title')}
      closeButtonProps={{ 'aria-label': t('app.close') }}
    >
      <form
        className="stacked"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <TextInput
          label={t('new.name')}
          data-autofocus
          maxLength={200}
          value={label}
          onChange={(event) => {
            setLabel(event.currentTarget.value);
          }}
        />
        <Group grow>
          <TextInput
            label={t('new.birth')}
            placeholder={t('new.birth.hint')}
            maxLength={40}
            value={birthDate}
            onChange={(event) => {
              setBirthDate(event.currentTarget.value);
            }}
          />
          <TextInput
            label={t('new.number')}
            maxLength={60}
            value={number}
            onChange={(event) => {
              setNumber(event.currentTarget.value);
            }}
          />
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={label.trim() === ''}>
            {t('new.make')}
          </Button>
        </Group>
        {create.error && <ErrorPanel error={errorOf(create.error)} onAgain={create.reset} />}
      </form>
    </Modal>
  );
};
