import { beforeAll, describe, expect, it } from 'vitest';
import { addScribe, CLINICIAN, SCRIBE } from '../../fixtures/made-vault.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

const work = appForFile();
beforeAll(() => addScribe(work.app));

const { passphrase } = CLINICIAN;

const letterTexts = async (visit: string): Promise<string[]> => {
  const { letter } = await work.ask('visits.open', { visit });
  return letter?.letter.sections.flatMap(({ lines }) => lines.map(({ text }) => text)) ?? [];
};

const typeIntoPlan = async (visit: string, text: string): Promise<void> => {
  const evidence = [{ source: 'typed' as const, by: '', at: '' }];
  const line = { id: 'typed-1', text, facts: [], evidence } as never;
  await work.ask('edit.apply', {
    visit,
    changes: [{ op: 'insert', document: 'note', section: 'plan', line }],
  });
};

const approve = async (visit: string): Promise<void> => {
  const { stale } = await work.ask('visits.open', { visit });
  if (stale.length > 0) await work.ask('edit.agree', { visit, lines: stale });
  const { sha256, token } = await work.ask('approve.offer', { visit });
  await work.ask('approve.approve', { visit, sha256, token, passphrase });
};

describe('a letter to a colleague', () => {
  it('is a draft that follows the note until the visit is approved and the letter signed on its own', async () => {
    const visit = await work.drafted();
    await work.ask('people.sign-in', SCRIBE);
    const ask = { visit, to: 'Dr. Osei', asks: 'Please see her soon.\nShe takes warfarin 5 mg daily.' };
    await work.ask('letter.write', ask);
    expect(await work.codeOf('letter.sign', { visit, sha256: '0'.repeat(64), passphrase })).toBe(
      'role-refused',
    );
    await work.ask('people.sign-in', CLINICIAN);

    const { note, letter } = await work.ask('visits.open', { visit });
    const lines = note!.sections.flatMap(({ items }) => items.map(({ text }) => text));
    const written = (await letterTexts(visit)).slice(2);
    expect(written.filter((text) => lines.some((line) => text.endsWith(line))).length).toBeGreaterThan(5);
    expect(letter).toMatchObject({ to: 'Dr. Osei', letter: { header: { from: CLINICIAN.label } } });
    // What nobody said or charted is doubted by the verifier of the note.
    expect(letter!.doubted).toContain('asks-2');
    await typeIntoPlan(visit, 'Refer to cardiology.');
    expect(await letterTexts(visit)).toContain('Refer to cardiology.');

    const page = async (): Promise<string> =>
      work.app.page((await work.ask('release.draft-page', { visit, document: 'letter' })).page) ?? '';
    expect(await page()).toContain('<body class="draft">');
    const shown = letter!.sha256;
    expect(await work.codeOf('letter.sign', { visit, sha256: shown, passphrase })).toBe('not-approved');
    expect(await work.codeOf('release.print', { visit, document: 'letter', sha256: shown })).toBe(
      'not-approved',
    );

    await approve(visit);
    expect(await page()).toContain('<body class="draft">');
    // The note was changed since this was shown.
    expect(await work.codeOf('letter.sign', { visit, sha256: shown, passphrase })).toBe('hash-differs');
    const { sha256 } = (await work.ask('visits.open', { visit })).letter!;
    expect(await work.codeOf('letter.sign', { visit, sha256, passphrase: 'wrong' })).toBe('wrong-passphrase');
    expect(await work.codeOf('release.print', { visit, document: 'letter', sha256 })).toBe('hash-differs');
    await work.ask('letter.sign', { visit, sha256, passphrase });

    const signed = await work.ask('visits.open', { visit });
    expect(signed.letter).toBeUndefined();
    expect(signed.letters).toMatchObject([{ to: 'Dr. Osei', sha256, by: CLINICIAN.label, verified: true }]);
    const final = { visit, document: 'letter' as const, sha256 };
    const printed = work.app.page((await work.ask('release.print', final)).page) ?? '';
    const file = async (format: 'text' | 'rich-text'): Promise<string> =>
      Buffer.from((await work.ask('release.export', { ...final, format })).base64, 'base64').toString();
    const forms = [
      printed,
      (await work.ask('release.copy', final)).text,
      await file('text'),
      await file('rich-text'),
    ];
    for (const form of forms) {
      expect(form).toContain('Refer to cardiology.');
      expect(form).toContain('Please see her soon.');
      expect(form).toContain(CLINICIAN.label);
      expect(form).toContain('Rosa Delgado');
      expect(form).not.toContain('DRAFT');
    }
  });

  it('says on a reprint what was added since, and a second one is made of the signed note with it', async () => {
    const visit = await work.approved();
    await work.ask('letter.write', { visit, to: 'Dr. Osei', asks: '' });
    const first = (await work.ask('visits.open', { visit })).letter!;
    await work.ask('letter.sign', { visit, sha256: first.sha256, passphrase });
    await work.ask('approve.addendum', { visit, text: 'Potassium 4.1.', passphrase });
    const { text } = await work.ask('release.copy', { visit, document: 'letter', sha256: first.sha256 });
    expect(text).toMatch(/ADDENDUM, \d{4}-\d\d-\d\d, Dr Imani Okafor\nPotassium 4\.1\./);

    await work.ask('letter.write', { visit, to: 'Dr. Lindqvist', asks: '' });
    expect((await letterTexts(visit)).at(-1)).toBe('Potassium 4.1.');
    const second = (await work.ask('visits.open', { visit })).letter!;
    await work.ask('letter.sign', { visit, sha256: second.sha256, passphrase });
    const { letters } = await work.ask('visits.open', { visit });
    expect(letters.map(({ to }) => to)).toEqual(['Dr. Osei', 'Dr. Lindqvist']);
    const again = await work.ask('release.copy', { visit, document: 'letter', sha256: second.sha256 });
    expect(again.text).not.toContain('ADDENDUM');
    expect((await work.ask('audit.check', {})).findings).toEqual([]);
  });

  it('keeps off what the clinic keeps off until a person puts that line in, and remembers it', async () => {
    const visit = await work.drafted();
    await typeIntoPlan(visit, 'HIV test ordered.');
    await work.ask('letter.write', { visit, to: '', asks: '' });
    const { letter } = await work.ask('visits.open', { visit });
    expect(await letterTexts(visit)).not.toContain('HIV test ordered.');
    expect(letter!.keptOff.map(({ text, reason, isPutBack }) => [text, reason, isPutBack])).toEqual([
      ['Mother had a stroke, so she is careful.', 'other-person', false],
      ['HIV test ordered.', 'sensitive', false],
    ]);
    await work.ask('letter.write', { visit, to: '', asks: '', putBack: ['typed-1'] });
    expect(await letterTexts(visit)).toContain('HIV test ordered.');
    const { keptOff } = (await work.ask('visits.open', { visit })).letter!;
    expect(keptOff.map(({ isPutBack }) => isPutBack)).toEqual([false, true]);
  });
});
