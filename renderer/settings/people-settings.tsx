import { Badge, Button, Group, PasswordInput, Select, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Role } from '../../shared/contract/people.ts';
import { useAction } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { NewPassphrase, type Chosen } from '../people/new-passphrase.tsx';
import { usePeople } from '../people/use-people.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

const ROLES: readonly Role[] = ['clinician', 'scribe', 'administrator'];
const NOTHING: Chosen = { passphrase: '', isGood: false };

const AddPerson = (): ReactNode => {
  const { t } = useText();
  const queries = useQueryClient();
  const add = useAction('people.add');
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<Role>('scribe');
  const [chosen, setChosen] = useState(NOTHING);
  const [own, setOwn] = useState('');
  const [round, setRound] = useState(0);
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(
          { own, label, role, passphrase: chosen.passphrase },
          {
            onSuccess: () => {
              setLabel('');
              setRound(round + 1);
              void queries.invalidateQueries({ queryKey: ['people'] });
            },
          },
        );
        setOwn('');
      }}
    >
      <Title order={3} size="h5">
        {t('people.add')}
      </Title>
      <Group grow>
        <TextInput
          label={t('people.name')}
          value={label}
          maxLength={200}
          onChange={(event) => {
            setLabel(event.currentTarget.value);
          }}
        />
        <Select
          label={t('people.role')}
          value={role}
          allowDeselect={false}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={(value) => {
            setRole(ROLES.find((one) => one === value) ?? 'scribe');
          }}
        />
      </Group>
      <NewPassphrase key={round} onChosen={setChosen} label={t('people.first')} />
      <PasswordInput
        label={t('people.own')}
        autoComplete="off"
        value={own}
        onChange={(event) => {
          setOwn(event.currentTarget.value);
        }}
      />
      <div>
        <Button
          type="submit"
          loading={add.isPending}
          disabled={label.trim() === '' || !chosen.isGood || own === ''}
        >
          {t('people.add')}
        </Button>
      </div>
      {add.error && <ErrorPanel error={errorOf(add.error)} onAgain={add.reset} />}
    </form>
  );
};

/** A PIN for the lock, until the session ends. */
const OwnPin = (): ReactNode => {
  const { t } = useText();
  const queries = useQueryClient();
  const setPin = useAction('people.set-pin');
  const [pin, setPinText] = useState('');
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        setPin.mutate({ pin }, { onSuccess: () => void queries.invalidateQueries({ queryKey: ['state'] }) });
        setPinText('');
      }}
    >
      <Group align="end">
        <TextInput
          type="password"
          inputMode="numeric"
          label={t('pin.choose')}
          description={t('pin.hint')}
          autoComplete="off"
          maxLength={12}
          value={pin}
          onChange={(event) => {
            setPinText(event.currentTarget.value.replaceAll(/\D/g, ''));
          }}
        />
        <Button type="submit" variant="default" disabled={pin.length < 4} loading={setPin.isPending}>
          {t('pin.set')}
        </Button>
      </Group>
      {setPin.isSuccess && (
        <Text size="sm" role="status">
          {t('pin.done')}
        </Text>
      )}
      {setPin.error && <ErrorPanel error={errorOf(setPin.error)} onAgain={setPin.reset} />}
    </form>
  );
};

const OwnPassphrase = (): ReactNode => {
  const { t } = useText();
  const change = useAction('people.change-passphrase');
  const [old, setOld] = useState('');
  const [chosen, setChosen] = useState(NOTHING);
  const [round, setRound] = useState(0);
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          { old, passphrase: chosen.passphrase },
          {
            onSuccess: () => {
              setRound(round + 1);
            },
          },
        );
        setOld('');
      }}
    >
      <Title order={3} size="h5">
        {t('passphrase.change')}
      </Title>
      <PasswordInput
        label={t('passphrase.old')}
        autoComplete="off"
        value={old}
        onChange={(event) => {
          setOld(event.currentTarget.value);
        }}
      />
      <NewPassphrase key={round} onChosen={setChosen} />
      <div>
        <Button
          type="submit"
          variant="default"
          disabled={old === '' || !chosen.isGood}
          loading={change.isPending}
        >
          {t('passphrase.change')}
        </Button>
      </div>
      {change.isSuccess && (
        <Text size="sm" role="status">
          {t('passphrase.changed')}
        </Text>
      )}
      {change.error && <ErrorPanel error={errorOf(change.error)} onAgain={change.reset} />}
    </form>
  );
};

/** Who works here and in which role. */
export const PeopleSettings = (): ReactNode => {
  const { t } = useText();
  const { role, person: me } = usePerson();
  const people = usePeople();
  const queries = useQueryClient();
  const remove = useAction('people.remove');
  const mayManage = role === 'administrator';
  return (
    <>
      <ul className="settings-rows">
        {people.data?.map((person) => (
          <li key={person.person} className="settings-row">
            <span className="grow">{person.label}</span>
            {person.role && (
              <Badge variant="default" radius="sm">
                {t(`role.${person.role}`)}
              </Badge>
            )}
            {mayManage && person.person !== me && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                onClick={() => {
                  remove.mutate(
                    { person: person.person },
                    { onSuccess: () => void queries.invalidateQueries({ queryKey: ['people'] }) },
                  );
                }}
              >
                {t('people.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {remove.error && <ErrorPanel error={errorOf(remove.error)} onAgain={remove.reset} />}
      {mayManage && <AddPerson />}
      <OwnPin />
      <OwnPassphrase />
    </>
  );
};
