import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll } from 'vitest';
import type { Asking } from './app-at-work.ts';
import { learnFhir, startFhirServer } from './fhir-server.ts';
import { startSmartServer, type SmartServer } from './smart-server.ts';

type FhirServer = Awaited<ReturnType<typeof startFhirServer>>;

export interface RecordSystem {
  readonly fhir: FhirServer;
  /** The same behind a door that asks who is there. */
  readonly smart: SmartServer;
}

/** A record system, open and behind SMART, for all tests of a file. */
export const recordSystemForFile = (): RecordSystem => {
  let fhir: FhirServer;
  let smart: SmartServer;
  beforeAll(async () => {
    learnFhir();
    fhir = await startFhirServer();
    smart = await startSmartServer(fhir.base);
  });
  afterAll(async () => {
    await smart.close();
    await fhir.close();
  });
  return {
    get fhir() {
      return fhir;
    },
    get smart() {
      return smart;
    },
  };
};

/** Makes the sample visit's patient known to the server, under an id of the server's own. */
export const makePatientKnown = async (
  { ask }: { readonly ask: Asking },
  { fhir }: RecordSystem,
): Promise<Patient> => {
  const { visit } = await ask('visits.create', { sample: true });
  const { chart } = await ask('visits.open', { visit });
  const [number] = chart?.patient.identifiers ?? [];
  return fhir.repo.createResource<Patient>({
    resourceType: 'Patient',
    ...(chart?.patient.birthDate && { birthDate: chart.patient.birthDate }),
    identifier: [{ ...(number?.system && { system: number.system }), value: number?.value ?? '' }],
  });
};
