import { Button, Checkbox, Group, PasswordInput, Text, Textarea, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { momentIn } from '../ui/time.ts';

const NewAddendum = ({ visit }: { readonly visit: string }): ReactNode => {
  const { t } = useText();
  const add = useChange('approve.addendum');
  const [text, setText] = useState('');
  const [onSheet, setOnSheet] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(
          { visit, text: text.trim(), onSheet, passphrase },
          {
            onSuccess: () => {
              setText('');
              setOnSheet(false);
            },
          },
        );
        setPassphrase('');
      }}
    >
      <Textarea
        label={t('addendum.text')}
        autosize
        minRows={2}
        maxLength={20_000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Checkbox
        mt="xs"
        label={t('addendum.sheet')}
        description={t('addendum.sheet.hint')}
        checked={onSheet}
        onChange={(event) => {
          setOnSheet(event.currentTarget.checked);
        }}
      />
      <Group align="end" mt="xs">
        <PasswordInput
          flex={1}
          label={t('approve.passphrase')}
          autoComplete="off"
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
        />
        <Button
          type="submit"
          variant="default"
          loading={add.isPending}
          disabled={text.trim() === '' || passphrase === ''}
        >
          {t('addendum.sign')}
        </Button>
      </Group>
      {add.error && <ErrorPanel error={errorOf(add.error)} onAgain={add.reset} />}
    </form>
  );
};

/** What was signed after the approval, and the way to say more: the approved text itself stays as it is. */
export const Addenda = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t, tongue } = useText();
  const { role } = usePerson();
  return (
    <section className="addenda">
      <Title order={3} size="h5">
        {t('addendum.title')}
      </Title>
      {view.addenda.map((addendum) => (
        <div key={addendum.at} className="addendum">
          <Text size="xs" c="dimmed">
            {t('final.by', { who: addendum.by, when: momentIn(tongue, addendum.at) })}{' '}
            {addendum.onSheet && t('addendum.on-sheet')}
          </Text>
          <p>{addendum.text}</p>
        </div>
      ))}
      {role === 'clinician' && <NewAddendum visit={view.summary.id} />}
    </section>
  );
};
