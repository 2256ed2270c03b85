import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FallbackProps } from 'react-error-boundary';
import type { FootnoteError } from '../../shared/contract/errors.ts';
import { Refusal } from '../api/queries.ts';
import { goTo } from '../app/route.ts';
import { useText, type TextKey } from '../language/language.ts';

/** What a query or a change threw, as the error it stands for. Anything unexpected is a fault of ours. */
export const errorOf = (thrown: unknown): FootnoteError =>
  thrown instanceof Refusal ? thrown.refusal : { code: 'fault', message: '' };

type Way = 'again' | 'choose' | 'back' | 'reload' | 'fix' | 'speech' | 'draft';

/** Codes for which the same attempt cannot help, and what does. */
const HELP: Partial<Record<FootnoteError['code'], Way>> = {
  'audio-empty': 'choose',
  'audio-unreadable': 'choose',
  'chart-not-json': 'choose',
  'chart-not-fhir': 'choose',
  'chart-two-patients': 'choose',
  'chart-no-patient': 'choose',
  'file-too-large': 'choose',
  'upload-missing': 'choose',
  'visit-missing': 'back',
  'visit-unknown': 'back',
  'visit-quarantined': 'back',
  'host-gone': 'reload',
  'not-allowed': 'reload',
  'session-ended': 'reload',
  'session-locked': 'reload',
  'vault-closed': 'reload',
  'disk-low': 'draft',
  'stale-lines': 'fix',
  'assessment-first': 'fix',
  'weights-missing': 'speech',
  'weights-corrupt': 'speech',
  'engine-missing': 'speech',
};

const LABELS: Readonly<Record<Way, TextKey>> = {
  again: 'error.again',
  choose: 'error.choose',
  back: 'error.back',
  reload: 'error.reload',
  fix: 'error.fix',
  speech: 'error.speech',
  draft: 'visit.start',
};

export interface ErrorPanelProps {
  readonly error: FootnoteError;
  readonly onAgain?: (() => void) | undefined;
  readonly onChoose?: (() => void) | undefined;
  /** Drafts from what was kept. */
  readonly onDraft?: (() => void) | undefined;
  /** Leads to where the reason lies. */
  readonly onFix?: (() => void) | undefined;
  /** Whether a recording is held, so that the panel may say so. */
  readonly recordingKept?: boolean;
}

/** What happened, what was kept, and one button that helps. */
export const ErrorPanel = ({
  error,
  onAgain,
  onChoose,
  onDraft,
  onFix,
  recordingKept = false,
}: ErrorPanelProps): ReactNode => {
  const { t, has } = useText();
  const key = `error.${error.code}`;
  const ways = {
    again: onAgain,
    choose: onChoose,
    fix: onFix,
    draft: onDraft,
    speech: () => {
      goTo({ screen: 'settings', tab: 'models' });
    },
    back: () => {
      goTo({ screen: 'today' });
    },
    reload: () => {
      location.reload();
    },
  };
  const wanted = HELP[error.code] ?? 'again';
  const way = ways[wanted] ? wanted : 'back';
  return (
    <Alert
      color="orange"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden="true" />}
      title={t('error.title')}
      className="error-panel"
    >
      <Text size="sm">{has(key) ? t(key) : error.message}</Text>
      <Text size="sm" mt={4}>
        {t(recordingKept ? 'error.kept.recording' : 'error.kept.all')}
      </Text>
      <Group mt="sm">
        <Button size="xs" onClick={ways[way]}>
          {t(LABELS[way])}
        </Button>
      </Group>
    </Alert>
  );
};

/**
 * Where a screen threw: never a blank window. A part of the app that did not arrive is not asked for twice by a browser,
 * so the page is opened anew; while this window records it is only drawn again, and the recording goes on.
 */
export const ScreenStopped = ({
  resetErrorBoundary,
  isRecording,
}: Pick<FallbackProps, 'resetErrorBoundary'> & { readonly isRecording: boolean }): ReactNode => {
  const { t } = useText();
  return (
    <Alert color="orange" role="alert" title={t('error.screen')} m="xl">
      <Button
        size="xs"
        onClick={() => {
          if (isRecording) resetErrorBoundary();
          else location.reload();
        }}
      >
        {t(isRecording ? 'error.again' : 'error.reload')}
      </Button>
    </Alert>
  );
};
