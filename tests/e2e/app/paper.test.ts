import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  note,
  noteLine,
  openApproving,
  openSample,
  saved,
  seriousFindings,
} from '../../fixtures/app-page.ts';
import { composeStages } from '../../../shared/hosts/compose.ts';
import type { AppServices } from '../../../shared/hosts/app/services.ts';
import { knownServices } from '../../fixtures/drafted-visit.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { unzipped } from '../../fixtures/unzipped.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';

let folder = '';
const realDrafts = (): AppServices => {
  const known = knownServices();
  return { ...known, stages: { ...composeStages(), transcribe: known.stages.transcribe } };
};

const desk = deskForFile();
/** The same with the sample drafted by the real drafter, so that its sheets rest on facts. */
const drafting = deskForFile(realDrafts);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-paper-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const pressed = async (page: Page, press: () => Promise<void>): Promise<Page> => {
  const opening = page.context().waitForEvent('page');
  await press();
  const opened = await opening;
  await opened.getByRole('heading', { level: 1 }).waitFor();
  return opened;
};

/** The words of each page of paper that a page gives, as Chromium prints it. */
const printed = async (page: Page, name: string): Promise<string[]> => {
  const pdf = join(folder, `${name}.pdf`);
  await page.pdf({ path: pdf, format: 'Letter' });
  return spawnSync('pdftotext', ['-layout', pdf, '-']).stdout.toString().split('\f').slice(0, -1);
};

const sign = async (page: Page, button: string | RegExp): Promise<void> => {
  const form = page.locator('form', { has: page.getByRole('button', { name: button }) });
  await form.getByLabel('Your passphrase').fill(CLINICIAN.passphrase);
  await form.getByRole('button', { name: button }).click();
};

describe('a letter to a colleague', () => {
  it('is written from the note, shown as a draft, signed after the visit and printed', async () => {
    const { page, complaints } = await desk.open();
    await openSample(page);
    await noteLine(page, 'Return in six weeks').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Refer to Dr. Osei for the left foot.');
    await saved(page);
    await page.keyboard.press('Escape');
    await openApproving(page);
    const letter = page.getByRole('region', { name: 'Letter to a colleague' });
    await letter.getByLabel('To', { exact: true }).fill('Dr. Osei');
    await letter.getByLabel('What you ask of them').fill('Please look at the foot. She takes warfarin 5 mg.');
    await letter.getByRole('button', { name: 'Write the letter' }).click();
    const preview = letter.getByRole('article', { name: 'The letter as it would go' });
    await preview.getByText('Refer to Dr. Osei for the left foot.').waitFor();
    // The verifier of the note reads the letter, too.
    await preview.locator('.doubted', { hasText: 'warfarin' }).waitFor();
    await letter.getByText('The letter can be signed once the visit is approved.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    // What is copied out of what is only shown says that it is a draft.
    await preview.getByText('Refer to Dr. Osei for the left foot.').selectText();
    const copied = await page.evaluate(() => {
      const data = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
      getSelection()?.anchorNode?.parentElement?.dispatchEvent(event);
      return data.getData('text/plain');
    });
    expect(copied).toMatch(/^DRAFT[^\n]*\n\nRefer to Dr\. Osei/);
    const draft = await pressed(page, () =>
      letter.getByRole('button', { name: 'Draft page of the letter' }).click(),
    );
    const papers = await printed(draft, 'draft');
    expect(papers.length).toBeGreaterThan(0);
    for (const paper of papers) expect(paper).toContain('DRAFT');

    // What was typed is still there after a reload, and can be changed before it is signed.
    await page.reload();
    await letter.getByLabel('What you ask of them').fill('Please look at the foot.');
    await sign(page, /^Sign (and|with)/);
    await page.getByText('The signature holds').waitFor();
    await letter.getByText('What you changed above is not in the letter yet').waitFor();
    await letter.getByRole('button', { name: 'Write it again' }).click();
    await sign(page, 'Sign the letter');
    const row = page.getByRole('listitem').filter({ hasText: 'Letter to Dr. Osei, signed' });
    await row.getByRole('button', { name: 'Print' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const final = await pressed(page, () => row.getByRole('button', { name: 'Print' }).click());
    const words = (await printed(final, 'final')).join(' ').replace(/\s+/g, ' ');
    expect(words).toContain('Refer to Dr. Osei for the left foot.');
    expect(words).toContain('Please look at the foot.');
    expect(words).toMatch(new RegExp(`Checked and signed by ${CLINICIAN.label} on \\d{4}-`));
    expect(words).not.toMatch(/DRAFT|warfarin/);
    // What may not be offered any more is refused, which a browser tells.
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
  });
});

describe("the patient's sheet", () => {
  it('shows what stays off it with the reason, takes it on and off by hand, and prints it once it is signed', async () => {
    const { page, complaints } = await drafting.open();
    await page.getByRole('button', { name: 'Try the sample visit' }).click();
    await note(page).locator('p[data-line]').first().waitFor();
    await page.keyboard.press('4');
    const off = page.locator('details.kept-off');
    await off.locator('summary').click();
    const first = off.getByRole('listitem').first();
    const words = (await first.locator('.kept-off-text').textContent()) ?? '';
    const about = first.getByText(/^(No instruction for|Could not be said|About someone else|A topic)/);
    await about.waitFor();
    // Where it was said.
    await first.getByRole('button', { name: words, exact: true }).click();
    await page
      .getByText(/^Said by \w+ at/)
      .first()
      .waitFor();
    const preview = page.getByRole('article', { name: 'Preview of the printed sheet' });
    const before = await preview.getByRole('listitem').allTextContents();
    await first.getByRole('button', { name: /^Put in/ }).press('Enter');
    await off.getByRole('button', { name: `Take out: ${words}` }).waitFor();
    await expect.poll(() => preview.getByRole('listitem').count()).toBeGreaterThan(before.length);
    const on = await preview.getByRole('listitem').allTextContents();
    const put = on.find((text) => !before.includes(text)) ?? '';
    expect(await seriousFindings(page)).toEqual([]);
    await page.reload();
    await off.getByRole('button', { name: `Take out: ${words}` }).waitFor();
    expect(await preview.getByRole('listitem').allTextContents()).toEqual(on);

    const passphrase = await openApproving(page);
    await passphrase.waitFor();
    await sign(page, /^Sign (and|with)/);
    await page.getByText('The signature holds').waitFor();
    const row = page.getByRole('listitem').filter({ hasText: 'Patient’s sheet, English' });
    const final = await pressed(page, () => row.getByRole('button', { name: 'Print' }).click());
    const text = (await printed(final, 'sheet')).join(' ').replace(/\s+/g, ' ');
    expect(text).toContain(put.trim().slice(0, 60));
    expect(complaints.filter((each) => !each.includes('422'))).toEqual([]);
    await page.context().close();
  });

  it('shows how hard each part is, and offers plainer words to take or leave, with undo', async () => {
    const { page, complaints } = await drafting.open();
    await page.getByRole('button', { name: 'Try the sample visit' }).click();
    await note(page).locator('p[data-line]').first().waitFor();
    await page.keyboard.press('4');
    await page.getByText('Each part').click();
    const grades = page.locator('.grades');
    await grades.getByRole('row', { name: /^Whole sheet School grade \d/ }).waitFor();
    expect(await grades.getByRole('row').count()).toBeGreaterThan(4);
    await grades.locator('summary').click();
    const editor = page.getByRole('textbox', { name: 'Patient sheet' });

    // Plainer words for what was typed: left first, then taken, then undone.
    const line = editor.locator('p[data-line]', { hasText: 'Check your sugar' }).first();
    await line.click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.type(' It helps against hypertension.');
    const plainer = page.getByRole('group', { name: 'Plainer' });
    await plainer.getByText('high blood pressure').first().waitFor();
    await plainer.getByRole('button', { name: 'Leave it' }).click();
    await plainer.waitFor({ state: 'detached' });
    await page.keyboard.type(' So');
    await plainer.getByRole('button', { name: 'Take it' }).click();
    const plain = editor.locator('p[data-line]', { hasText: 'against high blood pressure' });
    await plain.waitFor();
    await plain.click();
    await page.keyboard.press('Control+z');
    await editor.locator('p[data-line]', { hasText: 'against hypertension' }).waitFor();
    // A sentence that is hard to read is marked once it is in the record.
    await page.keyboard.press('End');
    await page.keyboard.type(' Uncontrolled hypertension necessitates immediate cardiovascular evaluation.');
    await editor
      .locator('[data-says="One of the hardest sentences here"]', { hasText: 'necessitates' })
      .waitFor();
    // What is copied out of it says that it is a draft.
    await editor.press('Control+a');
    const copied = await page.evaluate(() => {
      const data = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
      return data.getData('text/plain');
    });
    expect(copied).toMatch(/^DRAFT/);
    await page.keyboard.press('Escape');

    expect(complaints.filter((each) => !each.includes('422'))).toEqual([]);
    await page.context().close();
  });

  it('says that it was corrected when it is printed after an addendum, and is offered only as what it can be', async () => {
    const { page } = await drafting.open();
    await page.getByRole('button', { name: 'Try the sample visit' }).click();
    await note(page).locator('p[data-line]').first().waitFor();
    await (await openApproving(page)).waitFor();
    await sign(page, /^Sign (and|with)/);
    await page.getByText('The signature holds').waitFor();
    const rowOf = (title: string) => page.locator('li', { has: page.getByText(title, { exact: true }) });
    const sheetRow = rowOf('Patient’s sheet, English');
    const plain = await pressed(page, () => sheetRow.getByRole('button', { name: 'Print' }).click());
    expect((await printed(plain, 'plain')).join(' ')).not.toMatch(/[Cc]orrected/);
    await plain.close();
    await page.getByLabel('New addendum').fill('Come on Monday for the blood test.');
    await page.getByLabel('For the patient, too').check();
    await sign(page, 'Sign the addendum');
    await page.getByText('On the patient’s sheet.').waitFor();
    const again = await pressed(page, () => sheetRow.getByRole('button', { name: 'Print' }).click());
    const text = (await printed(again, 'corrected')).join(' ').replace(/\s+/g, ' ');
    expect(text).toMatch(/Corrected on [A-Z][a-z]+ \d{1,2}, \d{4} by Dr Imani Okafor/);
    expect(text).toContain('Come on Monday for the blood test.');
    await again.close();
    await sheetRow.getByRole('button', { name: 'Save as a file' }).click();
    expect(await page.getByRole('menuitem').allTextContents()).toEqual([
      'Word (.docx)',
      'Rich text (.rtf)',
      'Plain text (.txt)',
    ]);
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
    await rowOf('Visit note').getByRole('button', { name: 'Save as a file' }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Word (.docx)' }).click();
    const file = await readFile(await (await saving).path());
    expect(await unzipped(file, 'word/document.xml')).toContain('Come on Monday for the blood test.');
    await page.context().close();
  });
});
