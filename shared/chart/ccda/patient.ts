import { timeOf } from './values.ts';
import { all, attribute, find, type Element } from './xml.ts';

type Json = Record<string, unknown>;

const GENDERS: Readonly<Record<string, string>> = { F: 'female', M: 'male', UN: 'other' };
// HL7's root for social security numbers: known as such, so that it is left out.
const SOCIAL_SECURITY = '2.16.840.1.113883.4.1';

const nameOf = (name: Element): Json => ({
  use: attribute(name, 'use') === 'L' ? 'official' : 'usual',
  family: find(name, 'family')?.text ?? '',
  given: all(name, 'given').map(({ text }) => text),
  suffix: all(name, 'suffix').map(({ text }) => text),
  ...(find(name, 'family') ? {} : { text: name.text }),
});

const identifierOf = (id: Element): Json[] => {
  const root = attribute(id, 'root');
  const value = attribute(id, 'extension') ?? root;
  if (!value || root === SOCIAL_SECURITY) return [];
  return [{ ...(root ? { system: `urn:oid:${root}` } : {}), value }];
};

/** `patientRole` as a FHIR Patient without id. */
export const toPatient = (role: Element): Json => {
  const patient = find(role, 'patient');
  const language = attribute(find(patient, 'languageCommunication', 'languageCode'), 'code');
  const gender = GENDERS[attribute(find(patient, 'administrativeGenderCode'), 'code') ?? ''];
  const birthDate = timeOf(attribute(find(patient, 'birthTime'), 'value'))?.slice(0, 10);
  return {
    resourceType: 'Patient',
    name: all(patient, 'name').map(nameOf),
    identifier: all(role, 'id').flatMap(identifierOf),
    ...(gender ? { gender } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(language ? { communication: [{ language: { coding: [{ code: language }] } }] } : {}),
    ...(attribute(find(patient, 'sdtc:deceasedInd'), 'value') === 'true' ? { deceasedBoolean: true } : {}),
  };
};
