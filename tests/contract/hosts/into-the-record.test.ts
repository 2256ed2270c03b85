import type { Composition, Patient } from '@medplum/fhirtypes';
import { afterAll, describe, expect, it } from 'vitest';
import type { AppOutput } from '../../../shared/contract/app.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { appForFile } from '../../support/app-in-hooks.ts';
import { startLosingProxy } from '../../support/fhir-server.ts';
import { startModelServer, type Answering } from '../../support/model-server.ts';
import { makePatientKnown, recordSystemForFile } from '../../support/record-system-in-hooks.ts';

type Sending = NonNullable<AppOutput<'visits.open'>['sending']>;

const system = recordSystemForFile();
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});
const work = appForFile({ sendAgain: { firstMs: 5, mostMs: 40 } });

const connect = (url: string | null, key?: string): Promise<string> =>
  work.asAdministrator(() =>
    work.codeOf('connections.set-record', { server: url === null ? null : { url, ...(key && { key }) } }),
  );

/** How far the visit is on its way, once that is as hoped for. */
const onceSending = async (
  visit: string,
  is: (sending: Sending | undefined) => boolean,
): Promise<Sending> => {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const quit = work.app.subscribe((event) => {
        if (event.what !== 'visit' || event.visit !== visit) return;
        quit();
        resolve();
      });
    });
    const { sending } = await work.ask('visits.open', { visit });
    if (sending && is(sending)) return sending;
    await changed;
  }
};

const compositions = async (): Promise<Composition[]> => {
  const found = await system.fhir.repo.searchResources<Composition>({
    resourceType: 'Composition',
    count: 100,
  });
  return found;
};

describe('an approved visit and the record system', () => {
  it('stays here until an administrator has named a record system', async () => {
    expect(await work.codeOf('connections.set-record', { server: { url: system.fhir.base } })).toBe(
      'role-refused',
    );
    const visit = await work.approved();
    const view = await work.ask('visits.open', { visit });
    expect([view.canSend, view.sending]).toEqual([false, undefined]);
    expect(await work.codeOf('release.send', { visit })).toBe('server-not-set');
    expect(await compositions()).toEqual([]);
  });

  it('is written there once, under the patient of that system, though a fifth of the answers is lost', async () => {
    const patient = await makePatientKnown(work, system);
    let asked = 0;
    const proxy = await startLosingProxy(system.fhir.base, () => (asked += 1) % 5 === 3);
    closing.push(proxy.close);
    expect(await connect(proxy.base, 'a-secret-token')).toBe('ok');
    expect(JSON.stringify(await work.ask('connections.get', {}))).not.toContain('a-secret-token');
    const visit = await work.approved();
    const sent = await onceSending(visit, (sending) => sending?.state === 'sent');
    expect(sent).toMatchObject({ host: proxy.host });
    expect(proxy.lost()).toBeGreaterThan(0);
    const [written, ...others] = await compositions();
    expect(others).toEqual([]);
    expect(written?.subject?.reference).toBe(`Patient/${patient.id ?? ''}`);
    expect(written?.meta?.versionId).toBeDefined();
    await work.ask('approve.addendum', {
      visit,
      text: 'Potassium came back at 4.1.',
      passphrase: CLINICIAN.passphrase,
    });
    await onceSending(visit, (sending) => sending?.state === 'sent' && sending.at > sent.at);
    expect((await compositions()).map(({ relatesTo }) => relatesTo?.[0]?.code).sort()).toEqual([
      'appends',
      undefined,
    ]);
  });

  it('waits for a system that is away, also over a restart, and says so', async () => {
    const before = (await compositions()).length;
    const away = await startLosingProxy(system.fhir.base, () => true);
    await away.close();
    expect(await connect(away.base)).toBe('ok');
    const visit = await work.approved();
    await onceSending(
      visit,
      ({ state, reason } = { state: 'sent', host: '', at: '' }) =>
        state === 'waiting' && reason === 'fhir-unreachable',
    );
    await work.app.close();
    work.again();
    await work.ask('people.sign-in', CLINICIAN);
    expect((await work.ask('visits.open', { visit })).sending?.state).toBe('waiting');
    expect(await connect(system.fhir.base)).toBe('ok');
    await onceSending(visit, (sending) => sending?.state === 'sent');
    expect((await compositions()).length).toBe(before + 1);
  });

  it('goes to nobody where a number is of two patients, until a person says which', async () => {
    const other = await makePatientKnown(work, system);
    const visit = await work.approved();
    const refused = await onceSending(visit, (sending) => sending?.state === 'refused');
    expect(refused.reason).toBe('patient-ambiguous');
    const { patients } = await work.ask('visits.find-patients', { visit });
    expect(patients).toHaveLength(2);
    expect(patients.map(({ id }) => id)).toContain(other.id);
    await work.ask('release.send', { visit, patient: other.id });
    await onceSending(visit, (sending) => sending?.state === 'sent');
    const written = (await compositions()).filter(({ subject }) =>
      subject?.reference?.endsWith(other.id ?? '-'),
    );
    expect(written).toHaveLength(1);
  });
});

describe('a chart from the record system', () => {
  it('comes by the number of one patient, never of two, and never of one born on another day', async () => {
    expect(await connect(system.fhir.base)).toBe('ok');
    const person = (birthDate: string, number: string): Promise<Patient> =>
      system.fhir.repo.createResource<Patient>({
        resourceType: 'Patient',
        birthDate,
        name: [{ text: 'Robin Example' }],
        identifier: [{ system: 'urn:clinic', value: number }],
      });
    const one = await person('1970-01-02', 'N-1');
    await person('1970-01-02', 'N-2');
    const twin = await person('1970-01-02', 'N-2');
    await system.fhir.repo.createResource({
      resourceType: 'AllergyIntolerance',
      code: { text: 'Penicillin' },
      patient: { reference: `Patient/${one.id ?? ''}` },
    });
    const made = (identifiers: string[]) => work.ask('visits.create', { label: 'Robin', identifiers });
    const { visit } = await made([]);
    const codes = [];
    for (const patient of ['N-9', 'N-2', twin.id ?? '', 'N-1'])
      codes.push(await work.codeOf('visits.fetch-chart', { visit, patient }));
    expect(codes).toEqual(['patient-unknown', 'patient-ambiguous', 'ok', 'ok']);
    const { visit: other } = await made(['1970-01-02']);
    expect(await work.codeOf('visits.fetch-chart', { visit: other, patient: 'N-1' })).toBe('ok');
    const view = await work.ask('visits.open', { visit: other });
    expect(view.chart?.allergies.map(({ name }) => name)).toEqual(['Penicillin']);
    const { visit: elder } = await made(['1930-05-06']);
    expect(await work.codeOf('visits.fetch-chart', { visit: elder, patient: 'N-1' })).toBe('patient-unknown');
    expect((await work.ask('visits.open', { visit: elder })).chart).toBeUndefined();
  });
});

describe('an address that is no record system', () => {
  const page: Answering = (response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<p>Welcome to the router</p>');
  };
  const elsewhere: Answering = (response) => {
    response.writeHead(307, { location: 'https://evil.test/fhir/Patient' });
    response.end();
  };
  it('is told apart before anything of a visit is sent', async () => {
    const codes = [];
    for (const script of [page, elsewhere]) {
      const other = await startModelServer([script]);
      closing.push(other.close);
      codes.push(
        await work.asAdministrator(async () => [
          await work.codeOf('connections.set-record', { server: { url: other.url } }),
          await work.codeOf('connections.try-record', {}),
        ]),
      );
    }
    codes.push(
      await work.asAdministrator(async () => [
        await work.codeOf('connections.set-record', { server: { url: 'https://ehr.clinic.test/fhir' } }),
        await work.codeOf('connections.set-record', {
          server: { url: 'http://ehr.clinic.test/fhir', typedHost: 'ehr.clinic.test' },
        }),
        await work.codeOf('connections.set-record', { server: { url: system.fhir.base } }),
        await work.codeOf('connections.try-record', {}),
      ]),
    );
    expect(codes).toEqual([
      ['ok', 'fhir-not-one'],
      ['ok', 'egress-refused'],
      ['host-not-confirmed', 'address-insecure', 'ok', 'ok'],
    ]);
  });
});
