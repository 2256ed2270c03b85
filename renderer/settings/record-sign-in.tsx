import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RecordConnectionView } from '../../shared/contract/connections.ts';
import { useAction } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { momentIn } from '../ui/time.ts';

/** Whether the person at the desk is signed in at the record system, and the way to come and go. */
export const RecordSignIn = ({
  host,
  launch,
  onChanged,
}: {
  readonly host: string;
  readonly launch: NonNullable<RecordConnectionView['launch']>;
  readonly onChanged: () => void;
}): ReactNode => {
  const { t, tongue } = useText();
  const begin = useAction('connections.sign-in');
  const end = useAction('connections.sign-out');
  const { signedInAt, waiting, reason } = launch;
  const error = begin.error ?? end.error;
  const start = (): void => {
    begin.mutate({}, { onSuccess: onChanged });
  };
  const stop = (): void => {
    begin.reset();
    end.mutate({}, { onSuccess: onChanged });
  };
  const ended = reason === undefined ? undefined : { code: reason, message: '' };
  const failed = error ? errorOf(error) : waiting ? undefined : ended;
  return (
    <Stack gap="xs">
      <Text size="sm" role="status">
        {waiting
          ? t('connections.sign-in.waiting', { host })
          : signedInAt === undefined
            ? t('connections.sign-in.none', { host })
            : t('connections.sign-in.some', { host, when: momentIn(tongue, signedInAt) })}
      </Text>
      <Group>
        {waiting && begin.data && (
          <Button component="a" href={begin.data.address} target="_blank" rel="noopener noreferrer">
            {t('connections.sign-in.open', { host })}
          </Button>
        )}
        {waiting ? (
          <Button variant="default" onClick={stop}>
            {t('connections.sign-in.stop')}
          </Button>
        ) : signedInAt === undefined ? (
          <Button variant="default" loading={begin.isPending} onClick={start}>
            {t('connections.sign-in', { host })}
          </Button>
        ) : (
          <Button variant="default" loading={end.isPending} onClick={stop}>
            {t('connections.sign-out', { host })}
          </Button>
        )}
      </Group>
      {failed && <ErrorPanel error={failed} onAgain={start} />}
    </Stack>
  );
};
