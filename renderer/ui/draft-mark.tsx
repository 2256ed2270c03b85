import { Badge, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';

/** Stands wherever drafted text is on the screen. */
export const DraftMark = (): ReactNode => {
  const { t } = useText();
  return (
    <Tooltip label={t('app.draft.long')}>
      <Badge
        variant="outline"
        color="orange"
        radius="sm"
        className="draft-mark"
        aria-label={t('app.draft.long')}
      >
        {t('app.draft')}
      </Badge>
    </Tooltip>
  );
};
