import { Group, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../language/language.ts';

/** Who a visit is of, as it is typed. */
export interface TypedPatient {
  readonly label: string;
  readonly birthDate: string;
  readonly number: string;
}

export const NOBODY: TypedPatient = { label: '', birthDate: '', number: '' };

/** What tells this patient from another beside the name; empty fields tell nothing. */
export const identifiersIn = ({ birthDate, number }: TypedPatient): string[] =>
  [birthDate, number].map((one) => one.trim()).filter((one) => one !== '');

/** Asks for the name of a patient and what else tells this one from another. */
export const PatientFields = ({
  patient,
  onChange,
}: {
  readonly patient: TypedPatient;
  readonly onChange: (patient: TypedPatient) => void;
}): ReactNode => {
  const { t } = useText();
  return (
    <>
      <TextInput
        label={t('new.name')}
        data-autofocus
        maxLength={200}
        value={patient.label}
        onChange={(event) => {
          onChange({ ...patient, label: event.currentTarget.value });
        }}
      />
      <Group grow>
        <TextInput
          label={t('new.birth')}
          placeholder={t('new.birth.hint')}
          maxLength={40}
          value={patient.birthDate}
          onChange={(event) => {
            onChange({ ...patient, birthDate: event.currentTarget.value });
          }}
        />
        <TextInput
          label={t('new.number')}
          maxLength={60}
          value={patient.number}
          onChange={(event) => {
            onChange({ ...patient, number: event.currentTarget.value });
          }}
        />
      </Group>
    </>
  );
};
