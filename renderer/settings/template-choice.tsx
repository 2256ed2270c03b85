import { FileInput, Select } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ClinicSettings } from '../../shared/contract/settings.ts';
import { useText } from '../language/language.ts';
import { readTemplate } from './template-file.ts';

type Template = ClinicSettings['noteTemplate'];

/** A template that comes with Footnote. */
export interface OfferedTemplate {
  readonly id: string;
  readonly name: string;
}

interface TemplateChoiceProps {
  readonly template: Template;
  readonly templates: readonly OfferedTemplate[];
  readonly disabled: boolean;
  readonly onTemplate: (template: Template) => void;
}

/** Order and titles of a note's sections: one of those that come with Footnote, or the clinic's own from a file. */
export const TemplateChoice = ({
  template,
  templates,
  disabled,
  onTemplate,
}: TemplateChoiceProps): ReactNode => {
  const { t } = useText();
  const [isRefused, setRefused] = useState(false);
  const own = typeof template === 'string' ? [] : [{ value: template.id, label: template.name }];
  const take = async (file: File | null): Promise<void> => {
    if (!file) return;
    const read = readTemplate(await file.text());
    setRefused(read === undefined);
    if (read) onTemplate(read);
  };
  return (
    <fieldset>
      <legend>{t('template.title')}</legend>
      <Select
        label={t('template.choice')}
        disabled={disabled}
        allowDeselect={false}
        value={typeof template === 'string' ? template : template.id}
        data={[...own, ...templates.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(value) => {
          if (value !== null && templates.some(({ id }) => id === value)) onTemplate(value);
        }}
      />
      <FileInput
        label={t('template.own')}
        description={t('template.own.hint')}
        accept="application/json"
        disabled={disabled}
        error={isRefused && t('template.refused')}
        onChange={(file) => void take(file)}
      />
    </fieldset>
  );
};
