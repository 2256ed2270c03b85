import { Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AppOutput } from '../../shared/contract/app.ts';
import { useText } from '../language/language.ts';
import type { Days } from './span.ts';

/** What is looked for; null and empty stand for anything. */
export interface Looked {
  readonly kind: string | null;
  readonly person: string | null;
  readonly days: Days;
}

export const ANYTHING: Looked = { kind: null, person: null, days: { from: '', to: '' } };

export interface AuditFiltersProps {
  readonly offered: Pick<AppOutput<'audit.view'>, 'kinds' | 'people'>;
  readonly looked: Looked;
  readonly onLook: (looked: Looked) => void;
  readonly nameOf: (kind: string) => string;
}

/** What of the history is shown: one kind of event, one person, some days. */
export const AuditFilters = ({ offered, looked, onLook, nameOf }: AuditFiltersProps): ReactNode => {
  const { t } = useText();
  return (
    <>
      <Select
        size="xs"
        clearable
        aria-label={t('audit.kind')}
        placeholder={t('audit.kind')}
        value={looked.kind}
        onChange={(kind) => {
          onLook({ ...looked, kind });
        }}
        data={offered.kinds.map((value) => ({ value, label: nameOf(value) }))}
      />
      <Select
        size="xs"
        clearable
        aria-label={t('audit.person')}
        placeholder={t('audit.person')}
        value={looked.person}
        onChange={(person) => {
          onLook({ ...looked, person });
        }}
        data={offered.people.map(({ person, name }) => ({ value: person, label: name }))}
      />
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          size="xs"
          type="date"
          aria-label={t(`audit.${end}`)}
          value={looked.days[end]}
          onChange={({ currentTarget: { value } }) => {
            onLook({ ...looked, days: { ...looked.days, [end]: value } });
          }}
        />
      ))}
    </>
  );
};
