import { Button, Checkbox, Group, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { EvaluationView } from '../../shared/contract/connections.ts';
import { ModelTask } from '../../shared/contract/drafters.ts';
import { useAction } from '../api/queries.ts';
import { useText } from '../language/language.ts';

/** What the language model is to be tested for, and used for once it has passed. */
export const ModelTasks = ({
  tasks,
  mayChange,
  onChosen,
}: {
  readonly tasks: readonly ModelTask[];
  readonly mayChange: boolean;
  readonly onChosen: (tasks: readonly ModelTask[]) => void;
}): ReactNode => {
  const { t } = useText();
  return (
    <Checkbox.Group
      label={t('model.tasks')}
      description={t('model.tasks.hint')}
      value={[...tasks]}
      onChange={(chosen) => {
        onChosen(ModelTask.options.filter((task) => chosen.includes(task)));
      }}
    >
      <Stack gap={6} mt="xs">
        {ModelTask.options.map((task) => (
          <Checkbox key={task} value={task} label={t(`model.task.${task}`)} disabled={!mayChange} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
};

const Running = ({
  name,
  task,
  share,
}: Pick<EvaluationView, 'name'> & NonNullable<EvaluationView['running']>): ReactNode => {
  const { t } = useText();
  const stop = useAction('connections.stop-evaluation');
  const percent = Math.round(share * 100);
  const words = t('model.evaluating', { name, task: t(`model.task.${task}`), percent: String(percent) });
  return (
    <Group>
      <Stack gap={4} style={{ flex: 1 }}>
        <Text size="sm" role="status">
          {words}
        </Text>
        <Progress value={percent} aria-label={words} />
      </Stack>
      <Button
        variant="default"
        loading={stop.isPending}
        onClick={() => {
          stop.mutate({});
        }}
      >
        {t('model.evaluate.stop')}
      </Button>
    </Group>
  );
};

/** How far the test of a language model is, and how it did so far. */
export const EvaluationState = ({ evaluation }: { readonly evaluation: EvaluationView }): ReactNode => {
  const { t, has } = useText();
  const { name, host, running, reason, results } = evaluation;
  const why = `error.${reason ?? ''}`;
  return (
    <section aria-label={t('model.results', { name, host })}>
      {running && <Running name={name} {...running} />}
      {reason !== undefined && (
        <Text size="sm" role="alert">
          {t('model.evaluation.ended')} {has(why) && t(why)}
        </Text>
      )}
      {results.length > 0 && (
        <>
          <Text size="sm" fw={600} mt="xs">
            {t('model.results', { name, host })}
          </Text>
          <ul className="settings-rows">
            {results.map(({ task, passed, figures }) => (
              <li key={task} className="settings-row">
                <span className="grow">{t(`model.task.${task}`)}</span>
                <span>
                  {t('model.figures', {
                    kept: String(figures.kept),
                    asked: String(figures.asked),
                    errors: String(figures.errors),
                  })}
                </span>
                <strong>{t(passed ? 'model.passed' : 'model.failed')}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};
