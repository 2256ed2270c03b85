import { Alert, Button, Select, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconMicrophone } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../language/language.ts';
import { LevelMeter } from './level-meter.tsx';
import { rememberedMicrophone, rememberMicrophone, useMicrophone } from './use-microphone.ts';

/** Loud enough to be speech, 0..1. */
const HEARD = 0.35;

/** A few words into the microphone, so that a dead one is found before a patient sits there. Nothing is kept. */
export const MicrophoneTest = (): ReactNode => {
  const { t } = useText();
  const [device, setDevice] = useState(rememberedMicrophone);
  const [isOn, setOn] = useState(false);
  const [isHeard, setHeard] = useState(false);
  const { devices, level, trouble } = useMicrophone(device, isOn);
  if (isOn && level > HEARD && !isHeard) setHeard(true);
  return (
    <Stack gap="sm" className="microphone-test">
      {!isOn && (
        <Button
          variant="default"
          leftSection={<IconMicrophone size={18} aria-hidden="true" />}
          onClick={() => {
            setOn(true);
          }}
        >
          {t('sound.test')}
        </Button>
      )}
      {isOn && !trouble && (
        <>
          <Text size="sm">{t('sound.say')}</Text>
          <LevelMeter level={level} />
          {devices.length > 0 && (
            <Select
              size="sm"
              label={t('sound.device')}
              allowDeselect={false}
              value={devices.some(({ id }) => id === device) ? device : (devices[0]?.id ?? null)}
              data={devices.map(({ id, name }, index) => ({
                value: id,
                label: name === '' ? t('sound.device.unnamed', { number: index + 1 }) : name,
              }))}
              onChange={(chosen) => {
                if (chosen === null) return;
                rememberMicrophone(chosen);
                setHeard(false);
                setDevice(chosen);
              }}
            />
          )}
          {isHeard && (
            <Text size="sm" role="status" className="heard">
              <IconCircleCheck size={18} aria-hidden="true" /> {t('sound.heard')}
            </Text>
          )}
        </>
      )}
      {trouble && (
        <Alert color="orange" variant="light" role="alert" title={t(`sound.trouble.${trouble}`)}>
          <Text size="sm" mb="xs">
            {t(`sound.help.${trouble}`)}
          </Text>
          <Button
            size="xs"
            onClick={() => {
              setOn(false);
            }}
          >
            {t('error.again')}
          </Button>
        </Alert>
      )}
    </Stack>
  );
};
