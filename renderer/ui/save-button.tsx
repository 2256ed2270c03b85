import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorPanel, errorOf } from './error-panel.tsx';
import { saveFile } from './save-file.ts';

/** A button that asks the host for a text and has the browser save it as a file. */
export const SaveButton = ({
  file,
  fetch,
  children,
}: {
  readonly file: string;
  readonly fetch: () => Promise<string>;
  readonly children: ReactNode;
}): ReactNode => {
  const save = useMutation({
    mutationFn: fetch,
    onSuccess: (text) => {
      saveFile(file, 'text/plain', text);
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
        {children}
      </Button>
      {save.error && <ErrorPanel error={errorOf(save.error)} onAgain={save.reset} />}
    </>
  );
};
