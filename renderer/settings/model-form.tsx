import { Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { AppInput } from '../../shared/contract/app.ts';
import type { EvaluationView, ModelConnectionView } from '../../shared/contract/connections.ts';
import { DrafterName, type ModelTask } from '../../shared/contract/drafters.ts';
import { useAction } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { EvaluationState, ModelTasks } from './model-evaluation.tsx';
import { askedOf, Confirmed, ServerFields, typedFrom, type ServerTyped } from './server-fields.tsx';

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

interface Typed {
  readonly typed: ServerTyped;
  readonly model: string;
  readonly file: string;
}

/** The language model as the host is told of it; undefined for the built-in drafter. */
const namedModel = (
  drafter: DrafterName,
  { typed, model, file, tasks }: Typed & { readonly tasks: readonly ModelTask[] },
): AppInput<'connections.evaluate-model'> | undefined => {
  if (drafter === 'server') return { drafter, model: model.trim(), tasks: [...tasks], ...askedOf(typed) };
  return drafter === 'local-model' ? { drafter, file: file.trim(), tasks: [...tasks] } : undefined;
};

/** Where the model is: an address and a name, or a file. */
const ModelAddress = ({
  drafter,
  kept,
  typed,
  model,
  file,
  onTyped,
  onModel,
  onFile,
}: Typed & {
  readonly drafter: DrafterName;
  readonly kept: ModelConnectionView;
  readonly onTyped: (typed: ServerTyped) => void;
  readonly onModel: (model: string) => void;
  readonly onFile: (file: string) => void;
}): ReactNode => {
  const { t } = useText();
  if (drafter === 'embedded') return null;
  if (drafter === 'local-model')
    return (
      <TextInput
        label={t('connections.model.file')}
        value={file}
        maxLength={1_000}
        onChange={(event) => {
          onFile(event.currentTarget.value);
        }}
      />
    );
  return (
    <>
      <ServerFields
        typed={typed}
        kept={kept.server}
        placeholder="http://localhost:11434/v1"
        onTyped={onTyped}
      />
      <TextInput
        label={t('connections.model.name')}
        value={model}
        maxLength={200}
        onChange={(event) => {
          onModel(event.currentTarget.value);
        }}
      />
    </>
  );
};

/** Who drafts: the built-in drafter, or a language model over it. Only an administrator changes it. */
export const ModelForm = ({
  kept,
  evaluation,
  onSaved,
}: {
  readonly kept: ModelConnectionView;
  readonly evaluation: EvaluationView | undefined;
  readonly onSaved: () => void;
}): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const save = useAction('connections.set-model');
  const [drafter, setDrafter] = useState(kept.drafter);
  const [typed, setTyped] = useState(typedFrom(kept.server));
  const [model, setModel] = useState(kept.server?.model ?? '');
  const [file, setFile] = useState(kept.file ?? '');
  const [tasks, setTasks] = useState<readonly ModelTask[]>(kept.tasks.length > 0 ? kept.tasks : ['draft']);
  const evaluate = useAction('connections.evaluate-model');
  const mayChange = role === 'administrator';
  const named = namedModel(drafter, { typed, model, file, tasks });
  const error = save.error ?? evaluate.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(named ?? { drafter: 'embedded' }, { onSuccess: onSaved });
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
        {mayChange && (
          <ModelAddress
            drafter={drafter}
            kept={kept}
            typed={typed}
            model={model}
            file={file}
            onTyped={setTyped}
            onModel={setModel}
            onFile={setFile}
          />
        )}
        {drafter !== 'embedded' && <ModelTasks tasks={tasks} mayChange={mayChange} onChosen={setTasks} />}
        {mayChange && (
          <Group>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={drafter !== 'embedded' && tasks.length === 0}
            >
              {t('settings.save')}
            </Button>
            {named && (
              <Button
                variant="default"
                loading={evaluate.isPending}
                disabled={evaluation?.running !== undefined || tasks.length === 0}
                onClick={() => {
                  save.reset();
                  evaluate.mutate(named);
                }}
              >
                {t('model.evaluate')}
              </Button>
            )}
            {kept.drafter !== 'embedded' && <TryModel />}
          </Group>
        )}
        {mayChange && evaluation && <EvaluationState evaluation={evaluation} />}
        {error && (
          <ErrorPanel
            error={errorOf(error)}
            onAgain={() => {
              save.reset();
              evaluate.reset();
            }}
          />
        )}
      </Stack>
    </form>
  );
};
