import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Composition } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordConnectionView } from '../../../shared/contract/connections.ts';
import { untilSent } from '../../support/app-at-work.ts';
import { appForFile } from '../../support/app-in-hooks.ts';
import { makePatientKnown, recordSystemForFile } from '../../support/record-system-in-hooks.ts';

const CLIENT = 'footnote-for-people';

const system = recordSystemForFile();
const work = appForFile({ sendAgain: { firstMs: 5, mostMs: 40 } });
beforeAll(async () => {
  const server = { url: system.smart.base, client: CLIENT, signsIn: 'person' } as const;
  expect(await work.asAdministrator(() => work.codeOf('connections.set-record', { server }))).toBe('ok');
});

const launch = async (): Promise<NonNullable<RecordConnectionView['launch']>> => {
  const kept = (await work.ask('connections.get', {})).record?.launch;
  if (!kept) throw new Error('people do not sign in there');
  return kept;
};

/** Waits until a sign-in has ended, one way or the other. */
const ended = (): Promise<void> =>
  new Promise((resolve) => {
    const quit = work.app.subscribe(({ what }) => {
      if (what !== 'connections') return;
      quit();
      resolve();
    });
  });

/** What the page of the record system sends a browser to, once the person allows it. */
const allow = async (address: string): Promise<string | undefined> => {
  const page = await fetch(address);
  return /href="([^"]*)"/.exec(await page.text())?.[1]?.replaceAll('&amp;', '&');
};

const signIn = async (): Promise<void> => {
  const { address } = await work.ask('connections.sign-in', {});
  const over = ended();
  const page = await fetch((await allow(address)) ?? '');
  expect(page.status).toBe(200);
  expect(new URL(page.url).search).toBe('');
  await over;
};

describe('a record system where each person signs in herself', () => {
  it('takes the answer of the sign-in that was begun, at the registered address, and no other', async () => {
    const { redirect } = await launch();
    expect(redirect).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/signed-in$/);
    const { address } = await work.ask('connections.sign-in', {});
    expect(address).toContain('code_challenge_method=S256');
    // Not registered there yet: the record system has no way on.
    expect(await allow(address)).toBeUndefined();
    system.smart.registerReturn(CLIENT, redirect);
    const back = new URL((await allow(address)) ?? '');
    const other = new URL(back);
    other.searchParams.set('state', 'x'.repeat(43));
    expect((await fetch(other)).status).toBe(404);
    expect((await fetch(back.href.replace('/signed-in?', '/?'))).status).toBe(404);
    expect((await fetch(back.href.replace('127.0.0.1', 'localhost'))).status).toBe(404);
    expect((await fetch(back, { method: 'POST' })).status).toBe(404);
    expect(system.smart.grants()).toEqual([]);
    expect((await launch()).waiting).toBe(true);
    const over = ended();
    const page = await fetch(back);
    // The code is gone from the address line.
    expect(new URL(page.url).search).toBe('');
    await over;
    expect(await launch()).toMatchObject({ waiting: false });
    expect((await launch()).signedInAt).toBeDefined();
    expect(system.smart.grants()).toEqual(['authorization_code']);
  });

  it('is asked as the person who signed in, over a token taken back, and gets what she approved', async () => {
    const number = (await makePatientKnown(work, system)).identifier?.[0]?.value ?? '';
    const { visit: other } = await work.ask('visits.create', { label: 'Robin', identifiers: [] });
    system.smart.revokeAfter(4);
    const asked = { visit: other, patient: number };
    expect(await work.codeOf('visits.fetch-chart', asked)).toBe('ok');
    expect(system.smart.grants()).toEqual(['authorization_code', 'refresh_token']);
    // The administrator has not signed in there: a sign-in is a person's own.
    expect(await work.asAdministrator(() => work.codeOf('connections.try-record', {}))).toBe(
      'fhir-signed-out',
    );
    const arrived = untilSent(work);
    await work.approved();
    await arrived;
    expect(await system.fhir.repo.searchResources<Composition>({ resourceType: 'Composition' })).toHaveLength(
      1,
    );
  });

  it('forgets a sign-in that was taken back there; what is approved waits, and goes once she is signed in', async () => {
    system.smart.signPeopleOut();
    system.smart.revokeAfter(0);
    const { visit } = await work.ask('visits.create', { label: 'Robin', identifiers: [] });
    expect(await work.codeOf('visits.fetch-chart', { visit, patient: 'N-1' })).toBe('fhir-signed-out');
    expect((await launch()).signedInAt).toBeUndefined();
    const waits = await work.approved();
    expect((await work.ask('visits.open', { visit: waits })).sending?.state).toBe('waiting');
    const arrived = untilSent(work);
    await signIn();
    await arrived;
    expect(await system.fhir.repo.searchResources<Composition>({ resourceType: 'Composition' })).toHaveLength(
      2,
    );
  });

  it('sends nobody to another host, and gives no code to one', async () => {
    system.smart.pointPeopleTo('https://evil.test/authorize');
    expect(await work.codeOf('connections.sign-in', {})).toBe('egress-refused');
    system.smart.pointPeopleTo(undefined);
    system.smart.pointTo('https://evil.test/token');
    expect(await work.codeOf('connections.sign-in', {})).toBe('egress-refused');
    system.smart.pointTo(undefined);
  });

  it('says that a sign-in was refused there, given up, or came back to someone else', async () => {
    const { address } = await work.ask('connections.sign-in', {});
    const back = new URL((await allow(address)) ?? '');
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    const over = ended();
    await fetch(back);
    await over;
    expect((await launch()).reason).toBe('sign-in-ended');

    await work.ask('connections.sign-in', {});
    await work.ask('connections.sign-out', {});
    expect(await launch()).not.toHaveProperty('signedInAt');
    expect((await launch()).waiting).toBe(false);

    const begun = await work.ask('connections.sign-in', {});
    const answer = (await allow(begun.address)) ?? '';
    await work.asAdministrator(async () => {
      const last = ended();
      await fetch(answer);
      await last;
    });
    expect(await launch()).not.toHaveProperty('signedInAt');
    expect((await launch()).reason).toBe('sign-in-ended');
  });

  it('leaves no token in a plain file', async () => {
    await signIn();
    const names = await readdir(work.folder(), { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      names.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name), 'latin1')),
    );
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.includes('refresh') || text.includes(CLIENT))).toEqual([]);
  });
});
