import type { Composition, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeVaultPlace, setUpRecord, type VaultPlace } from '../../fixtures/made-vault.ts';
import { appAtWork, type AppAtWork } from '../../support/app-at-work.ts';
import { learnFhir, startFhirServer } from '../../support/fhir-server.ts';
import { startSmartServer, type SmartServer } from '../../support/smart-server.ts';

const CLIENT = 'footnote-at-the-clinic';

let place: VaultPlace;
let work: AppAtWork;
let fhir: Awaited<ReturnType<typeof startFhirServer>>;
let smart: SmartServer;

beforeAll(async () => {
  learnFhir();
  fhir = await startFhirServer();
  smart = await startSmartServer(fhir.base);
  place = await makeVaultPlace();
  work = appAtWork(place, {}, { firstMs: 5, mostMs: 40 });
  await setUpRecord(work.app);
});
afterAll(async () => {
  await work.app.close();
  await smart.close();
  await fhir.close();
  await place.remove();
});

const tryAgain = (): Promise<string> => work.asAdministrator(() => work.codeOf('connections.try-record', {}));
const kept = async (): Promise<{ client: string; publicKeys: string } | undefined> =>
  (await work.ask('connections.get', {})).record?.smart;

describe('a record system where Footnote is a registered client', () => {
  it('is reached only once the key that Footnote made is entered there', async () => {
    const server = { url: smart.base, client: CLIENT };
    expect(await work.asAdministrator(() => work.codeOf('connections.set-record', { server }))).toBe('ok');
    expect(await tryAgain()).toBe('fhir-signed-out');
    const { publicKeys = '', client } = (await kept()) ?? {};
    expect(client).toBe(CLIENT);
    const [key] = (JSON.parse(publicKeys) as { keys: Record<string, unknown>[] }).keys;
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-384' });
    expect(key).not.toHaveProperty('d');
    smart.register(CLIENT, publicKeys);
    expect(await tryAgain()).toBe('ok');
    // Saving once more keeps what was registered.
    await work.asAdministrator(() => work.codeOf('connections.set-record', { server }));
    expect((await kept())?.publicKeys).toBe(publicKeys);
  });

  it('gets the approved visit and gives the chart, over a token taken back in between', async () => {
    const { visit } = await work.ask('visits.create', { sample: true });
    const { chart } = await work.ask('visits.open', { visit });
    const [number] = chart?.patient.identifiers ?? [];
    await fhir.repo.createResource<Patient>({
      resourceType: 'Patient',
      ...(chart?.patient.birthDate && { birthDate: chart.patient.birthDate }),
      identifier: [{ ...(number?.system && { system: number.system }), value: number?.value ?? '' }],
    });
    const { visit: other } = await work.ask('visits.create', { label: 'Robin', identifiers: [] });
    const signedIn = smart.granted();
    smart.revokeAfter(4);
    expect(await work.codeOf('visits.fetch-chart', { visit: other, patient: number?.value ?? '' })).toBe(
      'ok',
    );
    expect(smart.granted()).toBeGreaterThanOrEqual(signedIn + 2);
    const before = smart.granted();
    const sent = new Promise<void>((resolve) => {
      const quit = work.app.subscribe((event) => {
        if (event.what !== 'visit') return;
        void work.ask('visits.open', { visit: event.visit }).then(({ sending }) => {
          if (sending?.state !== 'sent') return;
          quit();
          resolve();
        });
      });
    });
    await work.approved();
    await sent;
    expect(smart.granted()).toBeGreaterThan(before);
    const found = await fhir.repo.searchResources<Composition>({ resourceType: 'Composition' });
    expect(found).toHaveLength(1);
    // Only what is read and written is asked for, never everything.
    expect(smart.scopes().filter((scope) => scope.includes('*'))).toEqual([]);
  });

  it('never shows its assertion to a host other than the one that was confirmed', async () => {
    smart.pointTo('https://evil.test/token');
    expect(await tryAgain()).toBe('egress-refused');
    smart.pointTo(undefined);
    expect(await tryAgain()).toBe('ok');
  });
});
