import { describe, expect, it } from 'vitest';
import type { InstructionLine } from '../../../shared/contract/instructions.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

const work = appForFile();

const sheetOf = async (visit: string, language = 'en') => {
  const { instructions } = await work.ask('visits.open', { visit });
  return instructions.find((one) => one.language === language)!;
};

const setLine = async (visit: string, section: string, line: InstructionLine): Promise<void> => {
  await work.ask('edit.apply', {
    visit,
    changes: [{ op: 'set', document: 'instructions.en', section, line }],
  });
};

const draftPage = async (visit: string): Promise<string> =>
  work.app.page((await work.ask('release.draft-page', { visit, document: 'instructions.en' })).page) ?? '';

describe('a line of the sheet that a person changes', () => {
  it('is printed as it was typed: nothing that was made of the words before stays with it', async () => {
    const visit = await work.drafted();
    const sheet = await sheetOf(visit);
    const section = sheet.sections.find(({ lines }) => lines.some(({ medicine }) => medicine))!;
    const line = section.lines.find(({ medicine }) => medicine)!;
    const text = 'Take one quarter of a tablet with lunch.';
    await setLine(visit, section.id, { ...line, text });
    const changed = (await sheetOf(visit)).sections
      .flatMap(({ lines }) => lines)
      .find(({ id }) => id === line.id)!;
    expect(changed).toMatchObject({ text, language: 'en' });
    expect(changed.medicine).toBeUndefined();
    expect(changed.evidence.at(-1)).toMatchObject({ source: 'typed', by: CLINICIAN.label });
    const page = await draftPage(visit);
    expect(page).toContain(text);
    for (const how of line.medicine!.how) expect(page).not.toContain(how);

    // The words as they were drafted have their row in the table again.
    await setLine(visit, section.id, { ...changed, text: line.text });
    const back = (await sheetOf(visit)).sections
      .flatMap(({ lines }) => lines)
      .find(({ id }) => id === line.id)!;
    expect(back.medicine).toEqual(line.medicine);
  });

  it('is shown to the reviewer where the visit says otherwise, and so is what says the same in Spanish', async () => {
    const visit = await work.drafted();
    const doubted = async () => (await work.ask('visits.open', { visit })).doubtedOnSheet;
    expect(await doubted()).toEqual({ en: [], es: [] });
    const sheet = await sheetOf(visit);
    const section = sheet.sections.find(({ id }) => id === 'medicines')!;
    const line = section.lines.find(({ text }) => text.includes('1000 mg'))!;
    const twin = (await sheetOf(visit, 'es')).sections
      .flatMap(({ lines }) => lines)
      .find(({ text }) => text.includes('1000 mg'))!;
    await setLine(visit, section.id, { ...line, text: line.text.replace('1000 mg', '2000 mg') });
    expect(await doubted()).toEqual({ en: [line.id], es: [twin.id] });
    await setLine(visit, section.id, line);
    expect(await doubted()).toEqual({ en: [], es: [] });
  });

  it('stays marked as English on the Spanish sheet until it is put in Spanish', async () => {
    const visit = await work.drafted();
    const document = 'instructions.es' as const;
    const sheet = await sheetOf(visit, 'es');
    const section = sheet.sections.find(({ id }) => id !== 'about')!;
    const line: InstructionLine = {
      id: 'typed-1',
      text: 'Keep the foot dry and look at it each night.',
      language: 'en',
      facts: [],
      evidence: [{ source: 'typed', by: '', at: '' }],
    };
    const languageAfter = async (op: 'insert' | 'set', text: string): Promise<string> => {
      await work.ask('edit.apply', {
        visit,
        changes: [{ op, document, section: section.id, line: { ...line, text } }],
      });
      const { sections } = await sheetOf(visit, 'es');
      return sections.flatMap(({ lines }) => lines).find(({ id }) => id === line.id)!.language;
    };
    // Typed on the Spanish sheet, it is taken for Spanish: nobody else knows what a person means to write.
    expect(await languageAfter('insert', line.text)).toBe('es');
    const english = sheet.sections.flatMap(({ lines }) => lines).find(({ language }) => language === 'en');
    if (!english) throw new Error('the sample has no English line on its Spanish sheet');
    const place = sheet.sections.find(({ lines }) => lines.includes(english))!.id;
    const edited = async (text: string): Promise<string | undefined> => {
      await work.ask('edit.apply', {
        visit,
        changes: [{ op: 'set', document, section: place, line: { ...english, text } }],
      });
      const { sections } = await sheetOf(visit, 'es');
      return sections.flatMap(({ lines }) => lines).find(({ id }) => id === english.id)?.language;
    };
    expect(await edited(`${english.text} Please.`)).toBe('en');
    expect(await edited('Mantenga el pie seco.')).toBe('es');
  });
});

const textsOf = async (visit: string, language: string): Promise<string> =>
  (await sheetOf(visit, language)).sections.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n');

describe('what stays off the sheets', () => {
  it('is shown with the reason, put on one by one, and undone like any edit', async () => {
    const visit = await work.drafted();
    const before = [await textsOf(visit, 'en'), await textsOf(visit, 'es')];
    const { offTheSheet } = await work.ask('visits.open', { visit });
    const [off] = offTheSheet['en']!.filter(({ fact }) =>
      offTheSheet['es']!.some((one) => one.fact === fact),
    );
    if (!off) throw new Error('the sample has nothing that stays off');
    expect(off).toMatchObject({ isPutBack: false });
    expect(off.text).not.toBe('');
    expect(off.evidence.length).toBeGreaterThan(0);

    await work.ask('sheet.put-back', { visit, fact: off.fact, isOn: true });
    for (const language of ['en', 'es']) {
      const { sections, putBack } = await sheetOf(visit, language);
      const line = sections.flatMap(({ lines }) => lines).find(({ facts }) => facts.includes(off.fact));
      expect(line?.evidence).toEqual(off.evidence);
      expect(putBack).toEqual([{ fact: off.fact, reason: off.reason }]);
    }
    const on = (await work.ask('visits.open', { visit })).offTheSheet['en']!;
    expect(on.filter(({ isPutBack }) => isPutBack).map(({ fact }) => fact)).toEqual([off.fact]);
    expect(on.length).toBe(offTheSheet['en']!.length);

    await work.ask('edit.undo', { visit });
    expect([await textsOf(visit, 'en'), await textsOf(visit, 'es')]).toEqual(before);
    await work.ask('edit.redo', { visit });
    await work.ask('sheet.put-back', { visit, fact: off.fact, isOn: false });
    expect([await textsOf(visit, 'en'), await textsOf(visit, 'es')]).toEqual(before);
    expect(await work.codeOf('sheet.put-back', { visit, fact: 'no-such-fact', isOn: true })).toBe(
      'line-missing',
    );
  });

  it('stays put on when the visit is drafted anew, once, and can be taken off again', async () => {
    const visit = await work.drafted();
    const without = await textsOf(visit, 'en');
    const [off] = (await work.ask('visits.open', { visit })).offTheSheet['en']!;
    await work.ask('sheet.put-back', { visit, fact: off!.fact, isOn: true });
    const withIt = await textsOf(visit, 'en');
    expect(withIt).not.toBe(without);
    await work.untilDrafted(visit, () => work.ask('visits.draft', { visit }));
    expect(await textsOf(visit, 'en')).toBe(withIt);
    const on = (await work.ask('visits.open', { visit })).offTheSheet['en']!.filter(
      ({ isPutBack }) => isPutBack,
    );
    expect(on.map(({ text, reason }) => ({ text, reason }))).toEqual([
      { text: off!.text, reason: off!.reason },
    ]);
    await work.ask('sheet.put-back', { visit, fact: on[0]!.fact, isOn: false });
    expect(await textsOf(visit, 'en')).toBe(without);
  });

  it('is in the text that is signed, with who put it there in the record', async () => {
    const visit = await work.drafted();
    const [off] = (await work.ask('visits.open', { visit })).offTheSheet['en']!;
    await work.ask('sheet.put-back', { visit, fact: off!.fact, isOn: true });
    const offer = await work.ask('approve.offer', { visit });
    const { sha256, token } = offer;
    await work.ask('approve.approve', { visit, sha256, token, passphrase: CLINICIAN.passphrase });
    const document = 'instructions.en' as const;
    const signed = offer.documents.find((one) => one.document === document)!.sha256;
    const line = (await sheetOf(visit)).sections
      .flatMap(({ lines }) => lines)
      .find(({ facts }) => facts.includes(off!.fact))!;
    const { text } = await work.ask('release.copy', { visit, document, sha256: signed });
    expect(text).toContain(line.text);
    expect(await work.codeOf('sheet.put-back', { visit, fact: off!.fact, isOn: false })).toBe(
      'approved-locked',
    );
    const audit = await work.ask('audit.view', { visit, kind: 'edit' });
    expect(audit.events).toMatchObject([{ name: CLINICIAN.label }]);
  });

  it('measures the sheet as it stands, by each formula, and marks the sentence that became hard', async () => {
    const visit = await work.drafted();
    const before = await sheetOf(visit);
    expect(before.measures?.map(({ formula }) => formula)).toEqual(['Flesch-Kincaid', 'SMOG']);
    const section = before.sections[0]!;
    const text =
      'Notwithstanding considerable physiological improvement, comprehensive multidisciplinary reassessment remains unconditionally advisable.';
    await setLine(visit, section.id, { ...section.lines[0]!, text });
    const after = await sheetOf(visit);
    expect(after.readability.grade).toBeGreaterThan(before.readability.grade);
    expect(after.hardest?.[0]).toBe(section.lines[0]!.id);
    expect(after.sections[0]!.readability![0]!.grade).toBeGreaterThan(section.readability![0]!.grade);
  });
});
