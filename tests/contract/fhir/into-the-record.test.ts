import { createPublicKey, verify } from 'node:crypto';
import { validateResource } from '@medplum/core';
import type {
  Bundle,
  Composition,
  DocumentReference,
  Patient,
  Provenance,
  Resource,
} from '@medplum/fhirtypes';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { refuse, succeed, type FootnoteError } from '../../../shared/contract/errors.ts';
import { findPatient, writeOnce } from '../../../shared/deliver/fhir/record-server.ts';
import {
  drainOutbox,
  sendVisit,
  type Outbox,
  type Waiting,
} from '../../../shared/deliver/fhir/send-queue.ts';
import { visitResources } from '../../../shared/deliver/fhir/visit-resources.ts';
import { makeEgress } from '../../../shared/egress/egress.ts';
import { approvedVisit } from '../../support/approved-visit.ts';
import { learnFhir, startFhirServer, startLosingProxy } from '../../support/fhir-server.ts';
import { startModelServer } from '../../support/model-server.ts';
import { codeOf, good } from '../../support/record-fixture.ts';

beforeAll(learnFhir);

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.map((close) => close()));
  closing = [];
});
const serve = async (): Promise<Awaited<ReturnType<typeof startFhirServer>>> => {
  const server = await startFhirServer();
  closing.push(server.close);
  return server;
};
const accessTo = (server: { base: string; host: string }) => ({
  base: server.base,
  send: makeEgress(() => [server.host]).fetch,
});

/** An outbox in memory, as the host derives one from the record. */
const outboxOf = (visits: readonly Waiting[]): Outbox & { readonly aside: Map<string, FootnoteError> } => {
  const waiting = [...visits];
  const aside = new Map<string, FootnoteError>();
  const drop = (visit: string): Promise<void> => {
    waiting.splice(0, waiting.length, ...waiting.filter((one) => one.visit !== visit));
    return Promise.resolve();
  };
  return {
    aside,
    next: () => Promise.resolve(waiting[0]),
    sent: drop,
    setAside: (visit, error) => {
      aside.set(visit, error);
      return drop(visit);
    },
  };
};
const waitingFor = (n: number): Waiting => ({
  visit: String(n),
  resources: () => Promise.resolve(succeed(visitResources(approvedVisit(n)))),
});
const QUICK = { firstMs: 1, mostMs: 4 };
const never = new AbortController().signal;

const ofType = <T extends Resource>(all: readonly Resource[], type: T['resourceType']): T[] =>
  all.filter((one): one is T => one.resourceType === type);

describe('an approved visit as FHIR R4', () => {
  it('validates, every resource and every entry of the document', () => {
    const all = visitResources(
      approvedVisit(1, { addendum: 'Potassium came back at 4.1.\n\nNo change & no <call>.' }),
    );
    const [bundle] = ofType<Bundle>(all, 'Bundle');
    const inside = (bundle?.entry ?? []).map(({ resource }) => resource);
    for (const resource of [...all, ...inside]) {
      const problems = validateResource(resource as Resource).filter(({ severity }) => severity === 'error');
      expect(problems).toEqual([]);
    }
    expect(inside.map((resource) => resource?.resourceType)).toEqual([
      'Composition',
      'Patient',
      'Practitioner',
      'Device',
      'Device',
      'Consent',
      'Provenance',
    ]);
  });

  it('refers inside the document only to its own entries', () => {
    const [bundle] = ofType<Bundle>(visitResources(approvedVisit()), 'Bundle');
    const urls = new Set((bundle?.entry ?? []).map(({ fullUrl }) => fullUrl));
    const references = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]+)"/g)].map(([, url]) => url);
    expect(references.length).toBeGreaterThan(5);
    expect(references.filter((url) => !urls.has(url))).toEqual([]);
  });

  it('says who signed what with which software and models, so that the signature can be checked from it', () => {
    const approved = approvedVisit();
    const origin = ofType<Provenance>(visitResources(approved), 'Provenance').at(-1);
    const data = JSON.parse(Buffer.from(origin?.signature?.[0]?.data ?? '', 'base64').toString('utf8')) as {
      message: string;
      signature: string;
      publicKey: string;
    };
    expect(data.message).toContain(approved.sha256);
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: data.publicKey }, format: 'jwk' });
    expect(verify(null, Buffer.from(data.message), key, Buffer.from(data.signature, 'base64url'))).toBe(true);
    expect(origin?.agent.map(({ who }) => who.reference?.split('/')[0])).toEqual([
      'Practitioner',
      'Device',
      'Device',
    ]);
    expect(origin?.target.map(({ reference }) => reference?.split('/')[0])).toEqual([
      'Composition',
      'Bundle',
      'DocumentReference',
    ]);
  });

  it('is refused where the text is not the one that was signed', () => {
    const approved = approvedVisit();
    const changed = { ...approved, canonical: approved.canonical.replace('10 mg', '20 mg') };
    expect(changed.canonical).not.toBe(approved.canonical);
    expect(() => visitResources(changed)).toThrow('not the one that was signed');
  });

  it('carries an addendum as a document of its own that appends to the note', () => {
    const all = visitResources(approvedVisit(1, { addendum: 'Result came back.' }));
    const [note, addendum] = ofType<Composition>(all, 'Composition');
    expect(addendum?.relatesTo).toEqual([
      { code: 'appends', targetReference: { reference: `Composition/${note?.id ?? ''}` } },
    ]);
    const [, later] = ofType<DocumentReference>(all, 'DocumentReference');
    expect(later?.relatesTo?.[0]?.code).toBe('appends');
  });

  it('escapes what was said and typed', () => {
    const all = visitResources(approvedVisit(1, { addendum: '<script>alert(1)</script>' }));
    expect(JSON.stringify(all)).not.toContain('<script');
  });
});

describe('writing to a record server', () => {
  it('writes 500 visits through a line that loses a fifth of the answers, each exactly once', async () => {
    const server = await serve();
    let seed = 20_260_101;
    const proxy = await startLosingProxy(server.base, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648 < 0.2;
    });
    closing.push(proxy.close);
    const visits = Array.from({ length: 500 }, (_, n) => waitingFor(n));
    const counts = await drainOutbox(accessTo(proxy), outboxOf(visits), never, QUICK);
    expect(counts).toEqual({ sent: 500, setAside: 0 });
    expect(proxy.lost()).toBeGreaterThan(500);
    const found = async (resourceType: Resource['resourceType']): Promise<Resource[]> => {
      const all = await server.repo.search({ resourceType, count: 5_000 });
      return (all.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []));
    };
    for (const type of ['Composition', 'Bundle', 'DocumentReference', 'Provenance', 'Consent'] as const) {
      const all = await found(type);
      expect([type, all.length]).toEqual([type, 500]);
      for (const { id = '' } of all) {
        const { entry } = await server.repo.readHistory(type, id);
        expect(entry).toHaveLength(1);
      }
    }
    expect(await found('Practitioner')).toHaveLength(1);
  });

  it('waits for a server that is away and goes on where it was', async () => {
    const server = await serve();
    let asked = 0;
    const access = accessTo(server);
    // Every third time the line is down before the question has arrived, and seven times on end at first.
    const send: typeof access.send = (url, init) => {
      asked += 1;
      return asked <= 7 || asked % 3 === 0
        ? Promise.resolve(refuse('egress-failed'))
        : access.send(url, init);
    };
    const counts = await drainOutbox({ ...access, send }, outboxOf([waitingFor(1)]), never, QUICK);
    expect(counts.sent).toBe(1);
  });

  it('stops at once when asked to, with the visit still waiting', async () => {
    const stop = new AbortController();
    const outbox = outboxOf([waitingFor(1)]);
    const send = () => {
      stop.abort();
      return Promise.resolve(refuse('egress-failed'));
    };
    const slow = { firstMs: 60_000, mostMs: 60_000 };
    const counts = await drainOutbox({ base: 'http://away.test', send }, outbox, stop.signal, slow);
    expect(counts).toEqual({ sent: 0, setAside: 0 });
    expect((await outbox.next())?.visit).toBe('1');
  });

  it('sets aside what the server refuses, says why, and sends the next', async () => {
    const refusing = await startModelServer([
      (response) => {
        response.writeHead(422, { 'content-type': 'application/fhir+json' });
        response.end('{"resourceType":"OperationOutcome"}');
      },
    ]);
    closing.push(refusing.close);
    const outbox = outboxOf([waitingFor(1), waitingFor(2)]);
    const access = { base: refusing.url, send: makeEgress(() => [refusing.host]).fetch };
    expect(await drainOutbox(access, outbox, never, QUICK)).toEqual({ sent: 0, setAside: 2 });
    expect([...outbox.aside.values()].map(({ code }) => code)).toEqual(['fhir-refused', 'fhir-refused']);
  });

  it('knows a web page from a FHIR server', async () => {
    const page = await startModelServer([
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>Router</html>');
      },
    ]);
    closing.push(page.close);
    const access = { base: page.url, send: makeEgress(() => [page.host]).fetch };
    expect(codeOf(await sendVisit(access, waitingFor(1), never))).toBe('fhir-not-one');
  });

  it('does not write over a version that the writer has not seen', async () => {
    const server = await serve();
    const access = accessTo(server);
    const patient = (text: string): Patient => ({ resourceType: 'Patient', id: 'p', name: [{ text }] });
    const first = good(await writeOnce(access, patient('one')));
    good(await writeOnce(access, patient('two'), first.version));
    expect(codeOf(await writeOnce(access, patient('three'), first.version))).toBe('fhir-conflict');
  });

  it('finds the one patient of a number, and refuses none and two', async () => {
    const server = await serve();
    const access = accessTo(server);
    const withNumber = (id: string, value: string): Patient => ({
      resourceType: 'Patient',
      id,
      identifier: [{ system: 'urn:clinic', value }],
    });
    for (const one of [withNumber('a', '1'), withNumber('b', '2'), withNumber('c', '2')])
      good(await writeOnce(access, one));
    expect(good(await findPatient(access, { system: 'urn:clinic', value: '1' })).id).toBe('a');
    expect(codeOf(await findPatient(access, { system: 'urn:clinic', value: '2' }))).toBe('patient-ambiguous');
    expect(codeOf(await findPatient(access, { system: 'urn:clinic', value: '9' }))).toBe('patient-unknown');
  });
});
