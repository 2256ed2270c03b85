import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { saveFile } from '../ui/save-file.ts';

/** What the app noted about itself, as a file for whoever helps. */
export const SupportLog = (): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const save = useMutation({
    mutationFn: async () => valueOf(await client.call('support.log', {})),
    onSuccess: ({ jsonl }) => {
      saveFile('footnote-log.jsonl', 'text/plain', jsonl);
    },
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={save.isPending}
        leftSection={<IconDownload size={16} aria-hidden="true" />}
        onClick={() => {
          save.mutate();
        }}
      >
        {t('about.log')}
      </Button>
      <Text size="xs" c="dimmed" mt={4} mb="md">
        {t('about.log.hint')}
      </Text>
      {save.error && <ErrorPanel error={errorOf(save.error)} onAgain={save.reset} />}
    </>
  );
};
