import { Button, Checkbox, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AppOutput } from '../../shared/contract/app.ts';
import type { Partner } from '../../shared/contract/sharing.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import type { ReviewDesk } from './use-review-desk.ts';

const WithWhom = ({
  people,
  chosen,
  onChosen,
}: {
  readonly people: Partner['people'];
  readonly chosen: readonly string[];
  readonly onChosen: (people: readonly string[]) => void;
}): ReactNode => {
  const { t } = useText();
  return (
    <Checkbox.Group label={t('sharing.with')} value={[...chosen]} onChange={onChosen}>
      <Stack gap={4} mt={4}>
        {people.map(({ person, name }) => (
          <Checkbox key={person} size="xs" value={person} label={name} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
};

/** What became of it. */
const Outcome = ({
  isSent,
  taken,
}: {
  readonly isSent: boolean;
  readonly taken: AppOutput<'sharing.take'> | undefined;
}): ReactNode => {
  const { t } = useText();
  const said = taken && { changed: String(taken.changed), conflicts: String(taken.conflicts) };
  return (
    (isSent || said) && (
      <Text size="sm" role="status">
        {said ? t('sharing.taken', said) : t('sharing.sent')}
      </Text>
    )
  );
};

/** The draft goes to people of another Footnote, and what they did comes back; both ask for the passphrase. */
export const ShareDraft = ({
  desk,
  partners,
}: {
  readonly desk: ReviewDesk;
  readonly partners: readonly Partner[];
}): ReactNode => {
  const { t } = useText();
  const { summary, sharedWith } = desk.view;
  const visit = summary.id;
  const send = useChange('sharing.send');
  const take = useChange('sharing.take');
  const [people, setPeople] = useState<readonly string[]>(sharedWith ?? []);
  const [passphrase, setPassphrase] = useState('');
  const everyone = partners.flatMap((partner) => partner.people);
  const chosen = people.filter((person) => everyone.some((one) => one.person === person));
  const after = {
    onSettled: () => {
      setPassphrase('');
    },
  };
  const error = send.error ?? take.error;
  const begin = async (then: () => void): Promise<void> => {
    send.reset();
    take.reset();
    // What is on the screen is what is shared: it has to be in the record first.
    await desk.text.flush();
    then();
  };
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {t('sharing.hint')}
      </Text>
      <WithWhom people={everyone} chosen={chosen} onChosen={setPeople} />
      <PasswordInput
        size="xs"
        label={t('sharing.passphrase')}
        autoComplete="off"
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.currentTarget.value);
        }}
      />
      <Group>
        <Button
          size="compact-sm"
          loading={send.isPending}
          disabled={passphrase === '' || chosen.length === 0}
          onClick={() => {
            void begin(() => {
              send.mutate({ visit, people: [...chosen], passphrase }, after);
            });
          }}
        >
          {t('sharing.send')}
        </Button>
        {sharedWith && (
          <Button
            size="compact-sm"
            variant="default"
            loading={take.isPending}
            disabled={passphrase === ''}
            onClick={() => {
              void begin(() => {
                take.mutate({ visit, passphrase }, after);
              });
            }}
          >
            {t('sharing.take')}
          </Button>
        )}
      </Group>
      <Outcome isSent={send.isSuccess} taken={take.data} />
      {error && (
        <ErrorPanel
          error={errorOf(error)}
          onAgain={() => {
            send.reset();
            take.reset();
          }}
        />
      )}
    </Stack>
  );
};
