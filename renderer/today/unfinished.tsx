import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlayerRecordFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { VisitSummary } from '../../shared/contract/visits.ts';
import { useAsk, useChange } from '../api/queries.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { clock } from '../ui/time.ts';

/** Recordings that a crash cut short: all of their sound is kept, and they can go on or end with what they have. */
export const Unfinished = ({ visits }: { readonly visits: readonly VisitSummary[] }): ReactNode => {
  const { t } = useText();
  const asked = useAsk('record.unfinished', {});
  const finish = useChange('record.finish');
  return asked.data?.unfinished.map((one) => {
    const name = visits.find(({ id }) => id === one.visit)?.label || t('today.nobody');
    return (
      <Alert
        key={one.recording}
        mt="md"
        color="orange"
        variant="light"
        icon={<IconPlayerRecordFilled aria-hidden="true" />}
        title={t('unfinished.title', { name })}
      >
        <Text size="sm" mb="xs">
          {t('unfinished.kept', { time: clock(one.keptMs) })}
        </Text>
        <Group gap="xs">
          <Button
            size="xs"
            onClick={() => {
              goTo({ screen: 'visit', visit: one.visit, part: 'record' });
            }}
          >
            {t('unfinished.go-on')}
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={finish.isPending}
            onClick={() => {
              finish.mutate(
                { visit: one.visit, recording: one.recording },
                { onSuccess: () => void asked.refetch() },
              );
            }}
          >
            {t('unfinished.end')}
          </Button>
        </Group>
      </Alert>
    );
  });
};
