import { Button, Group, Select, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useAction } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { NewPassphrase, type Chosen } from './new-passphrase.tsx';
import { usePeople } from './use-people.ts';

/** The printed key opens the record when a passphrase is forgotten or the machine's key is gone. */
export const Recover = ({ onBack }: { readonly onBack: () => void }): ReactNode => {
  const { t } = useText();
  const people = usePeople();
  const queries = useQueryClient();
  const recover = useAction('people.recover');
  const [recoveryKey, setKey] = useState('');
  const [label, setLabel] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Chosen>({ passphrase: '', isGood: false });
  return (
    <div className="door">
      <Title order={1} size="h2" mb="xs">
        {t('recover.title')}
      </Title>
      <Text c="dimmed" mb="md">
        {t('recover.hint')}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (label)
            recover.mutate(
              { recoveryKey, label, passphrase: chosen.passphrase },
              { onSuccess: () => void queries.invalidateQueries() },
            );
        }}
      >
        <TextInput
          label={t('recover.key')}
          autoComplete="off"
          value={recoveryKey}
          onChange={(event) => {
            setKey(event.currentTarget.value);
          }}
        />
        <Select
          label={t('recover.who')}
          data={people.data?.map((person) => person.label) ?? []}
          value={label}
          onChange={setLabel}
        />
        <NewPassphrase onChosen={setChosen} />
        <Group>
          <Button
            type="submit"
            loading={recover.isPending}
            disabled={recoveryKey.trim() === '' || !label || !chosen.isGood}
          >
            {t('recover.do')}
          </Button>
          <Button variant="default" onClick={onBack}>
            {t('app.cancel')}
          </Button>
        </Group>
        {recover.error && <ErrorPanel error={errorOf(recover.error)} onAgain={recover.reset} />}
      </form>
    </div>
  );
};
