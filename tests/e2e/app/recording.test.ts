import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppServices } from '../../../shared/hosts/app/services.ts';
import { noteLine, openPage, reviewServices, seriousFindings } from '../../fixtures/app-page.ts';
import { ALLOWS_MICROPHONE, microphoneOf, openChromium } from '../../fixtures/chromium.ts';
import { hum } from '../../fixtures/spoken.ts';
import { knownServices, sampleChart } from '../../fixtures/drafted-visit.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { picture } from '../../fixtures/picture.ts';
import { startApp, type RealApp } from '../../fixtures/real-app.ts';

/** Ears of known words: a question for allergies, and a medicine that the sample's chart speaks against. */
const hears: AppServices['stages']['listen'] = (request) => {
  const known = knownServices().stages.listen({ ...request, onSettled: () => undefined });
  request.onSettled('Do you have any allergies? I would start amoxicillin for the bronchitis.', 1_000);
  return known;
};

let folder = '';
let browser: Browser;
let app: RealApp;

/** A voice that goes on for a minute: what it says is known to these services without listening. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-recording-'));
  const sound = hum(join(folder, 'visit.wav'));
  browser = await openChromium(ALLOWS_MICROPHONE, ...microphoneOf(sound, { goesOn: true }));
  const { stages, ...services } = reviewServices();
  app = await startApp({ ...services, stages: { ...stages, listen: hears } });
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const recorder = (page: Page): Locator => page.getByRole('region', { name: 'Recorder' });

/** What the recorder's clock says, in seconds. */
const secondsOn = async (page: Page): Promise<number> => {
  const [minutes = 0, seconds = 0] = (
    (await recorder(page).getByRole('timer').textContent({ timeout: 30_000 })) ?? ''
  )
    .split(':')
    .map(Number);
  return minutes * 60 + seconds;
};
const untilSeconds = async (page: Page, seconds: number): Promise<void> => {
  await expect
    .poll(() => secondsOn(page), { timeout: 30_000, interval: 100 })
    .toBeGreaterThanOrEqual(seconds);
};

/** Every process of the browser stands still for longer than a page ever does by itself, as when the lid is closed. */
const sleep = async (): Promise<void> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  for (const { id } of processInfo) process.kill(id, 'SIGSTOP');
  const since = Date.now();
  await expect.poll(() => Date.now() - since, { timeout: 10_000 }).toBeGreaterThan(5_500);
  for (const { id } of processInfo) process.kill(id, 'SIGCONT');
};

/** Begins a visit of this patient, and its recording. */
const record = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'New visit' }).click();
  await page.getByLabel('Name of the patient').fill(name);
  await page.getByLabel('Record number').fill(`MRN of ${name}`);
  await page.getByRole('button', { name: 'Begin' }).click();
  await recorder(page).getByRole('button', { name: 'Record', exact: true }).click();
  await untilSeconds(page, 1);
};

const stop = (page: Page): Promise<void> =>
  recorder(page).getByRole('button', { name: 'Stop and draft' }).click();

/** The recordings of the visit on the screen, as its list says them. */
const listed = (page: Page): Locator => page.getByRole('region', { name: 'Recordings of this visit' });

describe('while it records', () => {
  it('shows quietly what the chart has about what is said, and a term in everyday words of both languages', async () => {
    const { page, complaints } = await openPage(browser, app);
    await page.getByTestId('files').setInputFiles({
      name: 'chart.json',
      mimeType: 'application/json',
      buffer: Buffer.from(sampleChart()),
    });
    await page.getByRole('heading', { name: 'Rosa Delgado' }).waitFor();
    await page.keyboard.press('1');
    await recorder(page).getByRole('button', { name: 'Record', exact: true }).click();
    const charted = page.getByRole('list', { name: 'In the chart about what was said' });
    await charted.getByText(/^Allergy to Penicillin is charted/).waitFor();
    await charted.getByText('amoxicillin was named; allergy to Penicillin is charted').waitFor();
    // Selecting words in what was heard looks them up; typing does too.
    await page
      .getByRole('log')
      .getByText(/bronchitis/)
      .selectText();
    const plain = page.getByLabel('A term in everyday words');
    await expect.poll(() => plain.inputValue()).toContain('bronchitis');
    await page.locator('.plain-words li', { hasText: 'bronchitis' }).waitFor();
    await plain.fill('hypertension');
    const item = page.locator('.plain-words li', { hasText: 'hypertension' });
    await item.getByText('high blood pressure').waitFor();
    await item.locator('[lang="es"]', { hasText: 'presión alta' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'recording-light');
    await stop(page);
    await noteLine(page, 'Takes lisinopril').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the keyboard alone', () => {
  it('records, reviews, signs and prints; beside a key for each point it takes five from Stop to the patient’s sheet on paper', async () => {
    const { page, complaints } = await openPage(browser, app);
    let keys = 0;
    const press = async (key: string): Promise<void> => {
      keys += 1;
      await page.keyboard.press(key);
    };
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await press('n');
    await page.getByRole('dialog', { name: 'New visit' }).waitFor();
    await page.keyboard.type('Gil Keys');
    await press('Tab');
    await page.keyboard.type('2 June 1948');
    await press('Enter');
    await recorder(page).getByRole('button', { name: 'Record', exact: true }).waitFor();
    await press('r');
    await untilSeconds(page, 1);
    keys = 0;
    await press('Shift+S');
    await noteLine(page, 'Takes lisinopril').waitFor();
    await page.locator('.ProseMirror-focused').waitFor();
    // One key a point: A for a flag that was weighed, F on from a line that was looked at.
    const left = page.locator('.points-left');
    await press('f');
    for (let before = await left.textContent(); before !== 'All looked at';) {
      const isFlag = (await page.locator('.flag.at-hand').count()) > 0;
      if (isFlag) await page.keyboard.press('a');
      await expect.poll(() => left.textContent(), { timeout: 10_000 }).not.toBe(before);
      before = await left.textContent();
      if (!isFlag && before !== 'All looked at') await page.keyboard.press('f');
    }
    await press('f');
    await expect
      .poll(() => page.getByLabel('Your passphrase').evaluate((field) => field === document.activeElement))
      .toBe(true);
    await page.keyboard.type(CLINICIAN.passphrase);
    await press('Enter');
    await page.getByText('The signature holds').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Print');
    const opened = page.context().waitForEvent('page');
    await press('Enter');
    await (await opened).getByRole('heading', { name: 'After your visit' }).waitFor();
    expect(keys).toBeLessThanOrEqual(5);
    // A refusal is an answer with status 422, which a browser notes; anything else would be a fault.
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
  });
});

describe('the next patient', () => {
  it('walks in while the recorder runs: what was said since is theirs, and goes on there', async () => {
    const { page, complaints } = await openPage(browser, app);
    await record(page, 'Ada Before');
    await untilSeconds(page, 3);
    const first = page.url();
    await recorder(page).getByRole('button', { name: 'Next patient' }).click();
    const dialog = page.getByRole('dialog', { name: 'Next patient' });
    await dialog.getByRole('button', { name: 'Someone who is not on the list' }).click();
    await dialog.getByLabel('Name of the patient').fill('Ben After');
    await dialog.getByLabel('Date of birth').fill('3 May 1950');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add this patient' }).click();
    await dialog.getByText('3 May 1950').waitFor();
    await dialog.getByRole('button', { name: 'Go on recording with this patient' }).click();
    await page.getByRole('heading', { name: 'Ben After' }).waitFor();
    expect(page.url()).not.toBe(first);
    // The same run of the microphone goes on, in the other visit.
    const now = await secondsOn(page);
    await untilSeconds(page, now + 2);
    await stop(page);
    await noteLine(page, 'Takes lisinopril').waitFor();
    await page.keyboard.press('1');
    await listed(page).getByText('moved here from another visit').waitFor();
    const after = (await listed(page).textContent()) ?? '';
    expect(after).toContain('Move to another patient');
    await page.goto(first);
    await page.getByRole('heading', { name: 'Ada Before' }).waitFor();
    await listed(page)
      .getByText(/· 0:0[2-9] · recorded here/)
      .waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a recording of the wrong patient', () => {
  it('is moved to the right one, after their name and numbers were read; here a draft made of it says so', async () => {
    const { page } = await openPage(browser, app);
    await record(page, 'Cleo Right');
    await stop(page);
    await page.keyboard.press('Alt+h');
    await record(page, 'Dan Wrong');
    await stop(page);
    await noteLine(page, 'Takes lisinopril').waitFor();
    await page.keyboard.press('1');
    await listed(page).getByRole('button', { name: 'Move to another patient' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move to another patient' });
    await dialog.getByRole('combobox', { name: 'Visit it belongs to' }).click();
    await page.getByRole('option', { name: /^Cleo Right/ }).click();
    await dialog.getByText('MRN of Cleo Right').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Move the recording to this patient' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('The recording was changed after this was drafted.').waitFor();
    await page.keyboard.press('Alt+h');
    await page.getByRole('link', { name: 'Cleo Right' }).click();
    await page.getByText('The recording was changed after this was drafted.').waitFor();
    await page.getByRole('button', { name: 'Draft again' }).click();
    await page.getByText('The recording was changed').waitFor({ state: 'detached' });
    await page.keyboard.press('1');
    await listed(page).getByText('moved here from another visit').waitFor();
    await page.context().close();
  });
});

describe('a recording whose page stops', () => {
  it('goes on after a sleep, with the gap marked', async () => {
    const { page } = await openPage(browser, app);
    await record(page, 'Eve Asleep');
    await untilSeconds(page, 2);
    await sleep();
    const now = await secondsOn(page);
    await untilSeconds(page, now + 2);
    await stop(page);
    await noteLine(page, 'Takes lisinopril').waitFor();
    await page.keyboard.press('1');
    await listed(page).getByText('the computer slept').waitFor();
    await page.context().close();
  });

  it('is offered again after a crash of the page, and goes on with what was said before', async () => {
    const { page } = await openPage(browser, app);
    const context = page.context();
    await record(page, 'Finn Crashed');
    await untilSeconds(page, 3);
    const session = await context.newCDPSession(page);
    session.send('Page.crash').catch(() => undefined);
    const other = await context.newPage();
    await other.goto(app.link());
    await other.getByRole('link', { name: 'Finn Crashed' }).click();
    await other.getByRole('button', { name: 'Go on recording' }).click();
    await untilSeconds(other, 4);
    await stop(other);
    await noteLine(other, 'Takes lisinopril').waitFor();
    await other.keyboard.press('1');
    await listed(other).getByText('the window was closed').waitFor();
    await context.close();
  });
});
