import { type ReactNode } from 'react';
import { Title } from '@mantine/core';
import { useText } from '../language/language.ts';
import { AuditTable } from './audit-table.tsx';

/** Everything that happened in this visit: who, what, when. */
export const HistoryPart = ({ visit }: { readonly visit: string }): ReactNode => {
  const { t } = useText();
  return (
    <div className="visit-centre wide">
      <Title order={2} size="h4" mb="sm">
        {t('audit.visit')}
      </Title>
      <AuditTable visit={visit} />
    </div>
  );
};
