import { Center, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';

/** Something is on its way from the host. */
export const Waiting = (): ReactNode => {
  const { t } = useText();
  return (
    <Center mih="50vh" role="status" aria-label={t('app.loading')}>
      <Loader type="dots" />
    </Center>
  );
};
