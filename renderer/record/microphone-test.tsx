import { Button, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconMicrophone } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useText } from '../language/language.ts';
import { useCaptureHere } from './capture-here.ts';
import { DeviceSelect } from './device-select.tsx';
import { LevelMeters } from './level-meter.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** Loud enough to be speech: about -34 dB at the peak. */
const HEARD = 0.02;

/** A few words into the microphone, so that a dead one is found before a patient sits there. Nothing is kept. */
export const MicrophoneTest = (): ReactNode => {
  const { t } = useText();
  const { capture, now } = useCaptureHere();
  const [isHeard, setHeard] = useState(false);
  const isTesting = now.phase === 'testing';
  useEffect(
    () => () => {
      // A test ends with its screen; a recording does not.
      if (capture.state().phase === 'testing') capture.close();
    },
    [capture],
  );
  const test = (): void => {
    setHeard(false);
    if (isTesting) capture.close();
    void capture.test();
  };
  if (isTesting && now.level > HEARD && !isHeard) setHeard(true);
  if (now.phase === 'recording' || now.phase === 'paused')
    return <Text size="sm">{t('sound.in-use-here')}</Text>;
  return (
    <Stack gap="sm" className="microphone-test">
      {!isTesting && (
        <div>
          <Button
            variant="default"
            leftSection={<IconMicrophone size={18} aria-hidden="true" />}
            onClick={test}
          >
            {t('sound.test')}
          </Button>
        </div>
      )}
      {isTesting && (
        <>
          <Text size="sm">{t('sound.say')}</Text>
          <LevelMeters now={now} />
          <DeviceSelect />
          {isHeard && (
            <Text size="sm" role="status" className="heard">
              <IconCircleCheck size={18} aria-hidden="true" /> {t('sound.heard')}
            </Text>
          )}
        </>
      )}
      {now.trouble && <TroubleNote trouble={now.trouble} isRecording={false} onAgain={test} />}
    </Stack>
  );
};
