import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { refuse, succeed } from '../../../shared/contract/errors.ts';
import { appServices } from '../../../shared/hosts/app-services.ts';
import type { AppServices } from '../../../shared/hosts/app/services.ts';
import { diskFiles } from '../../../shared/platform/file-port.ts';
import { findInstalled } from '../../../shared/setup/run.ts';
import {
  note,
  noteLine,
  openPage,
  openSample,
  reviewServices,
  saved,
  seriousFindings,
} from '../../fixtures/app-page.ts';
import { microphoneOf, openChromium } from '../../fixtures/chromium.ts';
import { hum } from '../../fixtures/spoken.ts';
import { knownServices, sampleAudio, sampleChart } from '../../fixtures/drafted-visit.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { startApp, type RealApp } from '../../fixtures/real-app.ts';

let folder = '';
let withSound: Browser;
/** No device at all, as on a desk without a microphone. */
let withoutSound: Browser;
let app: RealApp;
/** Bytes that the disk says are free; undefined for what it really has. */
let free: number | undefined;
let speechIsThere = true;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-errors-'));
  withSound = await openChromium(...microphoneOf(hum(join(folder, 'visit.wav')), { goesOn: true }));
  withoutSound = await openChromium();
  const services = reviewServices();
  app = await startApp(
    {
      ...services,
      stages: { ...services.stages, listen: knownServices().stages.listen },
      speech: {
        ...services.speech,
        find: () => (speechIsThere ? services.speech.find() : Promise.resolve(refuse('weights-missing'))),
        list: () =>
          Promise.resolve(
            succeed([
              {
                name: 'small',
                file: 'small.bin',
                routes: ['packages'],
                bytes: 1_000_000,
                languages: ['en'],
                isDefault: true,
                state: speechIsThere ? 'installed' : 'missing',
              },
            ]),
          ),
        get: async (...asked) => {
          speechIsThere = true;
          return services.speech.get(...asked);
        },
      },
    },
    { files: { ...diskFiles, freeBytes: async (where) => free ?? diskFiles.freeBytes(where) } },
  );
});
afterAll(async () => {
  await withSound.close();
  await withoutSound.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  free = undefined;
  speechIsThere = true;
});

const recorder = (page: Page): Locator => page.getByRole('region', { name: 'Recorder' });

/** The notice in the page, its words, and the one button in it. */
const notice = async (page: Page, words: RegExp | string): Promise<Locator> => {
  const found = page.getByRole('alert').filter({ hasText: words }).first();
  await found.waitFor();
  expect(await found.getByRole('button').count()).toBe(1);
  expect(await seriousFindings(page)).toEqual([]);
  return found;
};

const newVisit = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'New visit' }).click();
  await page.getByLabel('Name of the patient').fill(name);
  await page.getByLabel('Record number').fill(`MRN of ${name}`);
  await page.getByRole('button', { name: 'Begin' }).click();
};

const record = (page: Page): Promise<void> =>
  recorder(page).getByRole('button', { name: 'Record', exact: true }).click();

const recordsNow = async (page: Page): Promise<void> => {
  await expect
    .poll(async () => (await recorder(page).getByRole('timer').textContent()) ?? '', { timeout: 20_000 })
    .toMatch(/0:0[2-9]/);
};

interface Case {
  readonly what: string;
  readonly browser?: () => Browser;
  readonly microphone?: boolean;
  readonly walk: (page: Page) => Promise<void>;
}

const chartFile = (content: string | Uint8Array) => ({
  name: 'chart.json',
  mimeType: 'application/json',
  buffer: Buffer.from(content),
});

const CASES: readonly Case[] = [
  {
    what: 'the microphone is not allowed: once it is, the button records',
    microphone: false,
    walk: async (page) => {
      await newVisit(page, 'Ann Refused');
      await record(page);
      const found = await notice(page, 'The microphone is not allowed');
      await found.getByText('Nothing was recorded yet.').waitFor();
      await page.context().grantPermissions(['microphone']);
      await found.getByRole('button', { name: 'Try again' }).click();
      await recordsNow(page);
      await recorder(page).getByRole('button', { name: 'Stop and draft' }).click();
    },
  },
  {
    what: 'there is no microphone: the button adds a recording from a file',
    browser: () => withoutSound,
    walk: async (page) => {
      await newVisit(page, 'Bo Silent');
      await record(page);
      const found = await notice(page, 'There is no microphone');
      const choosing = page.waitForEvent('filechooser');
      await found.getByRole('button', { name: 'Add a recording from a file' }).click();
      const sound = { name: 'visit.flac', mimeType: 'audio/flac', buffer: Buffer.from(sampleAudio()) };
      await (await choosing).setFiles(sound);
      await noteLine(page, 'Takes lisinopril').waitFor();
    },
  },
  {
    what: 'the speech model is missing: the button leads to where it is brought, and the visit is drafted after',
    walk: async (page) => {
      speechIsThere = false;
      await page.getByRole('button', { name: 'Try the sample visit' }).click();
      const found = await notice(page, 'Footnote cannot listen yet');
      await found.getByText('The recording is kept.').waitFor();
      const visit = page.url();
      await found.getByRole('button', { name: 'Speech models' }).click();
      await page.getByRole('heading', { name: 'Speech models' }).waitFor();
      await page.getByRole('button', { name: 'Get', exact: true }).click();
      await expect.poll(() => speechIsThere, { timeout: 10_000 }).toBe(true);
      await page.goto(visit);
      await page.getByRole('button', { name: 'Draft the note' }).click();
      await noteLine(page, 'Takes lisinopril').waitFor();
    },
  },
  {
    what: 'the disk is nearly full before the visit: nothing has begun, and the button records once there is room',
    walk: async (page) => {
      await newVisit(page, 'Cy Full');
      free = 1_000;
      await record(page);
      const found = await notice(page, 'so no recording was begun');
      expect(await found.textContent()).not.toContain('stopped');
      free = undefined;
      await found.getByRole('button', { name: 'Try again' }).click();
      await recordsNow(page);
      await recorder(page).getByRole('button', { name: 'Stop and draft' }).click();
      await noteLine(page, 'Takes lisinopril').waitFor();
    },
  },
  {
    what: 'the disk gets nearly full during the visit: all of it is kept, and the button drafts it',
    walk: async (page) => {
      await newVisit(page, 'Dee Fuller');
      await record(page);
      await recordsNow(page);
      free = 1_000;
      const found = await notice(page, 'The recording was stopped, and all of it is kept.');
      free = undefined;
      await found.getByRole('button', { name: 'Draft the note' }).click();
      await noteLine(page, 'Takes lisinopril').waitFor();
      await page.keyboard.press('1');
      await page
        .getByRole('region', { name: 'Recordings of this visit' })
        .getByText('recorded here')
        .waitFor();
    },
  },
  {
    what: 'the screen was locked in the middle of a word: the passphrase brings the words back',
    walk: async (page) => {
      await openSample(page);
      await noteLine(page, 'Return in six weeks').click();
      await page.keyboard.press('End');
      await page.keyboard.type(' Bring the diary.');
      await app.app.call('people.lock', {});
      await page.getByRole('heading', { name: 'Locked' }).waitFor();
      expect(await page.locator('body').innerText()).not.toContain('diary');
      await page.getByLabel('Passphrase').fill('not this one at all');
      await page.getByRole('button', { name: 'Unlock' }).click();
      const found = await notice(page, 'The name or the passphrase is not right.');
      await found.getByRole('button', { name: 'Try again' }).click();
      await found.waitFor({ state: 'detached' });
      await page.getByLabel('Passphrase').fill(CLINICIAN.passphrase);
      await page.getByRole('button', { name: 'Unlock' }).click();
      await noteLine(page, 'Bring the diary.').waitFor();
    },
  },
  {
    what: 'a chart is refused, on the list and in a visit: the button chooses another, of the same name too',
    walk: async (page) => {
      await page.getByTestId('files').setInputFiles(chartFile('refuse this'));
      const onList = await notice(page, 'The chart file cannot be read.');
      await onList.getByText('Nothing was lost.').waitFor();
      let choosing = page.waitForEvent('filechooser');
      await onList.getByRole('button', { name: 'Choose another file' }).click();
      await (await choosing).setFiles(chartFile(sampleChart()));
      await page.getByRole('heading', { name: 'Rosa Delgado' }).waitFor();
      choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'A newer chart' }).click();
      await (await choosing).setFiles(chartFile('{"resourceType":"Basic"}'));
      const inVisit = await notice(page, /not a FHIR or C-CDA chart|chart/);
      choosing = page.waitForEvent('filechooser');
      await inVisit.getByRole('button', { name: 'Choose another file' }).click();
      await (await choosing).setFiles(chartFile(sampleChart()));
      await inVisit.waitFor({ state: 'detached' });
    },
  },
  {
    what: 'a screen stops: the visit is safe, and the button opens it',
    walk: async (page) => {
      await openSample(page);
      const visit = page.url();
      await page
        .getByRole('link', { name: /Footnote/ })
        .first()
        .click();
      await page.reload();
      await page.getByRole('heading', { name: 'Today' }).waitFor();
      await page.route(/visit-screen.*\.js/, (route) => route.abort());
      await page.evaluate((hash) => {
        location.hash = hash;
      }, new URL(visit).hash);
      const found = await notice(page, 'This screen stopped. The visit is safe.');
      await page.unroute(/visit-screen.*\.js/);
      await found.getByRole('button').click();
      await noteLine(page, 'Takes lisinopril').waitFor();
    },
  },
  {
    what: 'the host does not answer: typed words stay here, and the button keeps them once it does',
    walk: async (page) => {
      await openSample(page);
      await page.context().setOffline(true);
      await noteLine(page, 'Return in six weeks').click();
      await page.keyboard.press('End');
      await page.keyboard.type(' Call before noon.');
      const found = await notice(page, 'Your words are kept on this screen.');
      await found.getByText('Footnote is not running any more.').waitFor();
      await page.context().setOffline(false);
      await found.getByRole('button', { name: 'Save again' }).click();
      await saved(page);
      await page.reload();
      await noteLine(page, 'Call before noon.').waitFor();
    },
  },
  {
    what: 'the host does not answer while recording: sound waits in the window and is kept when it does',
    walk: async (page) => {
      await newVisit(page, 'Flo Away');
      await record(page);
      await recordsNow(page);
      await page.context().setOffline(true);
      const found = page.getByRole('alert').filter({ hasText: 'Footnote does not answer' });
      await found.getByText('What is said is held in this window').waitFor();
      await found.getByText('Everything said before is kept.').waitFor();
      await page.context().setOffline(false);
      await found.waitFor({ state: 'detached' });
      await recorder(page).getByRole('button', { name: 'Stop and draft' }).click();
      await noteLine(page, 'Takes lisinopril').waitFor();
    },
  },
];

describe('what goes wrong, as a person meets it', () => {
  it.each(CASES)('$what', async ({ browser = () => withSound, microphone = true, walk }) => {
    const { page } = await openPage(browser(), app, { permissions: microphone ? ['microphone'] : [] });
    await walk(page);
    await page.context().close();
  });
});

/** The speech engines that this process has running. */
const engines = (): readonly number[] => {
  const rows = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .map(([pid, parent, name = '']) => ({ pid: Number(pid), parent: Number(parent), name }));
  const under = (pid: number): typeof rows =>
    rows.filter(({ parent }) => parent === pid).flatMap((row) => [row, ...under(row.pid)]);
  return under(process.pid)
    .filter(({ name }) => name.includes('whisper'))
    .map(({ pid }) => pid);
};

describe('the speech engine dies under a visit', () => {
  it('says so when it dies again and again, keeps the recording, and the button hears it after all', async () => {
    const real = appServices();
    const ears: AppServices = {
      ...real,
      speech: { ...real.speech, find: () => findInstalled('tiny.en-q8_0') },
    };
    const hearing = await startApp(ears);
    const { page } = await openPage(withSound, hearing);
    await page.getByRole('button', { name: 'Try the sample visit' }).click();
    const failed = page.getByRole('alert').filter({ hasText: 'Listening stopped' });
    let killed = 0;
    await expect
      .poll(
        async () => {
          for (const pid of engines()) {
            process.kill(pid, 'SIGKILL');
            killed += 1;
          }
          return (await failed.count()) + (await note(page).count());
        },
        { timeout: 120_000, interval: 50 },
      )
      .toBe(1);
    expect(killed).toBeGreaterThan(1);
    await failed.getByText('The recording is kept.').waitFor();
    await failed.getByRole('button', { name: 'Try again' }).click();
    await note(page).waitFor({ timeout: 120_000 });
    await page.context().close();
    await hearing.close();
  });
});
