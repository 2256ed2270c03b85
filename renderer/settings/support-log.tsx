import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { SaveButton } from '../ui/save-button.tsx';

/** What the app noted about itself, as a file for whoever helps. */
export const SupportLog = (): ReactNode => {
  const { t } = useText();
  const client = useClient();
  return (
    <>
      <SaveButton
        file="footnote-log.jsonl"
        fetch={async () => valueOf(await client.call('support.log', {})).jsonl}
      >
        {t('about.log')}
      </SaveButton>
      <Text size="xs" c="dimmed" mt={4} mb="md">
        {t('about.log.hint')}
      </Text>
    </>
  );
};
