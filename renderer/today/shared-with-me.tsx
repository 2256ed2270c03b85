import { Button, PasswordInput, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { SharedWithMe as Waiting } from '../../shared/contract/sharing.ts';
import { useAction, useAsk, useChange } from '../api/queries.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { momentIn } from '../ui/time.ts';

const Row = ({ draft }: { readonly draft: Waiting }): ReactNode => {
  const { t, tongue } = useText();
  const open = useChange('sharing.open');
  const [passphrase, setPassphrase] = useState('');
  const toVisit = (visit: string): void => {
    goTo({ screen: 'visit', visit, part: 'note' });
  };
  return (
    <li className="settings-row">
      <span className="grow">{t('sharing.from', { who: draft.by, when: momentIn(tongue, draft.at) })}</span>
      {draft.here === undefined && (
        <PasswordInput
          size="xs"
          aria-label={t('sharing.passphrase')}
          placeholder={t('sharing.passphrase')}
          autoComplete="off"
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
        />
      )}
      <Button
        size="compact-sm"
        loading={open.isPending}
        disabled={draft.here === undefined && passphrase === ''}
        onClick={() => {
          if (draft.here !== undefined) toVisit(draft.here);
          else
            open.mutate(
              { visit: draft.visit, passphrase },
              {
                onSuccess: ({ visit }) => {
                  toVisit(visit);
                },
              },
            );
        }}
      >
        {t('sharing.open')}
      </Button>
      {open.error && <ErrorPanel error={errorOf(open.error)} onAgain={open.reset} />}
    </li>
  );
};

/** Drafts that people of another Footnote shared; looked for when a person asks, never by itself. */
export const SharedWithMe = (): ReactNode => {
  const { t } = useText();
  const partners = useAsk('partners.list', {});
  const look = useAction('sharing.waiting');
  if ((partners.data?.partners.length ?? 0) === 0) return null;
  return (
    <section aria-label={t('sharing.waiting')}>
      <Title order={2} size="h5" mt="lg" mb="xs">
        {t('sharing.waiting')}
      </Title>
      <Button
        size="compact-sm"
        variant="default"
        loading={look.isPending}
        onClick={() => {
          look.mutate({});
        }}
      >
        {t('sharing.look')}
      </Button>
      {look.data?.drafts.length === 0 && (
        <Text size="sm" role="status">
          {t('sharing.nothing')}
        </Text>
      )}
      {look.data && look.data.drafts.length > 0 && (
        <ul className="settings-rows">
          {look.data.drafts.map((draft) => (
            <Row key={draft.visit} draft={draft} />
          ))}
        </ul>
      )}
      {look.error && <ErrorPanel error={errorOf(look.error)} onAgain={look.reset} />}
    </section>
  );
};
