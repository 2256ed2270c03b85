import { Button, Group, Menu, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  IconEarOff,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerRecordFilled,
  IconPlayerStopFilled,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { FootnoteError } from '../../shared/contract/errors.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange, useClient } from '../api/queries.ts';
import { goTo, routeOf } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { clock } from '../ui/time.ts';
import { useCaptureHere } from './capture-here.ts';
import { DeviceSelect } from './device-select.tsx';
import { identifiersShown } from './identifiers.ts';
import { LevelMeters } from './level-meter.tsx';
import { NextPatient } from './next-patient.tsx';
import { TroubleNote } from './trouble-note.tsx';

/** ms that can be struck again at once. */
const STRIKES = [30_000, 60_000, 120_000];

/** Takes what was just said out of the recording for good. */
const Strike = ({ visit, recording }: { readonly visit: string; readonly recording: string }): ReactNode => {
  const { t } = useText();
  const strike = useChange('record.strike');
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" color="gray" loading={strike.isPending}>
            {t('recorder.strike')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('recorder.strike.hint')}</Menu.Label>
          {STRIKES.map((lastMs) => (
            <Menu.Item
              key={lastMs}
              onClick={() => {
                strike.mutate({ visit, recording, lastMs });
              }}
            >
              {t('recorder.strike.last', { time: clock(lastMs) })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {strike.data && (
        <Text size="xs" c="dimmed" role="status">
          {t('recorder.struck', { time: clock(strike.data.struckMs) })}
        </Text>
      )}
      {strike.error && <ErrorPanel error={errorOf(strike.error)} onAgain={strike.reset} />}
    </>
  );
};

/** Pause, off the record, stop: while a recording of this visit runs in this window. */
const Running = ({ visit }: { readonly visit: string }): ReactNode => {
  const { t } = useText();
  const { capture, now } = useCaptureHere();
  const queries = useQueryClient();
  const isPaused = now.phase === 'paused';
  const toggle = (): void => {
    void (isPaused ? capture.resume() : capture.pause('pause'));
  };
  const stop = (): void => {
    void capture.stop().then(async () => {
      await queries.invalidateQueries({ queryKey: ['visit', visit] });
      // Whoever has gone elsewhere meanwhile is not fetched back.
      const here = routeOf(location.hash);
      if (here.screen === 'visit' && here.visit === visit) goTo({ screen: 'visit', visit, part: 'note' });
    });
  };
  useHotkeys([
    ['space', toggle],
    ['shift+S', stop],
  ]);
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={
          isPaused ? (
            <IconPlayerPlayFilled size={18} aria-hidden="true" />
          ) : (
            <IconPlayerPauseFilled size={18} aria-hidden="true" />
          )
        }
        onClick={toggle}
      >
        {t(isPaused ? 'recorder.resume' : 'recorder.pause')}
      </Button>
      {!isPaused && (
        <Button
          variant="default"
          leftSection={<IconEarOff size={18} aria-hidden="true" />}
          onClick={() => {
            void capture.pause('off-the-record');
          }}
        >
          {t('recorder.off')}
        </Button>
      )}
      <Button
        color="red.9"
        leftSection={<IconPlayerStopFilled size={18} aria-hidden="true" />}
        loading={now.phase === 'stopping'}
        onClick={stop}
      >
        {t('recorder.stop')}
      </Button>
    </Group>
  );
};

/** Begins, or goes on with what a reload or a crash left running. */
const Begin = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const { capture, now } = useCaptureHere();
  const visit = view.summary.id;
  const left = view.recordings.find(({ stopped }) => !stopped);
  const shown = identifiersShown(view.summary.label, view.identifiers);
  const isWithdrawn = view.consent.state === 'withdrawn';
  const goOn = async (recording: string, isPaused: boolean): Promise<void> => {
    // A pause that outlived its page ends here, by the person's wish.
    if (isPaused) await client.call('record.resume', { visit, recording });
    await capture.takeUp(visit, recording);
  };
  const begin = (): void => {
    void (left ? goOn(left.recording, left.paused) : capture.start(visit, shown));
  };
  const mayBegin = shown.length >= 2 && !isWithdrawn;
  useHotkeys([
    [
      'R',
      () => {
        if (mayBegin) begin();
      },
    ],
  ]);
  return (
    <div>
      <Button
        size="md"
        disabled={!mayBegin}
        loading={now.phase === 'starting'}
        leftSection={<IconPlayerRecordFilled size={20} aria-hidden="true" />}
        onClick={begin}
      >
        {t(left ? 'recorder.take-up' : view.recordings.length > 0 ? 'recorder.more' : 'recorder.start')}
      </Button>
      <Text size="xs" c="dimmed" mt={4}>
        {isWithdrawn
          ? t('error.consent-withdrawn')
          : shown.length < 2
            ? t('identity.two')
            : view.consent.state === 'none'
              ? t('recorder.consent')
              : t('recorder.sealed')}
      </Text>
    </div>
  );
};

/** What a recorder was refused: it can be begun again, or what was kept is drafted. */
const RecorderError = ({
  view,
  error,
}: {
  readonly view: VisitView;
  readonly error: FootnoteError;
}): ReactNode => {
  const { capture } = useCaptureHere();
  const draft = useChange('visits.draft');
  const visit = view.summary.id;
  return (
    <ErrorPanel
      error={draft.error ? errorOf(draft.error) : error}
      recordingKept={view.recordings.length > 0}
      onAgain={() => {
        void capture.start(visit, identifiersShown(view.summary.label, view.identifiers));
      }}
      onDraft={() => {
        draft.mutate(
          { visit },
          {
            onSuccess: () => {
              goTo({ screen: 'visit', visit, part: 'note' });
            },
          },
        );
      }}
    />
  );
};

/** The recorder of a visit: how loud, how long, and that every half second is on the disk. */
export const RecorderPanel = ({
  view,
  onFile,
}: {
  readonly view: VisitView;
  readonly onFile: () => void;
}): ReactNode => {
  const { t } = useText();
  const { now, capture } = useCaptureHere();
  const visit = view.summary.id;
  const isBusy = ['recording', 'paused', 'stopping'].includes(now.phase);
  const isHere = isBusy && now.visit === visit;
  if (isBusy && !isHere)
    return (
      <section className="card recorder" aria-label={t('recorder.title')}>
        <Text size="sm">{t('recorder.other')}</Text>
      </section>
    );
  const isOn = now.phase === 'recording' && isHere;
  return (
    <section className={`card recorder${isOn ? ' on' : ''}`} aria-label={t('recorder.title')}>
      {isHere ? (
        <>
          <span className="recorder-light" aria-hidden="true" />
          <span className="recorder-time" role="timer">
            {clock(now.takenMs)}
          </span>
          <div className="recorder-sound">
            <Text size="sm" role="status">
              {t(
                now.phase === 'paused'
                  ? now.pausedAs === 'off-the-record'
                    ? 'recorder.is.off'
                    : 'recorder.is.paused'
                  : 'recorder.is.on',
              )}
            </Text>
            <LevelMeters now={now} />
          </div>
          <DeviceSelect />
          <Running visit={visit} />
          {now.recording && <Strike visit={visit} recording={now.recording} />}
          {isOn && <NextPatient visit={visit} />}
        </>
      ) : (
        <Begin view={view} />
      )}
      {now.trouble && (
        <TroubleNote
          trouble={now.trouble}
          isRecording={isHere}
          onFile={onFile}
          onAgain={() => {
            void capture.start(visit, identifiersShown(view.summary.label, view.identifiers));
          }}
        />
      )}
      {now.error && <RecorderError view={view} error={now.error} />}
    </section>
  );
};
