import { Button, NumberInput, Select, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ClinicSettings } from '../../shared/contract/settings.ts';
import { useAction } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { TemplateChoice, type OfferedTemplate } from './template-choice.tsx';
import { useSettings } from './use-settings.ts';

type Rule = ClinicSettings['retention'][number];
const KINDS = ['audio', 'transcript', 'drafts'] as const;

/** The retention rule of one kind of data: how many days after approval it is destroyed; never while empty. */
const RuleInput = ({
  kind,
  rules,
  disabled,
  onRules,
}: {
  readonly kind: (typeof KINDS)[number];
  readonly rules: readonly Rule[];
  readonly disabled: boolean;
  readonly onRules: (rules: Rule[]) => void;
}): ReactNode => {
  const { t } = useText();
  const rule = rules.find((one) => one.kind === kind);
  const others = rules.filter((one) => one.kind !== kind);
  return (
    <NumberInput
      label={t(`retention.${kind}`)}
      description={t('retention.days')}
      placeholder={t('retention.never')}
      min={0}
      max={36_500}
      allowDecimal={false}
      disabled={disabled}
      value={rule?.days ?? ''}
      onChange={(value) => {
        onRules(
          typeof value === 'number' ? [...others, { kind, after: 'approval', days: value }] : [...others],
        );
      }}
    />
  );
};

interface PartProps {
  readonly draft: ClinicSettings;
  readonly disabled: boolean;
  readonly change: (part: Partial<ClinicSettings>) => void;
}

/** What stands on printed sheets. */
const Address = ({ draft, disabled, change }: PartProps): ReactNode => {
  const { t } = useText();
  return (
    <fieldset>
      <legend>{t('clinic.title')}</legend>
      <TextInput
        label={t('clinic.name')}
        disabled={disabled}
        maxLength={200}
        value={draft.clinic.name}
        onChange={(event) => {
          change({ clinic: { ...draft.clinic, name: event.currentTarget.value } });
        }}
      />
      <TextInput
        label={t('clinic.phone')}
        disabled={disabled}
        maxLength={60}
        value={draft.clinic.phone}
        onChange={(event) => {
          change({ clinic: { ...draft.clinic, phone: event.currentTarget.value } });
        }}
      />
    </fieldset>
  );
};

const Guards = ({ draft, disabled, change }: PartProps): ReactNode => {
  const { t } = useText();
  return (
    <>
      <Switch
        label={t('guard.assessment')}
        description={t('guard.assessment.hint')}
        disabled={disabled}
        checked={draft.ownAssessmentFirst}
        onChange={(event) => {
          change({ ownAssessmentFirst: event.currentTarget.checked });
        }}
      />
      <Switch
        label={t('guard.pilot')}
        description={t('guard.pilot.hint')}
        disabled={disabled}
        checked={draft.pilot}
        onChange={(event) => {
          change({ pilot: event.currentTarget.checked });
        }}
      />
      <Switch
        label={t('guard.again')}
        description={t('guard.again.hint')}
        disabled={disabled}
        checked={draft.secondListening}
        onChange={(event) => {
          change({ secondListening: event.currentTarget.checked });
        }}
      />
      <Select
        label={t('guard.lock')}
        disabled={disabled}
        allowDeselect={false}
        value={String(draft.idleLockMinutes)}
        data={[...new Set([2, 5, 10, 15, 30, 60, draft.idleLockMinutes])]
          .sort((one, other) => one - other)
          .map((minutes) => ({ value: String(minutes), label: t('guard.lock.minutes', { count: minutes }) }))}
        onChange={(value) => {
          if (value !== null) change({ idleLockMinutes: Number(value) });
        }}
      />
    </>
  );
};

interface FormProps {
  readonly settings: ClinicSettings;
  readonly templates: readonly OfferedTemplate[];
}

const Form = ({ settings, templates }: FormProps): ReactNode => {
  const { t } = useText();
  const { role } = usePerson();
  const save = useAction('settings.change');
  const asked = useSettings();
  const [draft, setDraft] = useState(settings);
  const disabled = role !== 'administrator';
  const change = (part: Partial<ClinicSettings>): void => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft, { onSuccess: () => void asked.refetch() });
      }}
    >
      {disabled && (
        <Text size="sm" c="dimmed">
          {t('settings.administrator')}
        </Text>
      )}
      <Address draft={draft} disabled={disabled} change={change} />
      <fieldset>
        <legend>{t('retention.title')}</legend>
        {KINDS.map((kind) => (
          <RuleInput
            key={kind}
            kind={kind}
            rules={draft.retention}
            disabled={disabled}
            onRules={(retention) => {
              change({ retention });
            }}
          />
        ))}
      </fieldset>
      {(['en', 'es'] as const).map((tongue) => (
        <Textarea
          key={tongue}
          label={t(`consent.wording.${tongue}`)}
          lang={tongue}
          autosize
          minRows={2}
          maxLength={5_000}
          disabled={disabled}
          value={draft.consentWording[tongue]}
          onChange={(event) => {
            change({ consentWording: { ...draft.consentWording, [tongue]: event.currentTarget.value } });
          }}
        />
      ))}
      <TemplateChoice
        template={draft.noteTemplate}
        templates={templates}
        disabled={disabled}
        onTemplate={(noteTemplate) => {
          change({ noteTemplate });
        }}
      />
      <Guards draft={draft} disabled={disabled} change={change} />
      {!disabled && (
        <div>
          <Button type="submit" loading={save.isPending}>
            {t('settings.save')}
          </Button>
        </div>
      )}
      {save.isSuccess && (
        <Text size="sm" role="status">
          {t('settings.saved')}
        </Text>
      )}
      {save.error && <ErrorPanel error={errorOf(save.error)} onAgain={save.reset} />}
    </form>
  );
};

/** What the clinic decides: its name, how long things are kept, the wording of consent, and the two guards. */
export const ClinicSettingsForm = (): ReactNode => {
  const settings = useSettings();
  if (settings.error)
    return (
      <ErrorPanel
        error={errorOf(settings.error)}
        onAgain={() => {
          void settings.refetch();
        }}
      />
    );
  if (!settings.data) return null;
  const { clinic, retention, consentWording, idleLockMinutes, ownAssessmentFirst, pilot } = settings.data;
  const { noteTemplate, noteTemplates, secondListening } = settings.data;
  return (
    <Form
      key={settings.dataUpdatedAt}
      settings={{
        clinic,
        retention,
        consentWording,
        idleLockMinutes,
        ownAssessmentFirst,
        pilot,
        secondListening,
        noteTemplate,
      }}
      templates={noteTemplates}
    />
  );
};
