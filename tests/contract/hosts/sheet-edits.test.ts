import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InstructionLine } from '../../../shared/contract/instructions.ts';
import { CLINICIAN, makeVaultPlace, setUpRecord, type VaultPlace } from '../../fixtures/made-vault.ts';
import { appAtWork, type AppAtWork } from '../../support/app-at-work.ts';

let place: VaultPlace;
let work: AppAtWork;

beforeAll(async () => {
  place = await makeVaultPlace();
  work = appAtWork(place);
  await setUpRecord(work.app);
});
afterAll(async () => {
  await work.app.close();
  await place.remove();
});

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
