import { Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDotsCircleHorizontal } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';
import type { Kept } from './text-keeper.ts';

/** Whether what was typed is in the record; where it is not, the one button that helps. */
export const KeptState = ({
  kept,
  onAgain,
}: {
  readonly kept: Kept;
  readonly onAgain: () => void;
}): ReactNode => {
  const { t, has } = useText();
  if (kept === 'saved')
    return (
      <Text size="xs" c="dimmed" className="kept" role="status">
        <IconCheck size={14} aria-hidden="true" /> {t('kept.saved')}
      </Text>
    );
  if (kept === 'saving')
    return (
      <Text size="xs" c="dimmed" className="kept" role="status">
        <IconDotsCircleHorizontal size={14} aria-hidden="true" /> {t('kept.saving')}
      </Text>
    );
  const key = `error.${kept.code}`;
  return (
    <div className="kept kept-not" role="alert">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <Text size="sm">
        {has(key) ? t(key) : kept.message} {t('kept.here')}
      </Text>
      <Button size="compact-sm" onClick={onAgain}>
        {t('kept.again')}
      </Button>
    </div>
  );
};
