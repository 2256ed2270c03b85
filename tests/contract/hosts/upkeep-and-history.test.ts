import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditEvent } from '../../../shared/contract/settings.ts';
import { ADMINISTRATOR, addScribe, CLINICIAN, SCRIBE } from '../../fixtures/made-vault.ts';
import { appForEach } from '../../support/app-in-hooks.ts';

const DAY_MS = 86_400_000;

let aheadMs = 0;
beforeEach(() => {
  aheadMs = 0;
});
const work = appForEach({ now: () => new Date(Date.now() + aheadMs) });
afterEach(() => {
  vi.useRealTimers();
});

const restart = async (): Promise<void> => {
  await work.app.close();
  work.again();
  await work.ask('people.sign-in', CLINICIAN);
};

const shreddedOf = async (visit: string): Promise<number> =>
  (await work.ask('audit.view', { visit, kind: 'shredded' })).events.length;

/** Sealed files of sound that a visit has on the disk. */
const soundFiles = async (visit: string): Promise<number> =>
  (await readdir(join(work.folder(), 'visits', visit))).filter((name) => name.endsWith('.seg')).length;

describe('what has had its time', () => {
  it('goes when the record is opened, never before approval; what remains verifies', async () => {
    const signed = await work.approved();
    const draft = await work.drafted();
    aheadMs = 29 * DAY_MS;
    await restart();
    expect(await soundFiles(signed)).toBeGreaterThan(0);
    aheadMs = 31 * DAY_MS;
    await restart();
    expect(await shreddedOf(signed)).toBe(1);
    expect(await soundFiles(signed)).toBe(0);
    expect(await soundFiles(draft)).toBeGreaterThan(0);
    const view = await work.ask('visits.open', { visit: signed });
    expect(view.transcript).toBeUndefined();
    expect(view.approval).toMatchObject({ verified: true });
    expect(view.note?.sections.length).toBeGreaterThan(0);
    expect((await work.ask('audit.check', {})).findings).toEqual([]);
  });

  it('goes on the day, in an app that is never closed', async () => {
    const signed = await work.approved();
    await work.app.close();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    work.again();
    await work.ask('people.sign-in', CLINICIAN);
    aheadMs = 31 * DAY_MS;
    vi.advanceTimersByTime(DAY_MS - 1);
    expect(await soundFiles(signed)).toBeGreaterThan(0);
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    await vi.waitFor(
      async () => {
        expect(await soundFiles(signed)).toBe(0);
      },
      { timeout: 10_000 },
    );
    await work.ask('people.sign-in', CLINICIAN);
    expect(await shreddedOf(signed)).toBe(1);
  });
});

describe('the history of the record', () => {
  it('is looked through by person and by time, and saved as JSON lines with all of it', async () => {
    await addScribe(work.app);
    const first = await work.drafted();
    await work.ask('people.sign-in', SCRIBE);
    const second = await work.drafted();
    await work.ask('visits.ready', { visit: second });
    await work.ask('people.sign-in', CLINICIAN);
    const whole = await work.ask('audit.view', {});
    expect(whole.people.map(({ name }) => name)).toEqual(
      expect.arrayContaining([ADMINISTRATOR.label, CLINICIAN.label, SCRIBE.label]),
    );
    const person = whole.people.find(({ name }) => name === SCRIBE.label)?.person ?? '';
    const scribes = await work.ask('audit.view', { person });
    expect(scribes.events.length).toBeGreaterThan(1);
    expect(scribes.events.filter(({ name }) => name !== SCRIBE.label)).toEqual([]);
    expect(scribes.events.some(({ journal }) => journal === first)).toBe(false);
    expect(scribes.events.map(({ kind }) => kind)).toContain('ready');
    // What can be asked for next does not shrink to what is asked for now.
    expect(scribes.people.length).toBe(whole.people.length);

    const ready = scribes.events.find(({ kind }) => kind === 'ready')!;
    const since = await work.ask('audit.view', { from: ready.at });
    expect(since.events.map(({ kind }) => kind)).toContain('ready');
    expect(since.events.filter(({ at }) => at < ready.at)).toEqual([]);
    const before = await work.ask('audit.view', { to: whole.events.at(-1)!.at });
    expect(before.events.filter(({ at }) => at > whole.events.at(-1)!.at)).toEqual([]);
    expect(before.events.length).toBeGreaterThan(0);

    const { jsonl, events } = await work.ask('audit.export', {});
    const lines = jsonl
      .trimEnd()
      .split('\n')
      .map((line) => AuditEvent.parse(JSON.parse(line)));
    expect(lines.length).toBe(events);
    // Oldest first, with the heads that a screen leaves out, and every line that the screen shows.
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort());
    expect(lines.some(({ kind }) => kind === 'head')).toBe(true);
    const shown = whole.events.map(({ journal, n }) => `${journal} ${String(n)}`);
    expect(lines.map(({ journal, n }) => `${journal} ${String(n)}`)).toEqual(expect.arrayContaining(shown));
    for (const word of ['Delgado', 'metformin', CLINICIAN.passphrase]) expect(jsonl).not.toContain(word);
  });
});

describe('the log for support', () => {
  it('is given to anybody at the desk, and to nobody else', async () => {
    expect(await work.ask('support.log', {})).toEqual({ jsonl: '', lines: 0 });
    await work.ask('people.lock', {});
    expect(await work.codeOf('support.log', {})).toBe('session-locked');
  });
});
