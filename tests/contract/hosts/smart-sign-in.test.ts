import type { Composition } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { untilSent } from '../../support/app-at-work.ts';
import { appForFile } from '../../support/app-in-hooks.ts';
import { makePatientKnown, recordSystemForFile } from '../../support/record-system-in-hooks.ts';

const CLIENT = 'footnote-at-the-clinic';

const system = recordSystemForFile();
const work = appForFile({ sendAgain: { firstMs: 5, mostMs: 40 } });

const tryAgain = (): Promise<string> => work.asAdministrator(() => work.codeOf('connections.try-record', {}));
const kept = async (): Promise<{ client: string; publicKeys: string } | undefined> =>
  (await work.ask('connections.get', {})).record?.smart;

describe('a record system where Footnote is a registered client', () => {
  it('is reached only once the key that Footnote made is entered there', async () => {
    const server = { url: system.smart.base, client: CLIENT };
    expect(await work.asAdministrator(() => work.codeOf('connections.set-record', { server }))).toBe('ok');
    expect(await tryAgain()).toBe('fhir-signed-out');
    const { publicKeys = '', client } = (await kept()) ?? {};
    expect(client).toBe(CLIENT);
    const [key] = (JSON.parse(publicKeys) as { keys: Record<string, unknown>[] }).keys;
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-384' });
    expect(key).not.toHaveProperty('d');
    system.smart.register(CLIENT, publicKeys);
    expect(await tryAgain()).toBe('ok');
    // Saving once more keeps what was registered.
    await work.asAdministrator(() => work.codeOf('connections.set-record', { server }));
    expect((await kept())?.publicKeys).toBe(publicKeys);
  });

  it('gets the approved visit and gives the chart, over a token taken back in between', async () => {
    const number = (await makePatientKnown(work, system)).identifier?.[0]?.value ?? '';
    const { visit: other } = await work.ask('visits.create', { label: 'Robin', identifiers: [] });
    const signedIn = system.smart.granted();
    system.smart.revokeAfter(4);
    expect(await work.codeOf('visits.fetch-chart', { visit: other, patient: number })).toBe('ok');
    expect(system.smart.granted()).toBeGreaterThanOrEqual(signedIn + 2);
    const before = system.smart.granted();
    const sent = untilSent(work);
    await work.approved();
    await sent;
    expect(system.smart.granted()).toBeGreaterThan(before);
    const found = await system.fhir.repo.searchResources<Composition>({ resourceType: 'Composition' });
    expect(found).toHaveLength(1);
    // Only what is read and written is asked for, never everything.
    expect(system.smart.scopes().filter((scope) => scope.includes('*'))).toEqual([]);
  });

  it('never shows its assertion to a host other than the one that was confirmed', async () => {
    system.smart.pointTo('https://evil.test/token');
    expect(await tryAgain()).toBe('egress-refused');
    system.smart.pointTo(undefined);
    expect(await tryAgain()).toBe('ok');
  });
});
