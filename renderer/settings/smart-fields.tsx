import { Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RecordConnectionView } from '../../shared/contract/connections.ts';
import { useText } from '../language/language.ts';

/** Under which name Footnote is registered at a record system, and the public key to enter there once it is saved. */
export const SmartFields = ({
  kept,
  client,
  onClient,
}: {
  readonly kept: RecordConnectionView['smart'];
  readonly client: string;
  readonly onClient: (client: string) => void;
}): ReactNode => {
  const { t } = useText();
  return (
    <>
      <TextInput
        label={t('connections.record.client')}
        description={t('connections.record.client.hint')}
        autoComplete="off"
        maxLength={200}
        value={client}
        onChange={(event) => {
          onClient(event.currentTarget.value);
        }}
      />
      {kept && (
        <Textarea
          label={t('connections.record.keys')}
          description={t('connections.record.keys.hint')}
          readOnly
          autosize
          maxRows={4}
          value={kept.publicKeys}
        />
      )}
    </>
  );
};
