import { Button, Group, Text, Textarea, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { isUnheard } from '../../shared/contract/transcript.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useAppState, useChange } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { goTo } from '../app/route.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { useSources } from './sources.tsx';

/** The clinician's own assessment, written before the drafted one is shown. */
export const OwnAssessment = ({ visit }: { readonly visit: string }): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const write = useChange('assessment.write');
  const [text, setText] = useState('');
  if (role !== 'clinician') return <Text>{t('assessment.waits')}</Text>;
  return (
    <form
      className="own-assessment"
      onSubmit={(event) => {
        event.preventDefault();
        write.mutate({ visit, text });
      }}
    >
      <Title order={2} size="h4">
        {t('assessment.title')}
      </Title>
      <Textarea
        label={t('assessment.label')}
        description={t('assessment.hint')}
        autosize
        minRows={5}
        maxLength={20_000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Button type="submit" mt="sm" disabled={text.trim() === ''} loading={write.isPending}>
        {t('assessment.show')}
      </Button>
      {write.error && <ErrorPanel error={errorOf(write.error)} onAgain={write.reset} />}
    </form>
  );
};

/** What keeps a visit from being heard until it is brought. */
const SPEECH_MISSING: ReadonlySet<string> = new Set(['weights-missing', 'weights-corrupt', 'engine-missing']);

/** The middle of a visit that has no note yet: what is missing, what goes on, or what went wrong. */
export const BeforeDraft = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const { summary } = view;
  const state = useAppState();
  // The part that was missing has been brought since: nothing stands in the way of the draft any more.
  const isMended = state.data?.speech === 'ready' && SPEECH_MISSING.has(summary.error?.code ?? '');
  const failed = isMended ? undefined : summary.error;
  const draft = useChange('visits.draft');
  const toRecorder = (): void => {
    goTo({ screen: 'visit', visit: summary.id, part: 'record' });
  };
  const again = (): void => {
    draft.mutate({ visit: summary.id });
  };
  // A passage that could not be heard is a failure of ours, never silence.
  const { transcript } = useSources();
  const wasUnheard = transcript?.gaps.some(isUnheard) ?? false;
  const standing = wasUnheard
    ? 'visit.unheard'
    : view.transcript
      ? 'visit.silence'
      : summary.hasSound
        ? 'visit.undrafted'
        : 'visit.nothing';
  if (summary.progress) return <ProgressPanel summary={summary} />;
  if (view.withheld === 'pilot') return <Text className="before-draft">{t('pilot.hidden')}</Text>;
  return (
    <section className="before-draft">
      {failed && (
        <ErrorPanel error={failed} onAgain={again} onChoose={toRecorder} recordingKept={summary.hasSound} />
      )}
      {draft.error && (
        <ErrorPanel error={errorOf(draft.error)} onChoose={toRecorder} recordingKept={summary.hasSound} />
      )}
      {!failed && (
        <>
          <Text>{t(standing)}</Text>
          <Group mt="md">
            {summary.hasSound && (wasUnheard || !view.transcript) ? (
              <Button onClick={again} loading={draft.isPending}>
                {t('visit.start')}
              </Button>
            ) : (
              <Button onClick={toRecorder}>{t('visit.toRecorder')}</Button>
            )}
          </Group>
        </>
      )}
    </section>
  );
};
