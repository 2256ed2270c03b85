import { Button, Text, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAction } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { NewPassphrase, type Chosen } from '../people/new-passphrase.tsx';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

const NOTHING_CHOSEN: Chosen = { passphrase: '', isGood: false };

/** A copy of the whole record as one encrypted file, for an administrator; on a screen where the rest of the clinic's rules are. */
export const Backup = (): ReactNode => {
  const { t, tongue } = useText();
  const { role } = usePerson();
  const make = useAction('settings.back-up');
  const [file, setFile] = useState('');
  const [chosen, setChosen] = useState(NOTHING_CHOSEN);
  const [round, setRound] = useState(0);
  if (role !== 'administrator') return null;
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate({ file: file.trim(), passphrase: chosen.passphrase });
        // The passphrase stays in no field.
        setChosen(NOTHING_CHOSEN);
        setRound(round + 1);
      }}
    >
      <Title order={3} size="h5">
        {t('backup.title')}
      </Title>
      <Text size="sm">{t('backup.hint')}</Text>
      <TextInput
        label={t('backup.file')}
        description={t('backup.file.hint')}
        autoComplete="off"
        spellCheck={false}
        maxLength={1_000}
        value={file}
        onChange={(event) => {
          setFile(event.currentTarget.value);
          make.reset();
        }}
      />
      <NewPassphrase key={round} onChosen={setChosen} label={t('backup.passphrase')} />
      <div>
        <Button
          type="submit"
          variant="default"
          loading={make.isPending}
          disabled={file.trim() === '' || !chosen.isGood}
        >
          {t('backup.make')}
        </Button>
      </div>
      {make.isSuccess && (
        <Text size="sm" role="status">
          {t('backup.made', {
            size: new Intl.NumberFormat(tongue, { maximumFractionDigits: 1 }).format(
              make.data.bytes / 1_000_000,
            ),
          })}
        </Text>
      )}
      {make.error && <ErrorPanel error={errorOf(make.error)} onAgain={make.reset} />}
    </form>
  );
};
