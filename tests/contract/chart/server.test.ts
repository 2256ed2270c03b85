import { afterEach, describe, expect, it } from 'vitest';
import { makeEgress } from '../../../shared/egress/egress.ts';
import { readServerChart } from '../../../shared/chart/server/read-server.ts';
import { allergy, condition, lab, medication, PATIENT } from '../../fixtures/chart/make.ts';
import { startFhirServer, type FhirServer, type ServerPlan } from './fhir-server.ts';

const TOKEN = 'made-up-token-7';
const labs = Array.from({ length: 25 }, (_, at) =>
  lab(
    `l${at}`,
    '2823-3',
    'Potassium',
    `20${String(10 + (at % 14))}-0${1 + (at % 9)}-11`,
    4 + at / 100,
    'mmol/L',
  ),
);
const RESOURCES = [
  PATIENT,
  condition('c1', 'Asthma'),
  allergy('a1', 'Penicillin'),
  medication('m1', 'Lisinopril 10 mg'),
  {
    resourceType: 'MedicationRequest',
    id: 'm2',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/p1' },
    medicationReference: { reference: 'Medication/d1' },
  },
  { resourceType: 'Medication', id: 'd1', code: { text: 'Apixaban 5 mg' } },
  ...labs,
  { ...condition('x', 'Gout'), subject: { reference: 'Patient/p2' } },
];

const servers: FhirServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const start = async (plan: Partial<ServerPlan> = {}): Promise<FhirServer> => {
  const server = await startFhirServer({ resources: RESOURCES, page: 10, token: TOKEN, ...plan });
  servers.push(server);
  return server;
};

const read = (
  server: FhirServer,
  { allowed = [server.host], token = TOKEN, patient = 'p1', signal = new AbortController().signal } = {},
) =>
  readServerChart(
    {
      base: server.base,
      fetch: makeEgress(() => allowed).fetch,
      token: () => token,
      signal,
      pauseMs: 1,
      patienceMs: 2_000,
    },
    patient,
  );

describe('a chart from a FHIR server', () => {
  it('is the whole chart of that patient, page by page, medicines that are only pointed at included', async () => {
    const server = await start();
    const chart = await read(server);
    if (!chart.ok) throw new Error(chart.error.code);
    expect(chart.value.patient.name).toBe('Robin T Example');
    expect(chart.value.observations).toHaveLength(25);
    expect(chart.value.medications.map(({ name }) => name)).toEqual(['Lisinopril 10 mg', 'Apixaban 5 mg']);
    expect(chart.value.problems.map(({ name }) => name)).toEqual(['Asthma']);
    expect(chart.value.unusable).toEqual([]);
    expect(server.log.filter(({ path }) => path.startsWith('Observation'))).toHaveLength(3);
    expect(server.log.every(({ token, path }) => token === `Bearer ${TOKEN}` && !path.includes(TOKEN))).toBe(
      true,
    );
  });

  it('asks again when the server is busy, and gives up in the end', async () => {
    let busy = 2;
    const server = await start({
      before: (path, response) => {
        if (path !== 'Condition' || busy === 0) return false;
        busy -= 1;
        response.writeHead(429, { 'retry-after': '0' }).end();
        return true;
      },
    });
    const chart = await read(server);
    expect(chart.ok && chart.value.problems).toHaveLength(1);

    const down = await start({
      before: (_, response) => {
        response.writeHead(503).end();
        return true;
      },
    });
    expect(await read(down)).toMatchObject({ ok: false, error: { code: 'chart-server-unreachable' } });
    expect(down.log).toHaveLength(4);
  });

  it('lists a type the server does not give, so that no allergies read is not taken for none', async () => {
    const server = await start({
      before: (path, response) => {
        if (path !== 'AllergyIntolerance') return false;
        response.writeHead(403).end();
        return true;
      },
    });
    const chart = await read(server);
    if (!chart.ok) throw new Error(chart.error.code);
    expect(chart.value.noKnownAllergies).toBe(false);
    expect(chart.value.unusable).toEqual([
      {
        resource: 'entry AllergyIntolerance',
        reason: 'AllergyIntolerance could not be read from the server (not permitted)',
      },
    ]);
  });

  it('sends neither request nor token to another host, even where a page link leads there', async () => {
    const other = await start();
    const server = await start({
      before: (path, response) => {
        if (path !== 'Condition') return false;
        response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(
          JSON.stringify({
            resourceType: 'Bundle',
            link: [{ relation: 'next', url: `${other.base}Condition?patient=p1` }],
            entry: [],
          }),
        );
        return true;
      },
    });
    const chart = await read(server, { allowed: [server.host, other.host] });
    expect(chart.ok && chart.value.unusable.map(({ resource }) => resource)).toEqual(['entry Condition']);
    expect(other.log).toEqual([]);
  });

  it('is refused without a word of it where the host is not on the list', async () => {
    const server = await start();
    expect(await read(server, { allowed: [] })).toMatchObject({
      ok: false,
      error: { code: 'egress-refused' },
    });
    expect(server.log).toEqual([]);
  });

  it('says what is wrong without token, address or name: not signed in, nobody of that id, nobody answering', async () => {
    const server = await start();
    const wrong = await read(server, { token: 'another-secret' });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'chart-server-refused' } });
    expect(JSON.stringify(wrong)).not.toMatch(/secret|127\.0\.0\.1|p1/);
    expect(await read(server, { patient: 'p9' })).toMatchObject({
      ok: false,
      error: { code: 'chart-no-patient' },
    });
    expect(await read(server, { patient: '../Practitioner/1' })).toMatchObject({
      ok: false,
      error: { code: 'chart-no-patient' },
    });
    await server.close();
    expect(await read(server)).toMatchObject({ ok: false, error: { code: 'chart-server-unreachable' } });
  });

  it('stops when it is cancelled, also during a pause', async () => {
    const control = new AbortController();
    const server = await start({
      before: (_, response) => {
        response.writeHead(503, { 'retry-after': '600' }).end();
        control.abort();
        return true;
      },
    });
    expect(await read(server, { signal: control.signal })).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    });
  });

  it('does not follow pages in a circle', async () => {
    const server: FhirServer = await start({
      before: (path, response) => {
        if (path !== 'Procedure') return false;
        response.writeHead(200).end(
          JSON.stringify({
            resourceType: 'Bundle',
            link: [{ relation: 'next', url: 'Procedure?patient=p1&_count=200' }],
          }),
        );
        return true;
      },
    });
    const chart = await read(server);
    expect(chart.ok && chart.value.unusable.map(({ reason }) => reason)).toEqual([
      'Procedure could not be read from the server (more pages than can be taken)',
    ]);
  });
});
