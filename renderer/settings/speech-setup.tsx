import { Alert, Button, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAction, useClient, valueOf } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';

/** ms; asked again while a model is on its way, since its events carry no share. */
const ASK_AGAIN_MS = 1_500;

export const useModels = () => {
  const client = useClient();
  return useQuery({
    queryKey: ['models'],
    queryFn: async () => valueOf(await client.call('models.list', {})),
    refetchInterval: ({ state }) => (state.data?.fetching ? ASK_AGAIN_MS : false),
  });
};

/** The part that listens: there, on its way, or one button away. It can be left and goes on. */
export const SpeechSetup = (): ReactNode => {
  const { t } = useText();
  const models = useModels();
  const get = useAction('models.get');
  const wanted = models.data?.models.find(({ isDefault }) => isDefault);
  const { fetching, failed } = models.data ?? {};
  if (models.error)
    return (
      <ErrorPanel
        error={errorOf(models.error)}
        onAgain={() => {
          void models.refetch();
        }}
      />
    );
  if (!wanted) return null;
  const bring = (): void => {
    get.mutate({ name: wanted.name }, { onSuccess: () => void models.refetch() });
  };
  if (fetching) {
    const percent = Math.round(fetching.share * 100);
    return (
      <div className="speech-setup" role="status">
        <Text size="sm">{t('speech.fetching', { percent })}</Text>
        <Progress value={percent} size="sm" my={6} aria-label={t('speech.fetching', { percent })} />
        <Text size="xs" c="dimmed">
          {t('progress.leave')}
        </Text>
      </div>
    );
  }
  if (wanted.state === 'installed')
    return (
      <Text size="sm" mt="md" role="status">
        {t('speech.ready')}
      </Text>
    );
  return (
    <Alert color="blue" variant="light" mt="md" title={t('speech.missing')}>
      <Text size="sm" mb="xs">
        {t('speech.missing.hint', { size: Math.round(wanted.bytes / 1_000_000) })}
      </Text>
      <Button size="xs" loading={get.isPending} onClick={bring}>
        {t('speech.get')}
      </Button>
      {get.error && <ErrorPanel error={errorOf(get.error)} onAgain={get.reset} />}
      {failed && <ErrorPanel error={failed.error} onAgain={bring} />}
    </Alert>
  );
};
