import { Alert, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

/** The draft was made from other sound than is kept now: it was struck, moved away or added to. */
export const SoundChanged = ({ view }: { readonly view: VisitView }): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const draft = useChange('visits.draft');
  const { summary } = view;
  if (!view.soundChanged || view.approval || summary.progress || summary.recording) return null;
  return (
    <Alert color="yellow" variant="light" role="status" className="sound-changed">
      <Group justify="space-between">
        {t('sound.changed')}
        {role !== 'administrator' && (
          <Button
            size="compact-sm"
            loading={draft.isPending}
            onClick={() => {
              draft.mutate({ visit: summary.id });
            }}
          >
            {t('sound.changed.draft')}
          </Button>
        )}
      </Group>
      {draft.error && <ErrorPanel error={errorOf(draft.error)} onAgain={draft.reset} />}
    </Alert>
  );
};
