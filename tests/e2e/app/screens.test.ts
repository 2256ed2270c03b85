import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { composeStages } from '../../../shared/hosts/compose.ts';
import {
  note,
  noteLine,
  openApproving,
  openPage,
  openSample,
  reviewServices,
  saved,
  seriousFindings,
} from '../../fixtures/app-page.ts';
import { knownServices } from '../../fixtures/drafted-visit.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { picture } from '../../fixtures/picture.ts';
import { startApp } from '../../fixtures/real-app.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';

const desk = deskForFile();

const goTo = async (page: Page, hash: string): Promise<void> => {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
};

/** What stands on a screen once it is there. */
const PARTS: readonly (readonly [key: string, name: string, is: (page: Page) => Promise<unknown>])[] = [
  ['1', 'record', (page) => page.getByRole('button', { name: 'Consent was given' }).waitFor()],
  ['2', 'note', (page) => noteLine(page, 'Takes lisinopril').waitFor()],
  ['3', 'said', (page) => page.getByRole('button', { name: /around two hundred/ }).waitFor()],
  ['4', 'sheet', (page) => page.getByRole('heading', { name: 'Preview of the printed sheet' }).waitFor()],
  ['5', 'approve', (page) => page.getByLabel('Your passphrase').waitFor()],
  ['6', 'history', (page) => page.getByRole('cell', { name: 'Draft made' }).waitFor()],
];
const SETTINGS: readonly (readonly [tab: string, heading: string])[] = [
  ['sound', 'Microphone'],
  ['models', 'Speech models'],
  ['phrases', 'Phrases'],
  ['people', 'People'],
  ['clinic', 'Clinic'],
  ['connections', 'Connections'],
  ['history', 'Audit'],
  ['about', 'About'],
];

/** Zoom makes a window of 1280x720 half as many CSS pixels wide. */
const TWICE_THE_SIZE = { width: 640, height: 360 };

/** Nothing runs out of the window sideways, and no control is cut off. */
const fits = async (page: Page, name: string): Promise<void> => {
  const { over, cut } = await page.evaluate(() => {
    // A wide table may be scrolled in its own frame.
    const scrolls = (element: Element): boolean => {
      for (let up = element.parentElement; up; up = up.parentElement)
        if (/auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
      return false;
    };
    const controls = [
      ...document.querySelectorAll(
        'button, a[href]:not(.skip), input, select, textarea:not([aria-hidden="true"]), [role="tab"]',
      ),
    ];
    return {
      over: document.documentElement.scrollWidth - innerWidth,
      cut: controls
        .filter((control) => {
          const { left, right, width, height } = control.getBoundingClientRect();
          return width > 1 && height > 1 && (left < -1 || right > innerWidth + 1) && !scrolls(control);
        })
        .map((control) => control.getAttribute('aria-label') ?? control.textContent),
    };
  });
  expect({ over: Math.max(0, over), cut }, name).toEqual({ over: 0, cut: [] });
};

describe.each(['light', 'dark'] as const)('every screen in the %s theme', (colorScheme) => {
  it('has nothing serious for axe, and complains of nothing', async () => {
    const { page, complaints } = await desk.open({ colorScheme });
    const look = async (name: string): Promise<void> => {
      expect(await seriousFindings(page), name).toEqual([]);
      // The pictures of these two are made below, of a sheet drafted for real and of a visit that was approved.
      if (name !== 'sheet' && name !== 'doing') await picture(page, `${name}-${colorScheme}`);
    };
    await page.getByRole('button', { name: 'Try the sample visit' }).waitFor();
    await openSample(page);
    for (const [key, name, is] of PARTS) {
      await page.keyboard.press(key);
      await is(page);
      if (name === 'note') {
        await page.keyboard.press('f');
        await page.locator('.flag.at-hand, p[aria-current].asks-risk').first().waitFor();
      }
      await look(name);
    }
    await page.keyboard.press('Alt+h');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await look('today');
    for (const [tab, heading] of SETTINGS) {
      await goTo(page, `#/settings/${tab}`);
      await page.getByRole('heading', { name: heading, level: 2 }).waitFor();
      await look(`settings-${tab}`);
    }
    await goTo(page, '#/doing');
    await page.getByRole('heading', { name: 'How it is doing here' }).waitFor();
    await look('doing');
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await look('keys');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('A patient, a part, a setting…').waitFor();
    await look('palette');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a visit that was approved', () => {
  it('shows what was signed, and is counted, in both themes and at twice the size', async () => {
    const signing = await startApp(reviewServices());
    const light = await openPage(desk.browser, signing);
    await openSample(light.page);
    await noteLine(light.page, 'Return in six weeks.').click();
    await light.page.keyboard.press('End');
    await light.page.keyboard.type(' Come sooner if the foot is worse.');
    await saved(light.page);
    const passphrase = await openApproving(light.page);
    await passphrase.fill(CLINICIAN.passphrase);
    await passphrase.press('Enter');
    await light.page.getByLabel('New addendum').waitFor();
    const dark = await openPage(desk.browser, signing, { colorScheme: 'dark' });
    await dark.page.getByRole('link', { name: 'Rosa Delgado' }).click();
    for (const [theme, { page, complaints }] of Object.entries({ light, dark })) {
      await page.keyboard.press('5');
      await page.getByLabel('New addendum').waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await picture(page, `approved-${theme}`);
      await goTo(page, '#/doing');
      await page.getByRole('table', { name: 'How it is doing here' }).waitFor();
      await page.getByRole('cell', { name: 'Assessment and plan' }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await picture(page, `doing-${theme}`);
      await page.setViewportSize(TWICE_THE_SIZE);
      await fits(page, 'doing');
      await page.goBack();
      await page.keyboard.press('5');
      await page.getByLabel('New addendum').waitFor();
      await fits(page, 'approved');
      // A sheet that the edit made stale is refused to be signed before it is looked at.
      expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
      await page.context().close();
    }
    await signing.close();
  });
});

describe('the sheet of the sample visit, as it is really drafted', () => {
  it('tells the change of medicine beside its printed form, in both themes and languages', async () => {
    const known = knownServices();
    const drafting = await startApp({
      ...known,
      stages: { ...composeStages(), transcribe: known.stages.transcribe },
    });
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, complaints } = await openPage(desk.browser, drafting, { colorScheme });
      if (colorScheme === 'light') await page.getByRole('button', { name: 'Try the sample visit' }).click();
      else await page.getByRole('link', { name: 'Rosa Delgado' }).click();
      await note(page).waitFor();
      await page.keyboard.press('4');
      await page
        .getByText(/Now take 1000 mg/)
        .first()
        .waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      await picture(page, `sheet-${colorScheme}`);
      await page.getByText('Spanish', { exact: true }).click();
      await page
        .getByText(/Ahora tome 1000 mg/)
        .first()
        .waitFor();
      await picture(page, `sheet-spanish-${colorScheme}`);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
    await drafting.close();
  });
});

describe('a first run', () => {
  it('asks three questions, gives the printed key, tests the microphone and opens the day', async () => {
    const empty = await startApp(knownServices(), { empty: true });
    const { page, complaints } = await openPage(desk.browser, empty);
    const answer = async (name: string, passphrase: string, button: string): Promise<void> => {
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('New passphrase').fill(passphrase);
      await page.getByLabel('The same again').fill(passphrase);
      await page.getByRole('button', { name: button }).click();
    };
    await page.getByLabel('Name of the clinic').fill('Harbour Street Practice');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(page, 'first-run-light');
    await answer('Dr Noor Haddad', 'six brave otters swim', 'Next');
    await answer('Front desk', 'twelve quiet paper boats', 'Make the record');
    expect(((await page.getByTestId('recovery-key').textContent()) ?? '').length).toBeGreaterThan(20);
    await page.getByLabel('It is printed or written down').check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Test the microphone' }).waitFor();
    await page.getByRole('button', { name: 'Start working' }).click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await page.getByRole('button', { name: 'Signed in: Dr Noor Haddad' }).click();
    await page.getByRole('menuitem', { name: 'Lock the screen' }).click();
    await page.getByRole('heading', { name: 'Locked' }).waitFor();
    await page.getByLabel('Passphrase').fill('not this one at all');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('alert').getByText('The name or the passphrase is not right.').waitFor();
    await page.getByLabel('Passphrase').fill('six brave otters swim');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
    await empty.close();
  });
});

describe('the keyboard alone', () => {
  it('goes from the day to a reviewed note, what was said, the sheet and the signature', async () => {
    const { page } = await desk.open();
    const focusOn = async (name: RegExp): Promise<void> => {
      for (let press = 0; press < 60; press += 1) {
        await page.keyboard.press('Tab');
        const text = await page.evaluate(
          () =>
            document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        );
        if (name.test(text)) return;
      }
      throw new Error(`the Tab key never reached ${String(name)}`);
    };
    await page.getByRole('button', { name: 'Try the sample visit' }).waitFor();
    await focusOn(/Try the sample visit/);
    await page.keyboard.press('Enter');
    await noteLine(page, 'Takes lisinopril').waitFor();
    await page.locator('.ProseMirror-focused').waitFor();
    for (let down = 0; down < 3; down += 1) await page.keyboard.press('ArrowDown');
    await note(page).locator('p[aria-current]', { hasText: 'lisinopril' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.type(' Checked.');
    await noteLine(page, 'Takes lisinopril 20 mg every morning. Checked.').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await page.keyboard.press('3');
    await page.getByRole('button', { name: /around two hundred/ }).waitFor();
    await page.keyboard.press('4');
    await page.getByRole('heading', { name: 'Preview of the printed sheet' }).waitFor();
    await page.keyboard.press('5');
    await page.getByText('lines with a medicine, dose, side').waitFor();
    await page.keyboard.press('Alt+h');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await page.context().close();
  });
});

describe('the screens', () => {
  it('speak Spanish from the first word on', async () => {
    const { page } = await desk.open();
    await page.getByText('ES', { exact: true }).click();
    await page.getByRole('heading', { name: 'Hoy' }).waitFor();
    await page.getByRole('button', { name: 'Probar la visita de muestra' }).click();
    await page.getByText('De dónde viene').first().waitFor();
    await page.keyboard.press('5');
    await page.getByLabel('Su frase de acceso').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
    await page.context().close();
  });

  it('can be used at twice the size: nothing runs out of the window sideways, and no control is cut off', async () => {
    const { page } = await desk.open({ viewport: TWICE_THE_SIZE, deviceScaleFactor: 2 });
    await page.getByRole('button', { name: 'Try the sample visit' }).waitFor();
    await fits(page, 'today-empty');
    await openSample(page);
    for (const [key, name, is] of PARTS) {
      await page.keyboard.press(key);
      await is(page);
      await fits(page, name);
      if (name === 'note') {
        const tops = await Promise.all(
          ['.visit-centre', '.visit-left'].map(
            async (part) => (await page.locator(part).first().boundingBox())?.y,
          ),
        );
        // The note comes before the brief where they do not fit side by side.
        expect(tops[0]).toBeLessThan(tops[1] ?? 0);
      }
    }
    await page.keyboard.press('Alt+h');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await fits(page, 'today');
    for (const [tab, heading] of SETTINGS) {
      await goTo(page, `#/settings/${tab}`);
      await page.getByRole('heading', { name: heading, level: 2 }).waitFor();
      await fits(page, `settings-${tab}`);
    }
    await goTo(page, '#/doing');
    await page.getByRole('heading', { name: 'How it is doing here' }).waitFor();
    await fits(page, 'doing');
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await fits(page, 'keys');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('A patient, a part, a setting…').waitFor();
    await fits(page, 'palette');
    await page.keyboard.press('Escape');
    await goTo(page, '#/');
    await page.getByRole('button', { name: 'New visit' }).click();
    await page.getByRole('dialog', { name: 'New visit' }).waitFor();
    await fits(page, 'new visit');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Signed in' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await fits(page, 'sign-in');
    // The tests after this one find the clinician at the desk.
    expect(await desk.app.app.call('people.sign-in', CLINICIAN)).toMatchObject({ ok: true });
    await page.context().close();
  });

  it('say of a file that is no chart what to do, with one button that helps', async () => {
    const refusing = await startApp(knownServices());
    const { page } = await openPage(desk.browser, refusing);
    await page.getByTestId('files').setInputFiles({
      name: 'chart.json',
      mimeType: 'application/json',
      buffer: Buffer.from('refuse me'),
    });
    const alert = page.getByRole('alert');
    await alert.getByText('This file is not a FHIR or C-CDA chart.').waitFor();
    expect(await alert.getByRole('button').allTextContents()).toEqual(['Choose another file']);
    await page.context().close();
    await refusing.close();
  });

  it('begin with less than 250 kB of compressed script', async () => {
    const { page } = await desk.open();
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map((entry) => entry.name)
        .filter((name) => name.endsWith('.js')),
    );
    const bodies = await Promise.all(
      scripts.map((script) => page.evaluate(async (address) => (await fetch(address)).text(), script)),
    );
    const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).byteLength, 0);
    expect(scripts.length).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(250_000);
    await page.context().close();
  });
});
