import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { note, noteLine, openApproving, saved } from '../fixtures/app-page.ts';
import { ALLOWS_MICROPHONE, chromiumPath, microphoneOf } from '../fixtures/chromium.ts';

/** Words that no program of ours has by itself; each goes into the visit by another way. */
export const CANARIES = {
  family: 'Quackenbush',
  given: 'Wilhelmina',
  recordNumber: 'MRN-7741902',
  birthDate: '1947-05-19',
  problem: 'heliotrope fever',
  medicine: 'zanzibarol',
  consentBy: 'Ottoline Featherbed',
  inTheRoom: 'Barnaby Thistlewood',
  spokenOne: 'two left socks',
  spokenTwo: 'purple walrus',
  spokenThree: 'marmalade ankle',
  spokenFour: 'seventeen teaspoons',
  typed: 'Walks backwards on Tuesdays',
  takenBack: 'obsolete kumquat',
  snippet: 'weathercock on the barn',
  otherPatient: 'Ignatius Umbrellastand',
  inThePalette: 'tangerine ledger',
  addendum: 'saffron bicycle',
  passphrase: 'nine green lanterns sing',
  otherPassphrase: 'correct horse battery admin',
} as const;

/** A chart and a sound to record, in a folder of the test's own. */
export const prepareVisit = (folder: string): { readonly chart: string; readonly sound: string } => {
  const sample = resolve(import.meta.dirname, '../../resources/samples/chart.json');
  const bundle = JSON.parse(readFileSync(sample, 'utf8')) as {
    entry: { resource: Record<string, unknown> }[];
  };
  for (const { resource } of bundle.entry) {
    if (resource['resourceType'] === 'Patient') {
      resource['name'] = [{ family: CANARIES.family, given: [CANARIES.given] }];
      resource['birthDate'] = CANARIES.birthDate;
      resource['identifier'] = [{ value: CANARIES.recordNumber }];
    }
    if (resource['id'] === 'htn') resource['code'] = { text: CANARIES.problem };
    if (resource['id'] === 'lisinopril') resource['medicationCodeableConcept'] = { text: CANARIES.medicine };
  }
  const chart = join(folder, 'chart.json');
  writeFileSync(chart, JSON.stringify(bundle));
  const sound = join(folder, 'visit.wav');
  const said = join(folder, 'said.wav');
  spawnSync('flite', [
    '-voice',
    'slt',
    '-t',
    'My left knee hurts when I climb the stairs. I take ibuprofen.',
    '-o',
    said,
  ]);
  spawnSync('sox', [said, '-r', '48000', '-c', '1', sound, 'pad', '0.4', '30']);
  return { chart, sound };
};

/** A browser of a person, with a profile on the disk and a microphone that plays a sound once. */
export const openProfile = (
  profile: string,
  sound: string,
  options: { readonly proxy?: string; readonly env?: Record<string, string> } = {},
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    locale: 'en-US',
    viewport: { width: 1280, height: 720 },
    ...(options.env && { env: options.env }),
    args: [
      '--no-sandbox',
      '--headless',
      ALLOWS_MICROPHONE,
      ...microphoneOf(sound),
      ...(options.proxy ? [`--proxy-server=${options.proxy}`] : []),
    ],
  });

const record = async (page: Page): Promise<void> => {
  const recorder = page.getByRole('region', { name: 'Recorder' });
  await recorder.getByRole('button', { name: 'Record', exact: true }).click();
  const meter = recorder.getByRole('meter');
  await meter.waitFor();
  // Four seconds of sound, by the recorder's own clock.
  await recorder
    .getByRole('timer')
    .filter({ hasText: /0?0:0[4-9]/ })
    .waitFor({ timeout: 30_000 });
  await recorder.getByRole('button', { name: 'Stop and draft' }).click();
  await note(page).waitFor({ timeout: 120_000 });
};

const edit = async (page: Page): Promise<void> => {
  await note(page).locator('p[data-line]').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(` ${CANARIES.takenBack}`);
  await saved(page);
  for (let i = 0; i <= CANARIES.takenBack.length; i += 1) await page.keyboard.press('Backspace');
  await page.keyboard.type(` ${CANARIES.typed}.`);
  await saved(page);
  await noteLine(page, CANARIES.typed).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  const palette = page.locator('[cmdk-input]');
  await palette.fill(CANARIES.inThePalette);
  await palette.press('Escape');
  await palette.waitFor({ state: 'detached' });
};

const sign = async (page: Page): Promise<void> => {
  const passphrase = await openApproving(page);
  await passphrase.fill(CANARIES.passphrase);
  await page.getByRole('button', { name: /^Sign (and|with)/ }).click();
  await page.getByText('The signature holds').waitFor();
};

/** The clinician's way through one visit, from the chart to the signed addendum, on the screens of the app. */
export const wholeVisit = async (page: Page, chart: string): Promise<void> => {
  await page.getByTestId('files').setInputFiles(chart);
  await page.getByRole('heading', { name: new RegExp(CANARIES.family) }).waitFor();
  await page.keyboard.press('1');
  await page.getByText(CANARIES.problem).first().waitFor();
  await page.getByLabel('Given by').fill(CANARIES.consentBy);
  await page.getByRole('button', { name: 'Consent was given' }).click();
  await page.getByText(`Given by word of mouth by ${CANARIES.consentBy}`).waitFor();
  await page.getByLabel('Who is in the room').fill(CANARIES.inTheRoom);
  await page.getByRole('button', { name: 'Note it' }).click();
  await page.getByRole('button', { name: 'Noted' }).waitFor();
  await record(page);
  await edit(page);
  await sign(page);
  const opened = page.context().waitForEvent('page');
  const item = page.getByRole('listitem').filter({ hasText: 'Visit note' });
  await item.getByRole('button', { name: 'Print' }).click();
  const final = await opened;
  await final.getByText(CANARIES.typed).waitFor();
  await final.close();
  await page.getByLabel('New addendum').fill(CANARIES.addendum);
  const addendum = page.locator('form').filter({ has: page.getByLabel('New addendum') });
  await addendum.getByLabel('Your passphrase').fill(CANARIES.passphrase);
  await page.getByRole('button', { name: 'Sign the addendum' }).click();
  await page.locator('.addendum', { hasText: CANARIES.addendum }).waitFor();
};
