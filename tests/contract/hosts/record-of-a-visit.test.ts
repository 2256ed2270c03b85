import fc from 'fast-check';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appOperations, type AppOperationName } from '../../../shared/contract/app.ts';
import { drillScale } from '../../support/drills.ts';
import { sampleAudio, sampleTranscript } from '../../fixtures/drafted-visit.ts';
import { ADMINISTRATOR, addScribe, CLINICIAN, SCRIBE } from '../../fixtures/made-vault.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

const work = appForFile();
const { ask, codeOf, drafted, untilIdle } = work;

const uploadSound = async (): Promise<string> => {
  const body = async function* (): AsyncGenerator<Uint8Array> {
    yield sampleAudio();
  };
  const taken = await work.app.upload('audio', body());
  if (!taken.ok) throw new Error(taken.error.code);
  return taken.value.upload;
};

describe('a visit from chart and recording to the printed page', () => {
  it('is all in the record: after a restart it opens as it was, and only with a passphrase', async () => {
    const visit = await drafted();
    const before = await ask('visits.open', { visit });
    expect(before.note?.sections.length).toBeGreaterThan(2);
    expect(before.instructions.map(({ language }) => language)).toEqual(['en', 'es']);
    await work.app.close();
    work.again();
    expect((await ask('app.state', {})).record).toBe('closed');
    expect(await codeOf('visits.open', { visit })).toBe('vault-closed');
    expect(await codeOf('people.sign-in', { ...CLINICIAN, passphrase: 'not the right one' })).toBe(
      'wrong-passphrase',
    );
    await ask('people.sign-in', CLINICIAN);
    expect(await ask('visits.open', { visit })).toEqual(before);
  });

  it('marks what was typed as typed by who typed it, whatever the window claims', async () => {
    const visit = await drafted();
    const { note } = await ask('visits.open', { visit });
    const section = note!.sections.find(({ id }) => id === 'plan')!;
    const line = { ...section.items[0]!, text: 'Increase the metformin to 2000 mg twice a day.' };
    const lie = { source: 'typed' as const, by: 'Dr Somebody Else', at: '1999-01-01' };
    await ask('edit.apply', {
      visit,
      changes: [
        {
          op: 'set',
          document: 'note',
          section: 'plan',
          line: { ...line, evidence: [...line.evidence, lie] },
        },
      ],
    });
    const after = await ask('visits.open', { visit });
    const written = after.note!.sections.flatMap(({ items }) => items).find(({ id }) => id === line.id)!;
    expect(written.evidence.filter(({ source }) => source === 'typed')).toMatchObject([
      { by: CLINICIAN.label },
    ]);
    expect(after.flags.some(({ about, kind }) => about === line.id && kind !== 'stale')).toBe(true);
    const invented = { source: 'transcript' as const, turn: 't999', start: 0, end: 4 };
    expect(
      await codeOf('edit.apply', {
        visit,
        changes: [
          {
            op: 'insert',
            document: 'note',
            section: 'plan',
            line: { ...line, id: 'x', evidence: [invented] },
          },
        ],
      }),
    ).toBe('evidence-unknown');
  });

  it('checks the note as it is typed, line by line, and offers what was said and left out', async () => {
    const visit = await drafted();
    const { note } = await ask('visits.open', { visit });
    const plan = note!.sections.find(({ id }) => id === 'plan')!;
    const line = plan.items[0]!;
    const wrong = { ...line, text: 'Start warfarin 5 mg daily.' };
    const checked = await ask('review.check', {
      visit,
      changes: [{ op: 'set', document: 'note', section: 'plan', line: wrong }],
    });
    const found = checked.lines.find((one) => one.line === line.id)!;
    expect(['unsupported', 'contradicted']).toContain(found.verdict);
    expect(found.risks).toEqual(expect.arrayContaining(['drug', 'dose']));
    expect(checked.lines).toHaveLength(note!.sections.flatMap(({ items }) => items).length);
    const [omitted] = checked.omissions;
    await ask('edit.apply', {
      visit,
      changes: [{ op: 'insert', document: 'note', section: omitted!.section, line: omitted!.line }],
    });
    const { note: with_ } = await ask('visits.open', { visit });
    const kept = with_!.sections.flatMap(({ items }) => items).find(({ id }) => id === omitted!.line.id)!;
    // Word for word what was said: it needs no other source than that.
    expect(kept.evidence.map(({ source }) => source)).toEqual(['transcript']);
  });

  it('undoes and does again to the letter, also after a restart', async () => {
    const visit = await drafted();
    const text = async (): Promise<string> => JSON.stringify((await ask('visits.open', { visit })).note);
    const first = await text();
    const { note } = await ask('visits.open', { visit });
    const history = note!.sections.find(({ items }) => items.length > 1)!;
    const [one, two] = history.items;
    await ask('edit.apply', {
      visit,
      changes: [
        { op: 'remove', document: 'note', section: history.id, id: one!.id },
        { op: 'insert', document: 'note', section: history.id, after: two!.id, line: one! },
      ],
    });
    const second = await text();
    await ask('edit.apply', {
      visit,
      changes: [{ op: 'remove', document: 'note', section: history.id, id: two!.id }],
    });
    const third = await text();
    await work.app.close();
    work.again();
    await ask('people.sign-in', CLINICIAN);
    expect(await text()).toBe(third);
    await ask('edit.undo', { visit });
    expect(await text()).toBe(second);
    expect(await ask('edit.undo', { visit })).toMatchObject({ canUndo: false, canRedo: true });
    expect(await text()).toBe(first);
    await ask('edit.redo', { visit });
    await ask('edit.redo', { visit });
    expect(await text()).toBe(third);
    expect(await codeOf('edit.redo', { visit })).toBe('nothing-to-undo');
  });

  it('makes twins stale, refuses to sign them, and signs what was shown once they were looked at', async () => {
    const visit = await drafted();
    const { note, instructions } = await ask('visits.open', { visit });
    const onSheet = new Set(
      instructions[0]!.sections.flatMap(({ lines }) => lines.flatMap(({ facts }) => facts)),
    );
    const found = note!.sections
      .flatMap(({ id, items }) => items.map((line) => ({ section: id, line })))
      .find(({ line }) => line.facts.some((fact) => onSheet.has(fact)))!;
    const line = { ...found.line, text: `${found.line.text.replace(/\.$/, '')}, as discussed.` };
    const { stale } = await ask('edit.apply', {
      visit,
      changes: [{ op: 'set', document: 'note', section: found.section, line }],
    });
    expect(stale.length).toBeGreaterThan(0);
    expect(await codeOf('approve.offer', { visit })).toBe('stale-lines');
    await ask('edit.agree', { visit, lines: stale });
    const offer = await ask('approve.offer', { visit });
    expect(offer.unseen.length).toBeGreaterThan(0);
    const { sha256, token } = offer;
    expect(
      await codeOf('release.copy', { visit, document: 'note', sha256: offer.documents[0]!.sha256 }),
    ).toBe('not-approved');
    await ask('approve.approve', { visit, sha256, token, passphrase: CLINICIAN.passphrase });
    const approved = await ask('visits.open', { visit });
    expect(approved.approval).toMatchObject({
      by: CLINICIAN.label,
      verified: true,
      unseen: offer.unseen.length,
    });
    const hashOf = (name: string): string =>
      approved.approval!.documents.find(({ document }) => document === name)!.sha256;
    const signed = { sha256: hashOf('note') };
    const { page } = await ask('release.print', { visit, document: 'note', sha256: signed.sha256 });
    const html = work.app.page(page)!;
    expect(html).toContain(CLINICIAN.label);
    expect(html).not.toContain('class="draft"');
    expect(work.app.page(page)).toBeUndefined();
    const sheet = await ask('release.print', {
      visit,
      document: 'instructions.en',
      sha256: hashOf('instructions.en'),
    });
    expect(work.app.page(sheet.page)).not.toContain('class="draft"');
    const { text } = await ask('release.copy', { visit, document: 'note', sha256: signed.sha256 });
    expect(text).toContain('as discussed.');
    await ask('approve.addendum', {
      visit,
      text: 'Called back, feels well.',
      passphrase: CLINICIAN.passphrase,
    });
    expect((await ask('visits.open', { visit })).addenda).toMatchObject([
      { text: 'Called back, feels well.', by: CLINICIAN.label, verified: true },
    ]);
    const { counts } = await ask('doing.here', {});
    expect(counts).toMatchObject([{ visits: 1, approvedUnseen: offer.unseen.length }]);
  });

  it('drafts again when speakers are swapped, and carries over what a person wrote', async () => {
    const visit = await drafted();
    const { note } = await ask('visits.open', { visit });
    const section = note!.sections[0]!.id;
    const mine = { id: 'mine', text: 'Brought her sister along.', facts: [], evidence: [] };
    expect(
      await codeOf('edit.apply', {
        visit,
        changes: [{ op: 'insert', document: 'note', section, line: mine as never }],
      }),
    ).toBe('usage');
    const typed = [{ source: 'typed' as const, by: '', at: '' }];
    await ask('edit.apply', {
      visit,
      changes: [{ op: 'insert', document: 'note', section, line: { ...mine, evidence: typed } }],
    });
    await untilIdle(visit, () => ask('speakers.swap', { visit, one: 'clinician', other: 'patient' }));
    const after = await ask('visits.open', { visit });
    const { transcript } = await ask('visits.transcript', { visit });
    expect(transcript.turns[0]!.speaker).not.toBe(sampleTranscript().turns[0]!.speaker);
    const lines = after.note!.sections.flatMap(({ items }) => items);
    expect(lines.filter(({ text }) => text === mine.text)).toMatchObject([
      { evidence: [{ source: 'typed', by: CLINICIAN.label }] },
    ]);
  });
});

describe('who may do what', () => {
  it('is held in the host: a scribe edits and asks, and neither signs nor releases nor deletes', async () => {
    await addScribe(work.app);
    const visit = await drafted();
    await ask('people.sign-in', SCRIBE);
    const { note } = await ask('visits.open', { visit });
    const line = note!.sections[0]!.items[0]!.id;
    const { question } = await ask('lines.ask', { visit, document: 'note', line, text: 'Left or right?' });
    expect(await codeOf('approve.offer', { visit })).toBe('role-refused');
    expect(await codeOf('lines.answer', { visit, question, text: 'x' })).toBe('role-refused');
    expect(await codeOf('visits.delete', { visit, passphrase: SCRIBE.passphrase })).toBe('role-refused');
    expect(await codeOf('settings.change', { pilot: true })).toBe('role-refused');
    expect(await codeOf('audit.view', {})).toBe('role-refused');
    await ask('visits.ready', { visit });
    await ask('people.sign-in', CLINICIAN);
    await ask('lines.answer', { visit, question, text: 'Left.' });
    expect((await ask('visits.open', { visit })).questions).toMatchObject([
      { by: SCRIBE.label, answer: { text: 'Left.', by: CLINICIAN.label } },
    ]);
    await ask('people.sign-in', ADMINISTRATOR);
    expect(await codeOf('visits.open', { visit })).toBe('role-refused');
    await ask('visits.delete', { visit, passphrase: ADMINISTRATOR.passphrase });
    expect((await ask('visits.list', {})).visits.some(({ id }) => id === visit)).toBe(false);
    const { events } = await ask('audit.view', { kind: 'visit-deleted' });
    expect(events).toMatchObject([{ name: ADMINISTRATOR.label }]);
    expect((await ask('audit.check', {})).findings).toEqual([]);
    await ask('people.sign-in', CLINICIAN);
  });

  it('hides everything when locked, and goes on taking the sound of a running recording', async () => {
    const { visit } = await ask('visits.create', { label: 'Quill Marsh', identifiers: ['1970-01-01'] });
    await ask('people.set-pin', { pin: '4711' });
    const { recording } = await ask('record.start', { visit, identifiersShown: ['name', 'birth-date'] });
    await ask('people.lock', {});
    expect(await codeOf('visits.open', { visit })).toBe('session-locked');
    expect(await codeOf('visits.list', {})).toBe('session-locked');
    expect((await ask('app.state', {})).bufferKey).toBeUndefined();
    expect(await work.app.chunk(visit, recording, 0, Buffer.alloc(16_000, 1))).toMatchObject({
      ok: true,
      value: { keptMs: 500 },
    });
    expect(await work.app.audio(visit)).toMatchObject({ ok: false, error: { code: 'session-locked' } });
    expect(await codeOf('people.unlock', { pin: '0000' })).toBe('pin-wrong');
    await ask('people.unlock', { pin: '4711' });
    await untilIdle(visit, () => ask('record.stop', { visit, recording }));
    expect((await ask('visits.open', { visit })).recordings).toMatchObject([{ keptMs: 500, stopped: true }]);
  });

  it("asks for the clinician's own assessment first where the clinic wants that", async () => {
    const visit = await drafted();
    await ask('people.sign-in', ADMINISTRATOR);
    await ask('settings.change', { ownAssessmentFirst: true });
    await ask('people.sign-in', CLINICIAN);
    const held = await ask('visits.open', { visit });
    expect(held.withheld).toBe('assessment');
    expect(held.note!.sections.map(({ id }) => id)).not.toContain('plan');
    expect(held.instructions).toEqual([]);
    expect(await codeOf('approve.offer', { visit })).toBe('assessment-first');
    await ask('assessment.write', { visit, text: 'Diabetes, not well controlled. Raise metformin.' });
    const shown = await ask('visits.open', { visit });
    expect(shown.withheld).toBeUndefined();
    expect(shown.note!.sections.map(({ id }) => id)).toContain('plan');
  });
});

describe('a hostile or broken window', () => {
  it('gets a refusal for whatever it asks, never a fault, and changes nothing', async () => {
    const before = await ask('visits.list', {});
    const names = Object.keys(appOperations).filter((name) => !/^people\./.test(name)) as AppOperationName[];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }), async (name, input) => {
        const result = await work.app.call(name, input);
        if (!result.ok) expect(result.error.code).not.toBe('fault');
      }),
      { numRuns: Math.round(10_000 * drillScale()) },
    );
    expect(await ask('visits.list', {})).toEqual(before);
  });
});

describe('the folder of the record', () => {
  it('holds no word of a visit in the clear, open or closed', async () => {
    const canaries = ['Quillfeather', 'heliotrope rash', 'MRN-7741902', 'two left socks', 'zanzibar'];
    const [name = '', rash = '', mrn = '', typed = '', reason = ''] = canaries;
    const { visit } = await ask('visits.create', { label: `Marigold ${name}`, identifiers: [mrn] });
    await ask('visits.attach', { visit, kind: 'audio', upload: await uploadSound() });
    await untilIdle(visit, () => ask('visits.draft', { visit }));
    const { note, flags } = await ask('visits.open', { visit });
    const section = note!.sections[0]!.id;
    const line = {
      id: 'canary',
      text: `Has a ${rash} and ${typed}.`,
      facts: [],
      evidence: [{ source: 'typed' as const, by: '', at: '' }],
    };
    await ask('edit.apply', { visit, changes: [{ op: 'insert', document: 'note', section, line }] });
    const [flag] = flags;
    if (flag) await ask('flags.settle', { visit, flag: flag.id, as: 'dismissed', reason });
    await ask('phrases.set', { phrases: [{ abbreviation: 'zz', text: reason }] });
    const found = async (): Promise<string[]> => {
      const files = await readdir(dirname(work.folder()), { recursive: true, withFileTypes: true });
      const hits: string[] = [];
      for (const file of files.filter((one) => one.isFile())) {
        const bytes = await readFile(join(file.parentPath, file.name));
        const texts = [bytes.toString('latin1'), bytes.toString('utf16le')];
        for (const canary of canaries) if (texts.some((text) => text.includes(canary))) hits.push(canary);
      }
      return hits;
    };
    expect(await found()).toEqual([]);
    await work.app.close();
    expect(await found()).toEqual([]);
    work.again();
    await ask('people.sign-in', CLINICIAN);
    expect(JSON.stringify((await ask('visits.open', { visit })).note)).toContain(rash);
  });
});
