import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconCheck, IconCopy, IconMessage, IconPrinter } from '@tabler/icons-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { z } from 'zod';
import type { DocumentHash } from '../../shared/contract/vault.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { useText, type TextKey } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { useOpenPage } from '../ui/open-page.ts';
import { ExportMenu, useExport } from './export-menu.tsx';

type Signed = Pick<z.infer<typeof DocumentHash>, 'document' | 'sha256'>;

/** Puts signed text on the clipboard: the whole document, or the message that a sheet makes to its patient. */
const useCopy = (operation: 'release.copy' | 'release.message', visit: string) => {
  const client = useClient();
  return useMutation({
    mutationFn: async ({ document, sha256 }: Signed) => {
      const { text } = valueOf(await client.call(operation, { visit, document, sha256 }));
      await navigator.clipboard.writeText(text);
    },
  });
};

const CopyButton = ({
  copy,
  label,
  icon,
  signed,
}: {
  readonly copy: ReturnType<typeof useCopy>;
  readonly label: TextKey;
  readonly icon: ReactNode;
  readonly signed: Signed;
}): ReactNode => {
  const { t } = useText();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={copy.isSuccess ? <IconCheck size={16} aria-hidden="true" /> : icon}
      loading={copy.isPending}
      onClick={() => {
        copy.mutate(signed);
      }}
    >
      {t(copy.isSuccess ? 'final.copied' : label)}
    </Button>
  );
};

/** One approved document and its ways out: each is an entry of the record. */
export const FinalDocument = ({
  visit,
  signed,
  title,
  mayRelease,
  isNext = false,
}: {
  readonly visit: string;
  readonly signed: Signed;
  readonly title: string;
  readonly mayRelease: boolean;
  /** Printing it is the next thing to do: the focus is there. */
  readonly isNext?: boolean;
}): ReactNode => {
  const { t } = useText();
  const page = useOpenPage();
  const print = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isNext) print.current?.focus();
  }, [isNext]);
  const copy = useCopy('release.copy', visit);
  const message = useCopy('release.message', visit);
  const file = useExport({ visit, ...signed });
  const error = page.error ?? copy.error ?? message.error ?? file.error;
  return (
    <li className="final">
      <Text fw={560} flex={1}>
        {title}
      </Text>
      {mayRelease && (
        <Group gap="xs">
          <Button
            size="xs"
            ref={print}
            leftSection={<IconPrinter size={16} aria-hidden="true" />}
            loading={page.isPending}
            onClick={() => {
              page.open('release.print', { visit, document: signed.document, sha256: signed.sha256 });
            }}
          >
            {t('final.print')}
          </Button>
          <CopyButton
            copy={copy}
            label="final.copy"
            icon={<IconCopy size={16} aria-hidden="true" />}
            signed={signed}
          />
          {signed.document.startsWith('instructions.') && (
            <CopyButton
              copy={message}
              label="final.message"
              icon={<IconMessage size={16} aria-hidden="true" />}
              signed={signed}
            />
          )}
          <ExportMenu
            document={signed.document}
            isPending={file.isPending}
            onExport={(format) => {
              file.mutate(format);
            }}
          />
        </Group>
      )}
      {error && (
        <ErrorPanel
          error={errorOf(error)}
          onAgain={() => {
            page.reset();
            copy.reset();
            message.reset();
            file.reset();
          }}
        />
      )}
    </li>
  );
};
