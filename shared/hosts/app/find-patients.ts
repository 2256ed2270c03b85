import type { Patient } from '@medplum/fhirtypes';
import type { PatientThere } from '../../contract/connections.ts';
import { succeed } from '../../contract/errors.ts';
import { patientsOf } from '../../deliver/fhir/record-server.ts';
import { patientOf } from './approved-visit.ts';
import { recordAccess } from './connection-settings.ts';
import type { AppContext, HandlersOf } from './context.ts';

/** How long a person waits for a list of names, ms. */
const LIST_MS = 30_000;
/** A number that more patients have is no number to find one by. */
const MOST = 20;

const shown = ({ id = '', name = [], birthDate, identifier = [] }: Patient): PatientThere => {
  const [first] = name;
  const parts = [...(first?.given ?? []), first?.family].filter((part) => part !== undefined);
  return {
    id,
    name: first?.text ?? parts.join(' '),
    ...(birthDate !== undefined && { birthDate }),
    numbers: identifier.flatMap(({ value }) => value ?? []),
  };
};

/** Whom a number may mean in the record system. Nothing is chosen here, and nothing is kept. */
export const patientHandlers = (context: AppContext): HandlersOf<'visits.find-patients'> => ({
  'visits.find-patients': async ({ visit, number }) => {
    const at = await context.desk.atVisit('draft', visit);
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const by = { person: who.person, tokenOf: context.signIns.tokenOf };
    const access = recordAccess(clinic.record, AbortSignal.timeout(LIST_MS), by);
    if (!access.ok) return access;
    const content = await context.reader.read(at.value.record);
    if (!content.ok) return content;
    const numbers =
      number === undefined ? patientOf(at.value, content.value.chart).identifiers : [{ value: number }];
    const patients = new Map<string, PatientThere>();
    for (const one of numbers) {
      const found = await patientsOf(access.value, one, MOST);
      if (!found.ok) return found;
      for (const patient of found.value) patients.set(patient.id ?? '', shown(patient));
    }
    return succeed({ patients: [...patients.values()].slice(0, MOST) });
  },
});
