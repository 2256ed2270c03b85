import './people.css';
import { Button, PasswordInput, Select, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useAction } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { Recover } from './recover.tsx';
import { usePeople } from './use-people.ts';

/** Opens the record for a person. */
export const SignIn = (): ReactNode => {
  const { t } = useText();
  const people = usePeople();
  const queries = useQueryClient();
  const signIn = useAction('people.sign-in');
  const [label, setLabel] = useState<string | null>(localStorage.getItem('footnote.last-person'));
  const [passphrase, setPassphrase] = useState('');
  const [isRecovering, setRecovering] = useState(false);
  if (isRecovering)
    return (
      <Recover
        onBack={() => {
          setRecovering(false);
        }}
      />
    );
  if (people.error)
    return (
      <div className="door">
        <ErrorPanel
          error={errorOf(people.error)}
          onAgain={() => {
            void people.refetch();
          }}
        />
      </div>
    );
  const names = people.data?.map((person) => person.label) ?? [];
  const chosen = names.includes(label ?? '') ? label : (names[0] ?? null);
  return (
    <div className="door">
      <Title order={1} size="h2" mb="lg">
        {t('sign-in.title')}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen === null) return;
          localStorage.setItem('footnote.last-person', chosen);
          signIn.mutate({ label: chosen, passphrase }, { onSuccess: () => void queries.invalidateQueries() });
          setPassphrase('');
        }}
      >
        <Select
          label={t('sign-in.who')}
          data={names}
          value={chosen}
          allowDeselect={false}
          onChange={setLabel}
        />
        <PasswordInput
          label={t('sign-in.passphrase')}
          autoFocus
          autoComplete="off"
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
        />
        <Button type="submit" loading={signIn.isPending} disabled={passphrase === ''}>
          {t('sign-in.do')}
        </Button>
        {signIn.error && <ErrorPanel error={errorOf(signIn.error)} onAgain={signIn.reset} />}
      </form>
      <Button
        mt="xl"
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          setRecovering(true);
        }}
      >
        {t('recover.offer')}
      </Button>
    </div>
  );
};

/** Between the lock and the work: a PIN where one was chosen, otherwise the passphrase. A recording goes on. */
export const LockScreen = ({
  label,
  hasPin,
  isRecording,
}: {
  readonly label: string;
  readonly hasPin: boolean;
  readonly isRecording: boolean;
}): ReactNode => {
  const { t } = useText();
  const queries = useQueryClient();
  const unlock = useAction('people.unlock');
  const signIn = useAction('people.sign-in');
  const signOut = useAction('people.sign-out');
  const [secret, setSecret] = useState('');
  const after = { onSuccess: () => void queries.invalidateQueries() };
  const error = unlock.error ?? signIn.error;
  return (
    <div className="door">
      <Title order={1} size="h2" mb={4}>
        {t('lock.title')}
      </Title>
      <Text c="dimmed" mb="lg">
        {t('lock.who', { who: label })} {isRecording && t('lock.recording')}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (hasPin) unlock.mutate({ pin: secret }, after);
          else signIn.mutate({ label, passphrase: secret }, after);
          setSecret('');
        }}
      >
        {hasPin ? (
          <TextInput
            type="password"
            inputMode="numeric"
            label={t('lock.pin')}
            autoFocus
            autoComplete="off"
            maxLength={12}
            value={secret}
            onChange={(event) => {
              setSecret(event.currentTarget.value);
            }}
          />
        ) : (
          <PasswordInput
            label={t('sign-in.passphrase')}
            autoFocus
            autoComplete="off"
            value={secret}
            onChange={(event) => {
              setSecret(event.currentTarget.value);
            }}
          />
        )}
        <Button type="submit" loading={unlock.isPending || signIn.isPending} disabled={secret === ''}>
          {t('lock.open')}
        </Button>
        <Button
          variant="subtle"
          onClick={() => {
            signOut.mutate({}, after);
          }}
        >
          {t('lock.other')}
        </Button>
        {error && (
          <ErrorPanel
            error={errorOf(error)}
            onAgain={() => {
              unlock.reset();
              signIn.reset();
            }}
          />
        )}
      </form>
    </div>
  );
};
