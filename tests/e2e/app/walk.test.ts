import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appServices } from '../../../shared/hosts/app-services.ts';
import type { AppServices } from '../../../shared/hosts/app/services.ts';
import { findInstalled } from '../../../shared/setup/run.ts';
import { note, noteLine, openApproving, openPage, saved, signIn } from '../../fixtures/app-page.ts';
import { ALLOWS_MICROPHONE, microphoneOf, openChromium } from '../../fixtures/chromium.ts';
import { sampleChart } from '../../fixtures/drafted-visit.ts';
import { addScribe, CLINICIAN, SCRIBE } from '../../fixtures/made-vault.ts';
import { startApp, type RealApp } from '../../fixtures/real-app.ts';
import { around, screenText, strayEnglish } from '../../fixtures/screen-text.ts';

const SPOKEN = [
  'Good morning. What brings you in today?',
  'My left knee hurts when I climb the stairs. It started two weeks ago.',
  'Do you take anything for it?',
  'I take ibuprofen, two hundred milligrams, twice a day.',
  'Please stop the ibuprofen. Take acetaminophen instead, five hundred milligrams twice a day. Come back in two weeks.',
];

let folder = '';
let browser: Browser;
let app: RealApp;

/** A short visit spoken by two voices, with silence after it: Chromium's fake microphone plays it once. */
const speakVisit = (to: string): void => {
  const parts = SPOKEN.map((text, index) => {
    const file = join(folder, `said-${String(index)}.wav`);
    spawnSync('flite', ['-voice', index % 2 === 0 ? 'rms' : 'slt', '-t', text, '-o', file]);
    return file;
  });
  const { status } = spawnSync('sox', [...parts, '-r', '48000', '-c', '1', to, 'pad', '0.6', '30']);
  if (status !== 0) throw new Error('the visit was not spoken');
};

/** The real services, hearing with the smallest installed model so that the walk stays short. */
const quickEars = (): AppServices => {
  const real = appServices();
  return { ...real, speech: { ...real.speech, find: () => findInstalled('tiny.en-q8_0') } };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-walk-'));
  speakVisit(join(folder, 'visit.wav'));
  await writeFile(join(folder, 'chart.json'), sampleChart());
  browser = await openChromium(ALLOWS_MICROPHONE, ...microphoneOf(join(folder, 'visit.wav')));
  app = await startApp(quickEars());
  await addScribe(app.app);
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the recorder's clock says, in seconds. */
const secondsOn = async (recorder: Locator): Promise<number> => {
  const [minutes = 0, seconds = 0] = ((await recorder.getByRole('timer').textContent()) ?? '')
    .split(':')
    .map(Number);
  return minutes * 60 + seconds;
};

const openFinal = async (page: Page, row: Locator, print: RegExp): Promise<Page> => {
  const opening = page.context().waitForEvent('page');
  await row.getByRole('button', { name: print }).click();
  return opening;
};

describe.each([
  ['en', 'en-US'],
  ['es', 'es-ES'],
] as const)('a visit from the brief to the printed page, screens in %s', (tongue, locale) => {
  const t = screenText(tongue);
  /** What is English on these screens and should not be. */
  const stray = async (page: Page): Promise<string[]> => (tongue === 'en' ? [] : strayEnglish(page));

  it('is recorded, reloaded in the middle, drafted, asked about by the scribe, answered, signed and printed', async () => {
    const { page, complaints } = await openPage(browser, app, { locale });
    await page.getByRole('heading', { name: t('today.title') }).waitFor();
    expect(await stray(page)).toEqual([]);
    // The brief of the chart, before anything is recorded.
    await page.getByTestId('files').setInputFiles(join(folder, 'chart.json'));
    await page.getByRole('heading', { name: 'Rosa Delgado' }).waitFor();
    await page.keyboard.press('1');
    await page
      .getByText(tongue === 'en' ? /^Vitamin B12 overdue/ : /^Vitamin B12: control pendiente/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: t('consent.given') }).click();
    await page.getByText(t('consent.was.spoken', { who: 'Rosa Delgado' })).waitFor();
    expect(await stray(page)).toEqual([]);

    // Recording: two identifiers on the screen, the meter moves, a pause keeps nothing, a reload loses nothing.
    const recorder = page.getByRole('region', { name: t('recorder.title') });
    await recorder.getByRole('button', { name: t('recorder.start') }).click();
    await expect
      .poll(async () => Number(await recorder.getByRole('meter').getAttribute('aria-valuenow')), {
        timeout: 15_000,
      })
      .toBeGreaterThan(20);
    await expect.poll(() => secondsOn(recorder), { timeout: 60_000 }).toBeGreaterThan(23);
    // What is said stands on the screen while it is said.
    await page.getByRole('log').getByText(/knee/i).first().waitFor({ timeout: 60_000 });
    expect(await stray(page)).toEqual([]);
    await recorder.getByRole('button', { name: t('recorder.off') }).click();
    await recorder.getByText(t('recorder.is.off')).waitFor();
    const kept = await secondsOn(recorder);
    await page.reload();
    await page.getByRole('button', { name: t('recorder.take-up') }).click();
    await expect.poll(() => secondsOn(recorder), { timeout: 30_000 }).toBeGreaterThan(kept);
    await recorder.getByRole('button', { name: t('recorder.stop') }).click();

    // The draft, heard by a real recogniser.
    await note(page, t).waitFor({ timeout: 120_000 });
    await noteLine(page, /knee/i, t).first().waitFor();
    expect(await stray(page)).toEqual([]);

    // The scribe edits, asks, and marks ready; she cannot approve.
    await signIn(page, SCRIBE, t);
    await page.getByRole('link', { name: 'Rosa Delgado' }).first().click();
    await noteLine(page, /knee/i, t).first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' Walks without a cane.');
    await saved(page, t);
    await page.getByRole('button', { name: t('question.ask') }).click();
    await page.getByLabel(t('question.ask')).fill('Did she say which knee?');
    await page.getByRole('button', { name: t('question.send') }).click();
    await page.getByText('Did she say which knee?').waitFor();
    await page.getByRole('button', { name: t('visit.ready') }).click();
    await page.getByText(t('visit.handed')).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('5');
    await page.getByText(t('approve.clinician')).waitFor();

    // The physician answers at the line, looks, and signs.
    await signIn(page, CLINICIAN, t);
    await page.getByText(t('question.count', { count: '1' })).waitFor();
    await page.getByRole('link', { name: 'Rosa Delgado' }).first().click();
    await noteLine(page, 'Walks without a cane', t).click();
    await page.getByText('Did she say which knee?').waitFor();
    await page.getByLabel(t('question.answer')).fill('The left one.');
    await page.getByRole('button', { name: t('question.send') }).click();
    await page.getByText(t('question.answered', { who: CLINICIAN.label })).waitFor();
    // What was said, and the sheet that the patient takes home.
    await page.keyboard.press('3');
    await page.getByRole('region', { name: t('visit.transcript') }).waitFor();
    expect(await stray(page)).toEqual([]);
    await page.keyboard.press('4');
    await page.getByText(t('sheet.es')).click();
    await page.getByRole('article', { name: t('sheet.preview') }).waitFor();
    expect(await stray(page)).toEqual([]);
    const passphrase = await openApproving(page, t);
    expect(await stray(page)).toEqual([]);
    await passphrase.fill('this is not the one');
    const sign = page.locator('form.sign button[type="submit"]').first();
    await sign.click();
    await page.getByText(t('error.wrong-passphrase')).waitFor();
    await page.getByRole('button', { name: t('error.again') }).click();
    await passphrase.fill(CLINICIAN.passphrase);
    await sign.click();
    await page.getByText(t('final.verified')).waitFor();
    expect(await stray(page)).toEqual([]);

    // The final page is what was signed, and can be printed.
    const signedNote = page.locator('li', { has: page.getByText(t('document.note')) });
    const final = await openFinal(page, signedNote, t('final.print'));
    await final.getByText('Walks without a cane.').waitFor();
    expect(await final.locator('body').innerText()).not.toContain('DRAFT');
    const pdf = join(folder, 'note.pdf');
    await final.pdf({ path: pdf });
    expect(spawnSync('pdftotext', [pdf, '-']).stdout.toString()).toContain('Walks without a cane.');
    // The patient's sheet says who checked it, and a file for another program holds the signed words.
    const inSpanish = tongue === 'es';
    const sheet = await openFinal(
      page,
      page.locator('li', { has: page.getByText(t(`document.instructions.${tongue}`)) }),
      t('final.print'),
    );
    await sheet
      .getByText(inSpanish ? `${CLINICIAN.label} la revisó el` : `${CLINICIAN.label} checked it on`)
      .waitFor();
    expect(await sheet.locator('body').innerText()).not.toMatch(/No one has checked|Nadie la ha revisado/);
    const saving = page.waitForEvent('download');
    await signedNote.getByRole('button', { name: t('export.save') }).click();
    await page.getByRole('menuitem', { name: t('export.text') }).click();
    const file = await (await saving).path();
    expect(await readFile(file, 'utf8')).toContain('Walks without a cane.');
    await page.keyboard.press('6');
    await page
      .getByRole('cell', { name: around(t('entry.released')) })
      .first()
      .waitFor();
    await page.getByRole('cell', { name: around(t('entry.approval')) }).waitFor();
    expect(await stray(page)).toEqual([]);
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
  });
});
