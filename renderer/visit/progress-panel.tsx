import { Button, Group, Progress, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Stage, type VisitSummary } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { useText } from '../language/language.ts';

/** How far the drafting is, stage by stage, as the stages themselves report it. */
export const ProgressPanel = ({ summary }: { readonly summary: VisitSummary }): ReactNode => {
  const { t } = useText();
  const cancel = useChange('visits.cancel');
  const { progress } = summary;
  if (!progress) return null;
  const at = Stage.options.indexOf(progress.stage);
  const percent = Math.round(progress.share * 100);
  return (
    <section className="progress-panel" aria-labelledby="progress-title">
      <Title order={2} size="h3" id="progress-title">
        {t('progress.title')}
      </Title>
      <ol>
        {Stage.options.map((stage, index) => (
          <li key={stage} className={index < at ? 'done' : index === at ? 'now' : 'waiting'}>
            <Group justify="space-between">
              <Text size="sm">{t(`stage.${stage}`)}</Text>
              <Text size="xs" c="dimmed">
                {index < at
                  ? t('progress.done')
                  : index > at
                    ? t('progress.waiting')
                    : stage === 'transcribe'
                      ? `${String(percent)} %`
                      : ''}
              </Text>
            </Group>
            {index === at && <Progress value={percent} size="sm" mt={6} aria-label={t(`stage.${stage}`)} />}
          </li>
        ))}
      </ol>
      <Group justify="space-between" mt="md">
        <Text size="xs" c="dimmed">
          {t('progress.leave')}
        </Text>
        <Button
          size="xs"
          variant="default"
          loading={cancel.isPending}
          onClick={() => {
            cancel.mutate({ visit: summary.id });
          }}
        >
          {t('progress.stop')}
        </Button>
      </Group>
    </section>
  );
};
