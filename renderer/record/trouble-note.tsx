import { Alert, Button, Text } from '@mantine/core';
import { IconMicrophoneOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Trouble } from '../capture/capture.ts';
import { useText } from '../language/language.ts';

/** Hints come and go by themselves and need no button. */
const HINTS: ReadonlySet<Trouble> = new Set<Trouble>(['low', 'clipping', 'slept']);

/** What is wrong with the sound, what was kept, and one button that helps. */
export const TroubleNote = ({
  trouble,
  isRecording,
  onAgain,
  onFile,
}: {
  readonly trouble: Trouble;
  readonly isRecording: boolean;
  readonly onAgain: () => void;
  /** Brings in a recording made elsewhere: what helps where there is no microphone. */
  readonly onFile?: () => void;
}): ReactNode => {
  const { t } = useText();
  const byFile = trouble === 'none' ? onFile : undefined;
  if (HINTS.has(trouble))
    return (
      <p className="recorder-note" role="status">
        {t(`sound.trouble.${trouble}`)}. {t(`sound.help.${trouble}`)}
      </p>
    );
  return (
    <Alert
      color="orange"
      variant="light"
      role="alert"
      className="recorder-trouble"
      icon={<IconMicrophoneOff aria-hidden="true" />}
      title={t(`sound.trouble.${trouble}`)}
    >
      <Text size="sm">{t(`sound.help.${trouble}`)}</Text>
      <Text size="sm" mb="xs">
        {t(isRecording ? 'sound.kept' : 'sound.nothing')}
      </Text>
      {!isRecording && (
        <Button size="xs" onClick={byFile ?? onAgain}>
          {t(byFile ? 'record.file' : 'error.again')}
        </Button>
      )}
    </Alert>
  );
};
