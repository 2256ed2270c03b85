import type { Device, Patient, Practitioner } from '@medplum/fhirtypes';
import type { ApprovedVisit } from '../../contract/fhir.ts';
import type { ModelUse } from '../../contract/vault.ts';
import { clean } from '../../platform/escape.ts';
import { stableId } from './ids.ts';

/** The patient as known here; it goes along in the document and is never written over the server's own. */
export const patientResource = ({ patient }: Pick<ApprovedVisit, 'patient'>): Patient => ({
  resourceType: 'Patient',
  id: patient.id,
  ...(patient.identifiers.length > 0
    ? {
        identifier: patient.identifiers.map(({ system, value }) => ({
          ...(system ? { system } : {}),
          value,
        })),
      }
    : {}),
  // An empty name is no valid one.
  ...(patient.name === '' ? {} : { name: [{ text: clean(patient.name) }] }),
  gender: patient.sex,
  ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
});

export const clinicianResource = ({ clinician, certificate }: ApprovedVisit): Practitioner => ({
  resourceType: 'Practitioner',
  id: stableId(clinician.person, 'practitioner'),
  identifier: [
    { system: 'urn:footnote:person', value: clinician.person },
    { system: 'urn:footnote:signing-key', value: certificate.signKey },
  ],
  name: [{ text: clean(clinician.name) }],
});

export const softwareResource = (version: string): Device => ({
  resourceType: 'Device',
  id: stableId('software', `footnote ${version}`),
  deviceName: [{ name: 'Footnote', type: 'user-friendly-name' }],
  version: [{ value: version }],
  type: { text: 'Drafting software; drafts, flags and suggests, the clinician decides' },
});

/** A model that had a part in the text, known by the hash of its weights. */
export const modelResource = ({ name, sha256, use }: ModelUse): Device => ({
  resourceType: 'Device',
  id: stableId('model', `${name}\n${sha256}\n${use}`),
  ...(sha256 ? { identifier: [{ system: 'urn:footnote:sha256', value: sha256 }] } : {}),
  deviceName: [{ name: clean(name), type: 'model-name' }],
  type: { text: clean(use) || 'model' },
});
