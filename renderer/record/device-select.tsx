import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';
import { useCaptureHere } from './capture-here.ts';

/** Which microphone; it can be changed while recording, and the change is marked in the record. */
export const DeviceSelect = (): ReactNode => {
  const { t } = useText();
  const { capture, now } = useCaptureHere();
  if (now.microphones.length === 0) return null;
  return (
    <Select
      size="xs"
      label={t('sound.device')}
      allowDeselect={false}
      value={now.microphone?.id ?? now.microphones[0]?.id ?? null}
      data={now.microphones.map(({ id, label }, index) => ({
        value: id,
        label: label === '' ? t('sound.device.unnamed', { number: index + 1 }) : label,
      }))}
      onChange={(chosen) => {
        if (chosen !== null) void capture.changeMicrophone(chosen);
      }}
    />
  );
};
