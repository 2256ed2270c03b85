import { Button, Group, Loader, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, type ReactNode } from 'react';
import type { UploadKind, VisitView } from '../../shared/contract/visits.ts';
import { useChange, useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { ProgressPanel } from './progress-panel.tsx';

const ENDINGS: Readonly<Record<UploadKind, string>> = {
  audio: '.wav,.flac,.mp3,.ogg,.oga,.opus,.webm',
  chart: '.json,.xml,.ndjson',
};

/** Brings in a file that the visit does not have yet; a recording is drafted from at once. */
const useAttach = (visit: string) => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ kind, file }: { readonly kind: UploadKind; readonly file: File }) => {
      const { upload } = valueOf(await client.upload(kind, file));
      valueOf(await client.call('visits.attach', { visit, kind, upload }));
      if (kind === 'audio') valueOf(await client.call('visits.draft', { visit }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['visit', visit] }),
  });
};

/** The middle of a visit that has no note yet: what is missing, what goes on, or what went wrong. */
export const BeforeDraft = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const { summary } = view;
  const draft = useChange('visits.draft');
  const attach = useAttach(summary.id);
  const chooser = useRef<HTMLInputElement>(null);
  const choose = (): void => {
    chooser.current?.click();
  };
  const again = (): void => {
    draft.mutate({ visit: summary.id });
  };
  const failure = attach.error ?? draft.error;
  if (summary.progress) return <ProgressPanel summary={summary} />;
  return (
    <section className="before-draft">
      {summary.error && (
        <ErrorPanel
          error={summary.error}
          onAgain={again}
          onChoose={choose}
          recordingKept={summary.hasSound}
        />
      )}
      {failure && <ErrorPanel error={errorOf(failure)} onChoose={choose} recordingKept={summary.hasSound} />}
      {!summary.error && (
        <>
          <Text>{t(view.transcript ? 'visit.silence' : 'visit.nothing')}</Text>
          <Group mt="md">
            {attach.isPending && <Loader size="sm" />}
            {summary.hasSound && !view.transcript ? (
              <Button onClick={again}>{t('visit.start')}</Button>
            ) : (
              <Button onClick={choose}>{t('visit.addAudio')}</Button>
            )}
          </Group>
        </>
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        accept={ENDINGS.audio}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) attach.mutate({ kind: 'audio', file });
          event.currentTarget.value = '';
        }}
      />
    </section>
  );
};
