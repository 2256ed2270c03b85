import { Badge, Button, Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SpeakerModelState } from '../../shared/contract/speaker-model.ts';
import { useAction } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { useModels } from './speech-setup.tsx';

/** By what voices are told apart: by how they sound, or by a speaker model that lies on this computer. */
const VoicesTold = ({ now }: { readonly now: SpeakerModelState }): ReactNode => {
  const { t } = useText();
  const said = (): string => {
    switch (now.state) {
      case 'none':
        return t('models.voices.none');
      case 'in-use':
        return t('models.voices.in-use', { name: now.name });
      case 'refused':
        return t('models.voices.refused', { why: t(`models.voices.fault.${now.fault}`) });
    }
  };
  return (
    <div className="settings-row">
      <span className="grow">
        <Text fw={560}>{t('models.voices')}</Text>
        <Text size="xs" c="dimmed">
          {said()}
        </Text>
      </span>
    </div>
  );
};

/** Speech models with their sizes: which are here, which can be had, what is on its way. */
export const Models = (): ReactNode => {
  const { t, tongue } = useText();
  const models = useModels();
  const get = useAction('models.get');
  if (models.error)
    return (
      <ErrorPanel
        error={errorOf(models.error)}
        onAgain={() => {
          void models.refetch();
        }}
      />
    );
  const { fetching, failed } = models.data ?? {};
  const bring = (name: string): void => {
    get.mutate({ name }, { onSuccess: () => void models.refetch() });
  };
  const size = (bytes: number): string =>
    t('models.size', {
      size: new Intl.NumberFormat(tongue, { maximumFractionDigits: 0 }).format(bytes / 1_000_000),
    });
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('models.hint')}
      </Text>
      <ul className="settings-rows">
        {models.data?.models.map((model) => {
          const percent = Math.round((fetching?.share ?? 0) * 100);
          const isComing = fetching?.name === model.name;
          return (
            <li key={model.name} className="settings-row">
              <span className="grow">
                <Text fw={560}>{model.name}</Text>
                <Text size="xs" c="dimmed">
                  {size(model.bytes)} ·{' '}
                  {model.languages === 'many' ? t('models.many') : model.languages.join(', ')}
                </Text>
              </span>
              {model.isDefault && (
                <Badge variant="default" radius="sm">
                  {t('models.default')}
                </Badge>
              )}
              {isComing ? (
                <Progress value={percent} w={140} aria-label={t('speech.fetching', { percent })} />
              ) : model.state === 'installed' ? (
                <Badge variant="light" color="pine" radius="sm">
                  {t('models.installed')}
                </Badge>
              ) : (
                <Button
                  size="xs"
                  variant="default"
                  disabled={fetching !== undefined}
                  onClick={() => {
                    bring(model.name);
                  }}
                >
                  {t(model.state === 'damaged' ? 'models.mend' : 'models.get')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {models.data && <VoicesTold now={models.data.speakerModel} />}
      {get.error && <ErrorPanel error={errorOf(get.error)} onAgain={get.reset} />}
      {failed && (
        <ErrorPanel
          error={failed.error}
          onAgain={() => {
            bring(failed.name);
          }}
        />
      )}
    </>
  );
};
