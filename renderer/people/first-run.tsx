import './people.css';
import { Button, Checkbox, Group, Stepper, Text, TextInput, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useAction } from '../api/queries.ts';
import { useText } from '../language/language.ts';
import { MicrophoneTest } from '../record/microphone-test.tsx';
import { SpeechSetup } from '../settings/speech-setup.tsx';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { NewPassphrase, type Chosen } from './new-passphrase.tsx';

const NOTHING: Chosen = { passphrase: '', isGood: false };

interface Answers {
  readonly clinic: string;
  readonly clinician: string;
  readonly administrator: string;
}

const PersonStep = ({
  title,
  hint,
  name,
  onName,
  onChosen,
  isGood,
  onNext,
  extra,
  nextLabel,
  isBusy = false,
  nameError,
}: {
  readonly title: string;
  readonly hint: string;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onChosen: (chosen: Chosen) => void;
  readonly isGood: boolean;
  readonly onNext: () => void;
  readonly extra?: ReactNode;
  readonly nextLabel: string;
  readonly isBusy?: boolean;
  readonly nameError?: string | undefined;
}): ReactNode => {
  const { t } = useText();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      {extra}
      <TextInput
        label={t('first.name')}
        value={name}
        maxLength={200}
        autoFocus={extra === undefined}
        error={nameError}
        onChange={(event) => {
          onName(event.currentTarget.value);
        }}
      />
      <NewPassphrase onChosen={onChosen} />
      <Button type="submit" disabled={!isGood || name.trim() === ''} loading={isBusy}>
        {nextLabel}
      </Button>
    </form>
  );
};

const RecoveryStep = ({
  recoveryKey,
  onNext,
}: {
  readonly recoveryKey: string;
  readonly onNext: () => void;
}): ReactNode => {
  const { t } = useText();
  const [isSafe, setSafe] = useState(false);
  return (
    <>
      <Title order={2} size="h4">
        {t('recovery.title')}
      </Title>
      <Text size="sm" my="xs">
        {t('recovery.hint')}
      </Text>
      <p className="recovery-key" data-testid="recovery-key">
        {recoveryKey}
      </p>
      <Group className="no-print" justify="space-between">
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} aria-hidden="true" />}
          onClick={() => {
            print();
          }}
        >
          {t('recovery.print')}
        </Button>
        <Checkbox
          label={t('recovery.safe')}
          checked={isSafe}
          onChange={(event) => {
            setSafe(event.currentTarget.checked);
          }}
        />
        <Button disabled={!isSafe} onClick={onNext}>
          {t('first.next')}
        </Button>
      </Group>
    </>
  );
};

const SoundStep = ({ onDone }: { readonly onDone: () => void }): ReactNode => {
  const { t } = useText();
  return (
    <>
      <Title order={2} size="h4" mb="sm">
        {t('first.sound')}
      </Title>
      <MicrophoneTest />
      <SpeechSetup />
      <Button mt="lg" onClick={onDone}>
        {t('first.done')}
      </Button>
    </>
  );
};

const Steps = ({ now }: { readonly now: number }): ReactNode => {
  const { t } = useText();
  return (
    <Stepper active={now} size="xs" mb="lg" className="no-print" allowNextStepsSelect={false}>
      {(['you', 'administrator', 'recovery', 'sound'] as const).map((name) => (
        <Stepper.Step key={name} label={t(`first.step.${name}`)} />
      ))}
    </Stepper>
  );
};

/** Three questions and a microphone test; the speech part is fetched meanwhile. */
export const FirstRun = ({
  onSetUp,
  onDone,
}: {
  /** The record was made: from here on there is somebody signed in. */
  readonly onSetUp: () => void;
  readonly onDone: () => void;
}): ReactNode => {
  const { t } = useText();
  const setUp = useAction('people.set-up');
  const [step, setStep] = useState(0);
  const [answers, setAnswers] = useState<Answers>({ clinic: '', clinician: '', administrator: '' });
  const [own, setOwn] = useState(NOTHING);
  const [admin, setAdmin] = useState(NOTHING);
  const answer = (part: Partial<Answers>): void => {
    setAnswers({ ...answers, ...part });
  };
  const next = (): void => {
    setStep(step + 1);
  };
  const made = (): void => {
    onSetUp();
    next();
  };
  const make = (): void => {
    setUp.mutate(
      {
        ...(answers.clinic.trim() !== '' && { clinic: answers.clinic }),
        clinician: { label: answers.clinician, passphrase: own.passphrase },
        administrator: { label: answers.administrator, passphrase: admin.passphrase },
      },
      { onSuccess: made },
    );
  };
  const isSameName = answers.administrator.trim() === answers.clinician.trim();
  const clinicName = (
    <TextInput
      label={t('first.clinic')}
      value={answers.clinic}
      maxLength={200}
      autoFocus
      onChange={(event) => {
        answer({ clinic: event.currentTarget.value });
      }}
    />
  );
  return (
    <div className="door wide">
      <Title order={1} size="h2" mb="md">
        {t('first.title')}
      </Title>
      <Steps now={step} />
      {step === 0 && (
        <PersonStep
          key="you"
          title={t('first.you')}
          hint={t('first.you.hint')}
          name={answers.clinician}
          onName={(clinician) => {
            answer({ clinician });
          }}
          onChosen={setOwn}
          isGood={own.isGood}
          onNext={next}
          nextLabel={t('first.next')}
          extra={clinicName}
        />
      )}
      {step === 1 && (
        <PersonStep
          key="administrator"
          title={t('first.administrator')}
          hint={t('first.administrator.hint')}
          name={answers.administrator}
          onName={(administrator) => {
            answer({ administrator });
          }}
          onChosen={setAdmin}
          isGood={admin.isGood && !isSameName}
          nameError={isSameName ? t('error.person-exists') : undefined}
          onNext={make}
          isBusy={setUp.isPending}
          nextLabel={t('first.make')}
        />
      )}
      {setUp.error && <ErrorPanel error={errorOf(setUp.error)} onAgain={setUp.reset} />}
      {step === 2 && setUp.data && <RecoveryStep recoveryKey={setUp.data.recoveryKey} onNext={next} />}
      {step === 3 && <SoundStep onDone={onDone} />}
    </div>
  );
};
