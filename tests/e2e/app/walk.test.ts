import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appServices } from '../../../shared/hosts/app-services.ts';
import type { AppServices } from '../../../shared/hosts/app/services.ts';
import { findInstalled } from '../../../shared/setup/run.ts';
import { note, noteLine, openApproving, openPage, saved, signIn } from '../../fixtures/app-page.ts';
import { chromiumPath } from '../../fixtures/chromium.ts';
import { sampleChart } from '../../fixtures/drafted-visit.ts';
import { addScribe, CLINICIAN, SCRIBE } from '../../fixtures/made-vault.ts';
import { startApp, type RealApp } from '../../fixtures/real-app.ts';

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
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--headless',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${join(folder, 'visit.wav')}%noloop`,
    ],
  });
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

describe('a visit from the brief to the printed page', () => {
  it('is recorded, reloaded in the middle, drafted, asked about by the scribe, answered, signed and printed', async () => {
    const { page, complaints } = await openPage(browser, app);
    // The brief of the chart, before anything is recorded.
    await page.getByTestId('files').setInputFiles(join(folder, 'chart.json'));
    await page.getByRole('heading', { name: 'Rosa Delgado' }).waitFor();
    await page.keyboard.press('1');
    await page.getByText('Vitamin B12 overdue').first().waitFor();
    await page.getByRole('button', { name: 'Consent was given' }).click();
    await page.getByText('Given by word of mouth by Rosa Delgado').waitFor();

    // Recording: two identifiers on the screen, the meter moves, a pause keeps nothing, a reload loses nothing.
    const recorder = page.getByRole('region', { name: 'Recorder' });
    await recorder.getByRole('button', { name: 'Record', exact: true }).click();
    await expect
      .poll(async () => Number(await recorder.getByRole('meter').getAttribute('aria-valuenow')), {
        timeout: 15_000,
      })
      .toBeGreaterThan(20);
    await expect.poll(() => secondsOn(recorder), { timeout: 60_000 }).toBeGreaterThan(23);
    // What is said stands on the screen while it is said.
    await page.getByRole('log').getByText(/knee/i).first().waitFor({ timeout: 60_000 });
    await recorder.getByRole('button', { name: 'Off the record' }).click();
    await recorder.getByText('Off the record: nothing is kept').waitFor();
    const kept = await secondsOn(recorder);
    await page.reload();
    await page.getByRole('button', { name: 'Go on recording' }).click();
    await expect.poll(() => secondsOn(recorder), { timeout: 30_000 }).toBeGreaterThan(kept);
    await recorder.getByRole('button', { name: 'Stop and draft' }).click();

    // The draft, heard by a real recogniser.
    await note(page).waitFor({ timeout: 120_000 });
    await noteLine(page, /knee/i).first().waitFor();

    // The scribe edits, asks, and marks ready; she cannot approve.
    await signIn(page, SCRIBE);
    await page.getByRole('link', { name: 'Rosa Delgado' }).click();
    await noteLine(page, /knee/i).first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(' Walks without a cane.');
    await saved(page);
    await page.getByRole('button', { name: 'Ask the physician about this line' }).click();
    await page.getByLabel('Ask the physician about this line').fill('Did she say which knee?');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Did she say which knee?').waitFor();
    await page.getByRole('button', { name: 'Ready for the clinician' }).click();
    await page.getByRole('button', { name: 'Ready for the clinician' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('5');
    await page.getByText('Only a clinician can approve.').waitFor();

    // The physician answers at the line, looks, and signs.
    await signIn(page, CLINICIAN);
    await page.getByText('1 question').waitFor();
    await page.getByRole('link', { name: 'Rosa Delgado' }).click();
    await noteLine(page, 'Walks without a cane').click();
    await page.getByText('Did she say which knee?').waitFor();
    await page.getByLabel('Your answer').fill('The left one.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText(`Answered by ${CLINICIAN.label}`).waitFor();
    const passphrase = await openApproving(page);
    await passphrase.fill('this is not the one');
    await page.getByRole('button', { name: /^Sign (and|with)/ }).click();
    await page.getByText('The name or the passphrase is not right.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await passphrase.fill(CLINICIAN.passphrase);
    await page.getByRole('button', { name: /^Sign (and|with)/ }).click();
    await page.getByText('The signature holds').waitFor();

    // The final page is what was signed, and can be printed.
    const opened = page.context().waitForEvent('page');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Visit note' })
      .getByRole('button', { name: 'Print' })
      .click();
    const final = await opened;
    await final.getByText('Walks without a cane.').waitFor();
    expect(await final.locator('body').innerText()).not.toContain('DRAFT');
    const pdf = join(folder, 'note.pdf');
    await final.pdf({ path: pdf });
    expect(spawnSync('pdftotext', [pdf, '-']).stdout.toString()).toContain('Walks without a cane.');
    // The patient's sheet says who checked it, and a file for another program holds the signed words.
    const sheetOpened = page.context().waitForEvent('page');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Patient’s sheet, English' })
      .getByRole('button', { name: 'Print' })
      .click();
    const sheet = await sheetOpened;
    await sheet.getByText(`${CLINICIAN.label} checked it on`).waitFor();
    expect(await sheet.locator('body').innerText()).not.toContain('No one has checked');
    const saving = page.waitForEvent('download');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Visit note' })
      .getByRole('button', { name: 'Save as a file' })
      .click();
    await page.getByRole('menuitem', { name: 'Plain text (.txt)' }).click();
    const file = await (await saving).path();
    expect(await readFile(file, 'utf8')).toContain('Walks without a cane.');
    await page.keyboard.press('6');
    await page.getByRole('cell', { name: 'Printed, copied or sent' }).waitFor();
    await page.getByRole('cell', { name: 'Approved and signed' }).waitFor();
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
  });
});
