import './record.css';
import { Button, FileButton, Loader, Text, Title } from '@mantine/core';
import { IconFileMusic } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, type ReactNode, type Ref } from 'react';
import type { RecordingView, VisitView } from '../../shared/contract/visits.ts';
import { useClient, valueOf } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { clock, momentIn } from '../ui/time.ts';
import { useCaptureHere } from './capture-here.ts';
import { ConsentCard } from './consent-card.tsx';
import { IdentityCard } from './identity-card.tsx';
import { LiveWords } from './live-words.tsx';
import { MoveRecording } from './move-recording.tsx';
import { RecorderPanel } from './recorder-panel.tsx';

const SOUND_FILES = '.wav,.flac,.mp3,.ogg,.oga,.opus,.webm';

/** Brings in a recording made elsewhere and drafts from it. */
const AddFile = ({
  visit,
  button,
}: {
  readonly visit: string;
  readonly button: Ref<HTMLButtonElement>;
}): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const queries = useQueryClient();
  const forget = useRef<() => void>(null);
  const add = useMutation({
    mutationFn: async (file: File) => {
      const { upload } = valueOf(await client.upload('audio', file));
      valueOf(await client.call('visits.attach', { visit, kind: 'audio', upload }));
      valueOf(await client.call('visits.draft', { visit }));
    },
    onSuccess: () => {
      goTo({ screen: 'visit', visit, part: 'note' });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['visit', visit] }),
  });
  return (
    <div className="add-file">
      <FileButton
        resetRef={forget}
        accept={SOUND_FILES}
        onChange={(file) => {
          if (file) add.mutate(file);
          forget.current?.();
        }}
      >
        {(props) => (
          <>
            <Button
              {...props}
              ref={button}
              variant="subtle"
              size="compact-sm"
              disabled={add.isPending}
              leftSection={
                add.isPending ? <Loader size={14} /> : <IconFileMusic size={16} aria-hidden="true" />
              }
            >
              {t('record.file')}
            </Button>
            {add.error && (
              <ErrorPanel error={errorOf(add.error)} onAgain={add.reset} onChoose={props.onClick} />
            )}
          </>
        )}
      </FileButton>
    </div>
  );
};

const Recording = ({
  visit,
  one,
  mayMove,
}: {
  readonly visit: string;
  readonly one: RecordingView;
  readonly mayMove: boolean;
}): ReactNode => {
  const { t, tongue } = useText();
  return (
    <li className="recording">
      <Text size="sm">
        {momentIn(tongue, one.startedAt)} · {clock(one.keptMs)} ·{' '}
        {t(one.stopped ? `record.source.${one.source}` : 'record.running')}{' '}
        {mayMove && one.stopped && <MoveRecording visit={visit} recording={one.recording} />}
      </Text>
      {one.gaps.length > 0 && (
        <ul className="gaps">
          {one.gaps.map((gap) => (
            <li key={`${gap.reason} ${String(gap.atMs)}`}>
              {clock(gap.atMs)} {t(`gap.${gap.reason}`)}
              {gap.lastedMs !== undefined && ` (${clock(gap.lastedMs)})`}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
};

/** Before and during the visit: who it is, consent, the recorder, and the words as they are heard. */
export const RecordPart = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const visit = view.summary.id;
  const { now } = useCaptureHere();
  const addFile = useRef<HTMLButtonElement>(null);
  const mayRecord = role !== 'administrator' && !view.approval;
  // This window knows of its own recording at once; of another's it is told.
  const isHere = now.visit === visit && ['recording', 'paused', 'stopping'].includes(now.phase);
  const isRecording = isHere || view.summary.recording;
  return (
    <div className="visit-centre wide record">
      <div className="record-cards">
        <IdentityCard view={view} mayChange={mayRecord} />
        <ConsentCard view={view} mayChange={mayRecord} />
      </div>
      {mayRecord && (
        <RecorderPanel
          view={view}
          onFile={() => {
            addFile.current?.click();
          }}
        />
      )}
      {isRecording && <LiveWords visit={visit} />}
      {view.recordings.length > 0 && (
        <section aria-labelledby="recordings">
          <Title order={2} size="h5" id="recordings" mb={4}>
            {t('record.kept')}
          </Title>
          <ul className="recordings">
            {view.recordings.map((one) => (
              <Recording key={one.recording} visit={visit} one={one} mayMove={mayRecord} />
            ))}
          </ul>
        </section>
      )}
      {mayRecord && !isRecording && <AddFile visit={visit} button={addFile} />}
    </div>
  );
};
