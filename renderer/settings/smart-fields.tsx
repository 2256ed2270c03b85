import { Radio, Stack, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { SignsIn, type RecordConnectionView } from '../../shared/contract/connections.ts';
import { useText } from '../language/language.ts';

/** A text to hand to whoever runs the record system. */
const Given = ({
  label,
  hint,
  value,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
}): ReactNode => <Textarea label={label} description={hint} readOnly autosize maxRows={4} value={value} />;

/** Under which name Footnote is registered at a record system, who signs in there, and what to enter there once saved. */
export const SmartFields = ({
  kept,
  client,
  signsIn,
  onClient,
  onSignsIn,
}: {
  readonly kept: Pick<RecordConnectionView, 'smart' | 'launch'> | undefined;
  readonly client: string;
  readonly signsIn: SignsIn;
  readonly onClient: (client: string) => void;
  readonly onSignsIn: (signsIn: SignsIn) => void;
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
      {client.trim() !== '' && (
        <Radio.Group
          label={t('connections.record.who')}
          value={signsIn}
          onChange={(chosen) => {
            onSignsIn(SignsIn.parse(chosen));
          }}
        >
          <Stack gap="xs" mt="xs">
            {SignsIn.options.map((one) => (
              <Radio key={one} value={one} label={t(`connections.record.who.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {kept?.smart && (
        <Given
          label={t('connections.record.keys')}
          hint={t('connections.record.keys.hint')}
          value={kept.smart.publicKeys}
        />
      )}
      {kept?.launch && (
        <Given
          label={t('connections.record.redirect')}
          hint={t('connections.record.redirect.hint')}
          value={kept.launch.redirect}
        />
      )}
    </>
  );
};
