import { Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ModelConnectionView } from '../../shared/contract/connections.ts';
import { DrafterName } from '../../shared/contract/drafters.ts';
import { useAction } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { askedOf, Confirmed, ServerFields, typedFrom } from './server-fields.tsx';

/** Asks the language model that is set up one made-up question. */
const TryModel = (): ReactNode => {
  const { t } = useText();
  const attempt = useAction('connections.try-model');
  return (
    <>
      <Button
        variant="default"
        loading={attempt.isPending}
        onClick={() => {
          attempt.mutate({});
        }}
      >
        {t('connections.model.try')}
      </Button>
      {attempt.data && (
        <Text size="sm" role="status">
          {t('connections.model.answers', { seconds: (attempt.data.ms / 1000).toFixed(1) })}
        </Text>
      )}
      {attempt.error && <ErrorPanel error={errorOf(attempt.error)} onAgain={attempt.reset} />}
    </>
  );
};

const Drafters = ({
  drafter,
  mayChange,
  onChosen,
}: {
  readonly drafter: DrafterName;
  readonly mayChange: boolean;
  readonly onChosen: (drafter: DrafterName) => void;
}): ReactNode => {
  const { t } = useText();
  return (
    <Radio.Group
      aria-label={t('connections.model')}
      value={drafter}
      onChange={(value) => {
        onChosen(DrafterName.parse(value));
      }}
    >
      <Stack gap="xs">
        {DrafterName.options.map((one) => (
          <Radio key={one} value={one} label={t(`connections.model.${one}`)} disabled={!mayChange} />
        ))}
      </Stack>
    </Radio.Group>
  );
};

/** Who drafts: the built-in drafter, or a language model over it. Only an administrator changes it. */
export const ModelForm = ({
  kept,
  onSaved,
}: {
  readonly kept: ModelConnectionView;
  readonly onSaved: () => void;
}): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const save = useAction('connections.set-model');
  const [drafter, setDrafter] = useState(kept.drafter);
  const [typed, setTyped] = useState(typedFrom(kept.server));
  const [model, setModel] = useState(kept.server?.model ?? '');
  const [file, setFile] = useState(kept.file ?? '');
  const mayChange = role === 'administrator';
  const submit = (): void => {
    const asked =
      drafter === 'server'
        ? { drafter, model: model.trim(), ...askedOf(typed) }
        : drafter === 'local-model'
          ? { drafter, file: file.trim() }
          : { drafter };
    save.mutate(asked, { onSuccess: onSaved });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Title order={3} size="h5" mb="xs">
        {t('connections.model')}
      </Title>
      <Text size="sm" mb="sm">
        {t('connections.model.hint')}
      </Text>
      <Stack gap="sm">
        <Drafters drafter={drafter} mayChange={mayChange} onChosen={setDrafter} />
        {kept.server && <Confirmed kept={kept.server} />}
        {mayChange && drafter === 'server' && (
          <>
            <ServerFields
              typed={typed}
              kept={kept.server}
              placeholder="http://localhost:11434/v1"
              onTyped={setTyped}
            />
            <TextInput
              label={t('connections.model.name')}
              value={model}
              maxLength={200}
              onChange={(event) => {
                setModel(event.currentTarget.value);
              }}
            />
          </>
        )}
        {mayChange && drafter === 'local-model' && (
          <TextInput
            label={t('connections.model.file')}
            value={file}
            maxLength={1_000}
            onChange={(event) => {
              setFile(event.currentTarget.value);
            }}
          />
        )}
        {mayChange && (
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('settings.save')}
            </Button>
            {kept.drafter !== 'embedded' && <TryModel />}
          </Group>
        )}
        {save.error && <ErrorPanel error={errorOf(save.error)} onAgain={save.reset} />}
      </Stack>
    </form>
  );
};
