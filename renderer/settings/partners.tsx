import { Button, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAction, useAsk } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

/** What the administrator of the other Footnote is given. */
const OwnCard = (): ReactNode => {
  const { t } = useText();
  const own = useAsk('partners.card', {});
  if (!own.data) return null;
  return (
    <>
      <Textarea label={t('partners.card')} readOnly autosize minRows={1} maxRows={3} value={own.data.card} />
      <Text size="sm" fw={600}>
        {t('partners.code', { code: own.data.code })}
      </Text>
    </>
  );
};

const AddPartner = ({ onAdded }: { readonly onAdded: () => void }): ReactNode => {
  const { t } = useText();
  const add = useAction('partners.add');
  const [card, setCard] = useState('');
  const [code, setCode] = useState('');
  return (
    <>
      <Textarea
        label={t('partners.theirs')}
        autosize
        minRows={1}
        maxRows={3}
        value={card}
        onChange={(event) => {
          setCard(event.currentTarget.value);
        }}
      />
      <TextInput
        label={t('partners.theirs.code')}
        autoComplete="off"
        maxLength={60}
        value={code}
        onChange={(event) => {
          setCode(event.currentTarget.value);
        }}
      />
      <div>
        <Button
          variant="default"
          loading={add.isPending}
          disabled={card.trim() === '' || code.trim() === ''}
          onClick={() => {
            add.mutate(
              { card: card.trim(), code },
              {
                onSuccess: () => {
                  setCard('');
                  setCode('');
                  onAdded();
                },
              },
            );
          }}
        >
          {t('partners.add')}
        </Button>
      </div>
      {add.error && <ErrorPanel error={errorOf(add.error)} onAgain={add.reset} />}
    </>
  );
};

/** Other Footnotes whose people may work on a draft: known by a card, trusted by a code that two people compare. */
export const Partners = (): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const known = useAsk('partners.list', {});
  const remove = useAction('partners.remove');
  const mayChange = role === 'administrator';
  const partners = known.data?.partners ?? [];
  const refetch = (): void => {
    void known.refetch();
  };
  return (
    <section aria-label={t('partners.title')}>
      <Title order={3} size="h5" mt="lg" mb="xs">
        {t('partners.title')}
      </Title>
      <Text size="sm" mb="sm">
        {t(mayChange ? 'partners.hint' : 'partners.none')}
      </Text>
      {partners.length > 0 && (
        <ul className="settings-rows">
          {partners.map(({ code, clinic, people }) => (
            <li key={code} className="settings-row">
              <span className="grow">
                {clinic}: {people.map(({ name }) => name).join(', ')}
              </span>
              {mayChange && (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    remove.mutate({ code }, { onSuccess: refetch });
                  }}
                >
                  {t('partners.remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && (
        <Stack gap="sm">
          <OwnCard />
          <AddPartner onAdded={refetch} />
        </Stack>
      )}
      {remove.error && <ErrorPanel error={errorOf(remove.error)} onAgain={remove.reset} />}
    </section>
  );
};
