import { beforeAll, describe, expect, it } from 'vitest';
import type { DocumentReference } from '@medplum/fhirtypes';
import type { Note, NoteItem } from '../../../shared/contract/note.ts';
import { addScribe, CLINICIAN, SCRIBE } from '../../fixtures/made-vault.ts';
import type { AppAtWork } from '../../support/app-at-work.ts';
import { appForFile } from '../../support/app-in-hooks.ts';
import { makePatientKnown, recordSystemForFile } from '../../support/record-system-in-hooks.ts';

// A physician's Footnote and a scribe's, each with its own record and administrator, and one FHIR server.
const system = recordSystemForFile();
const desk = appForFile();
const home = appForFile();
let scribe = '';
let physician = '';

const lines = (note: Note | undefined): readonly NoteItem[] =>
  (note?.sections ?? []).flatMap(({ items }) => items);
const noteOf = async (work: AppAtWork, visit: string): Promise<readonly NoteItem[]> =>
  lines((await work.ask('visits.open', { visit })).note);
/** Types other words into a line. */
const type = async (work: AppAtWork, visit: string, id: string, text: string): Promise<void> => {
  const { note } = await work.ask('visits.open', { visit });
  const section = note!.sections.find(({ items }) => items.some((item) => item.id === id))!;
  const line = { ...section.items.find((item) => item.id === id)!, text };
  await work.ask('edit.apply', {
    visit,
    changes: [{ op: 'set', document: 'note', section: section.id, line }],
  });
};
const cardOf = (work: AppAtWork) => work.asAdministrator(() => work.ask('partners.card', {}));

beforeAll(async () => {
  const server = { url: system.fhir.base };
  for (const work of [desk, home])
    await work.asAdministrator(() => work.ask('connections.set-record', { server }));
  await addScribe(home.app);
  await makePatientKnown(desk, system);
});

describe('two Footnotes', () => {
  it('know each other by a card whose code two people compare', async () => {
    const [here, there] = [await cardOf(desk), await cardOf(home)];
    expect(here.code).toMatch(/^(\d{4} ){5}\d{4}$/);
    expect(await desk.codeOf('partners.add', there)).toBe('role-refused');
    const wrong = { card: there.card.replace('Sam Reyes', 'Sam Royce'), code: there.code };
    expect(await desk.asAdministrator(() => desk.codeOf('partners.add', wrong))).toBe('code-differs');
    expect(
      await desk.asAdministrator(() => desk.codeOf('partners.add', { card: '{}', code: there.code })),
    ).toBe('card-unreadable');
    const known = await desk.asAdministrator(() =>
      desk.ask('partners.add', { ...there, code: there.code.replaceAll(' ', '') }),
    );
    scribe = known.people.find(({ name }) => name === SCRIBE.label)!.person;
    await home.asAdministrator(() => home.ask('partners.add', here));
    const { partners } = await home.ask('partners.list', {});
    physician = partners[0]!.people.find(({ name }) => name === CLINICIAN.label)!.person;
  });

  it('work on one draft: nothing of either is lost, both are told, the physician approves', async () => {
    const visit = await desk.drafted();
    const passphrase = CLINICIAN.passphrase;
    expect(await desk.codeOf('sharing.send', { visit, people: [scribe], passphrase: 'not it at all' })).toBe(
      'wrong-passphrase',
    );
    await desk.ask('sharing.send', { visit, people: [scribe], passphrase });
    const [stored] = await system.fhir.repo.searchResources<DocumentReference>({
      resourceType: 'DocumentReference',
    });
    expect(stored?.docStatus).toBe('preliminary');
    const data = Buffer.from(stored?.content[0]?.attachment.data ?? '', 'base64').toString('utf8');
    expect(JSON.stringify(stored) + data).not.toMatch(/metformin|Delgado/i);

    // The clinician of the other Footnote was not named; the scribe was.
    expect((await home.ask('sharing.waiting', {})).drafts).toEqual([]);
    await home.ask('people.sign-in', SCRIBE);
    expect((await home.ask('sharing.waiting', {})).drafts).toMatchObject([{ visit, by: CLINICIAN.label }]);
    const opened = await home.ask('sharing.open', { visit, passphrase: SCRIBE.passphrase });
    const there = await home.ask('visits.open', { visit: opened.visit });
    expect(there.transcript).toBeDefined();
    expect(there.recordings).toEqual([]);
    const before = await noteOf(desk, visit);
    expect(lines(there.note).map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    const [one, two] = before.filter(({ group }) => group === undefined);

    await type(home, opened.visit, one!.id, 'The scribe wrote this.');
    await type(home, opened.visit, two!.id, 'The scribe changed this, too.');
    await home.ask('sharing.send', {
      visit: opened.visit,
      people: [physician],
      passphrase: SCRIBE.passphrase,
    });
    await type(desk, visit, two!.id, 'The physician changed this.');
    // What the scribe did has to be looked at first.
    expect(await desk.codeOf('sharing.send', { visit, people: [scribe], passphrase })).toBe('fhir-conflict');
    expect(await desk.ask('sharing.take', { visit, passphrase })).toEqual({ changed: 2, conflicts: 1 });
    const texts = (await noteOf(desk, visit)).map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining([
        'The scribe wrote this.',
        'The physician changed this.',
        'The scribe changed this, too.',
      ]),
    );
    const { flags } = await desk.ask('visits.open', { visit });
    expect(flags.filter(({ kind }) => kind === 'both-changed')).toMatchObject([
      { severity: 'interrupt', about: two!.id },
    ]);
    expect(await desk.ask('sharing.take', { visit, passphrase })).toEqual({ changed: 0, conflicts: 0 });

    await desk.ask('sharing.send', { visit, people: [scribe], passphrase });
    const told = await home.ask('sharing.take', { visit: opened.visit, passphrase: SCRIBE.passphrase });
    expect(told.changed).toBeGreaterThan(0);
    expect((await noteOf(home, opened.visit)).map(({ text }) => text).sort()).toEqual([...texts].sort());

    const { stale } = await desk.ask('visits.open', { visit });
    if (stale.length > 0) await desk.ask('edit.agree', { visit, lines: stale });
    const { sha256, token } = await desk.ask('approve.offer', { visit });
    await desk.ask('approve.approve', { visit, sha256, token, passphrase });
    expect(await desk.codeOf('sharing.take', { visit, passphrase })).toBe('approved-locked');
  });

  it('that is known no longer is not shared with', async () => {
    const { partners } = await desk.ask('partners.list', {});
    await desk.asAdministrator(() => desk.ask('partners.remove', { code: partners[0]!.code }));
    const visit = await desk.drafted();
    expect(
      await desk.codeOf('sharing.send', { visit, people: [scribe], passphrase: CLINICIAN.passphrase }),
    ).toBe('person-unknown');
  });
});
