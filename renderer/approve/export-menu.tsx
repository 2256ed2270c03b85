import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ExportFormat } from '../../shared/contract/approve.ts';
import type { DocumentName } from '../../shared/contract/vault.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { saveFile } from '../ui/save-file.ts';

/** Formats of any document, one that knows notes only, then those of the whole visit, offered with its note. */
const OF_A_DOCUMENT: readonly ExportFormat[] = ['word', 'rich-text', 'text'];
const OF_THE_NOTE: readonly ExportFormat[] = ['health-scribe'];
const OF_THE_VISIT: readonly ExportFormat[] = ['fhir', 'c-cda'];

interface Exported {
  readonly visit: string;
  readonly document: DocumentName;
  readonly sha256: string;
}

/** Saves a signed document as a file for another program; the host writes it and notes that it went out. */
export const useExport = ({ visit, document, sha256 }: Exported) => {
  const client = useClient();
  return useMutation({
    mutationFn: async (format: ExportFormat) => {
      const file = valueOf(await client.call('release.export', { visit, document, sha256, format }));
      const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
      saveFile(file.name, file.type, bytes);
    },
  });
};

export const ExportMenu = ({
  document,
  isPending,
  onExport,
}: {
  readonly document: DocumentName;
  readonly isPending: boolean;
  readonly onExport: (format: ExportFormat) => void;
}): ReactNode => {
  const { t } = useText();
  const item = (format: ExportFormat): ReactNode => (
    <Menu.Item
      key={format}
      onClick={() => {
        onExport(format);
      }}
    >
      {t(`export.${format}`)}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          loading={isPending}
          leftSection={<IconDownload size={16} aria-hidden="true" />}
        >
          {t('export.save')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('export.hint')}</Menu.Label>
        {OF_A_DOCUMENT.map(item)}
        {document === 'note' && (
          <>
            {OF_THE_NOTE.map(item)}
            <Menu.Label>{t('export.visit')}</Menu.Label>
            {OF_THE_VISIT.map(item)}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
};
