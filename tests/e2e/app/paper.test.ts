import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  noteLine,
  openApproving,
  openPage,
  openSample,
  reviewServices,
  saved,
  seriousFindings,
} from '../../fixtures/app-page.ts';
import { openChromium } from '../../fixtures/chromium.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { startApp, type RealApp } from '../../fixtures/real-app.ts';

let folder = '';
let browser: Browser;
let app: RealApp;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-paper-'));
  [browser, app] = [await openChromium(), await startApp(reviewServices())];
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

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
  const form = page.locator('form.sign', { has: page.getByRole('button', { name: button }) });
  await form.getByLabel('Your passphrase').fill(CLINICIAN.passphrase);
  await form.getByRole('button', { name: button }).click();
};

describe('a letter to a colleague', () => {
  it('is written from the note, shown as a draft, signed after the visit and printed', async () => {
    const { page, complaints } = await openPage(browser, app);
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
