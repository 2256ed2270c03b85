import axe from 'axe-core';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Loopback } from '../../../shared/hosts/loopback/start-loopback.ts';
import { openChromium } from '../../fixtures/chromium.ts';
import { knownServices } from '../../fixtures/drafted-visit.ts';
import { root, startApp } from '../../fixtures/real-app.ts';

let browser: Browser;
let app: Loopback;
beforeAll(async () => {
  [browser, app] = [await openChromium(), await startApp(knownServices())];
});
afterAll(async () => {
  await browser.close();
  await app.close();
});

/** What the page itself complains of: refused by its policy, or thrown. */
const openPage = async (
  scheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; complaints: string[] }> => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: scheme,
    locale: 'en-US',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(app.link());
  return { page, complaints };
};

const openSample = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Try the sample visit' }).click();
  await page.getByRole('button', { name: /Takes lisinopril/ }).waitFor();
  // Letters that arrive late move what is under the pointer.
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
};

/** Serious and critical findings of axe on what is on the screen. */
const seriousFindings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: {
        run: () => Promise<{ violations: { id: string; impact: string; nodes: { target: unknown }[] }[] }>;
      };
    };
    return (await checker.run()).violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`);
  });
  return found;
};

describe('a drafted visit', () => {
  it('shows under a line the words that were said, who said them and when, and remembers that it was looked at', async () => {
    const { page, complaints } = await openPage();
    await openSample(page);
    await page.getByRole('button', { name: /Takes lisinopril/ }).click();
    const sources = page.getByRole('complementary', { name: 'Where this comes from' });
    await sources.getByText('Said by patient at 0:').waitFor();
    expect(await sources.locator('mark').textContent()).toBe('lisinopril, twenty milligrams every morning');
    await page.getByText('1 of 8 lines looked at').waitFor();
    expect(await page.getByText('Draft', { exact: true }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('plays the words from half a second before them and stops after them', async () => {
    const { page } = await openPage();
    await openSample(page);
    await page.getByRole('button', { name: /Return in six weeks/ }).click();
    await page.getByRole('button', { name: /^Play from/ }).click();
    const audio = page.locator('audio');
    const start = await audio.evaluate((element: HTMLAudioElement) => element.currentTime);
    const label = await page.getByRole('button', { name: /^Play from/ }).textContent();
    const [minutes, seconds] = (/(\d+):(\d+)/.exec(label ?? '') ?? []).slice(1).map(Number);
    const said = (minutes ?? 0) * 60 + (seconds ?? 0);
    expect(start).toBeGreaterThan(said - 0.6);
    expect(start).toBeLessThan(said + 2);
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor({ timeout: 20_000 });
    expect(await audio.evaluate((element: HTMLAudioElement) => element.currentTime)).toBeLessThan(said + 6);
    await page.context().close();
  });

  it('shows which lines rest on words picked in what was said', async () => {
    const { page } = await openPage();
    await openSample(page);
    await page.keyboard.press('2');
    await page.getByRole('button', { name: /I get up three times/ }).click();
    await page.getByText('No line of the note rests on this.').waitFor();
    await page.getByRole('button', { name: /around two hundred/ }).click();
    await page.getByText('1 line rests on this').waitFor();
    await page.getByRole('button', { name: /Sugars around 200/ }).click();
    await page.locator('[data-line][aria-current="true"]', { hasText: 'Sugars around 200' }).waitFor();
    await page.context().close();
  });

  it('keeps a dismissed flag with its reason over a reload', async () => {
    const { page } = await openPage();
    await openSample(page);
    await page.getByRole('button', { name: /the chart has 10 mg/ }).click();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByLabel('Why?').fill('raised by cardiology');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.locator('.flag.settled').waitFor();
    await page.reload();
    await page.locator('.flag.settled').getByRole('button').first().click();
    await page.getByText('raised by cardiology').waitFor();
    await page.context().close();
  });

  it('can be walked by keyboard alone', async () => {
    const { page } = await openPage();
    const focusOn = async (name: RegExp): Promise<void> => {
      for (let press = 0; press < 40; press += 1) {
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
    await page.getByRole('button', { name: /Takes lisinopril/ }).waitFor();
    await focusOn(/Diabetes follow-up/);
    for (let down = 0; down < 3; down += 1) await page.keyboard.press('ArrowDown');
    await page.locator('[data-line][aria-current="true"]', { hasText: 'lisinopril' }).waitFor();
    await page.getByText('Said by patient at').waitFor();
    await page.keyboard.press('f');
    await page.locator('.flag-head[aria-expanded="true"]').waitFor();
    await page.keyboard.press('3');
    await page.getByRole('heading', { name: 'After your visit' }).waitFor();
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+h');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await page.context().close();
  });

  it('speaks Spanish from the first word on', async () => {
    const { page } = await openPage();
    await page.getByText('ES', { exact: true }).click();
    await page.getByRole('heading', { name: 'Hoy' }).waitFor();
    await page.getByRole('button', { name: 'Probar la visita de muestra' }).click();
    await page.getByText('De dónde viene').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
    await page.context().close();
  });
});

describe('a file that is no chart', () => {
  it('is refused in a sentence with one button that helps', async () => {
    const { page } = await openPage();
    await page.getByTestId('files').setInputFiles({
      name: 'chart.json',
      mimeType: 'application/json',
      buffer: Buffer.from('refuse me'),
    });
    const alert = page.getByRole('alert');
    await alert.getByText('This file is not a FHIR or C-CDA chart.').waitFor();
    expect(await alert.getByRole('button').allTextContents()).toEqual(['Choose another file']);
    await page.context().close();
  });
});

/** With FOOTNOTE_SCREENS=write the pictures of the README are made anew, in docs/screens. */
const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env['FOOTNOTE_SCREENS'] === 'write')
    await page.screenshot({ path: join(root, 'docs/screens', `${name}.png`) });
};

describe.each(['light', 'dark'] as const)('every screen in the %s theme', (scheme) => {
  it('has nothing serious for axe', async () => {
    const { page } = await openPage(scheme);
    await page.getByRole('button', { name: 'Try the sample visit' }).waitFor();
    expect(await seriousFindings(page), 'today').toEqual([]);
    await picture(page, `today-${scheme}`);
    await openSample(page);
    await page.getByRole('button', { name: /Takes lisinopril/ }).click();
    expect(await seriousFindings(page), 'note').toEqual([]);
    await picture(page, `note-${scheme}`);
    await page.keyboard.press('2');
    await page.getByRole('button', { name: /around two hundred/ }).waitFor();
    expect(await seriousFindings(page), 'what was said').toEqual([]);
    await picture(page, `said-${scheme}`);
    await page.keyboard.press('3');
    await page.getByRole('heading', { name: 'After your visit' }).waitFor();
    expect(await seriousFindings(page), 'sheet').toEqual([]);
    await picture(page, `sheet-${scheme}`);
    await page.context().close();
  });
});

describe('the first screen', () => {
  it('is under 250 kB of compressed script', async () => {
    const { page } = await openPage();
    await page.getByRole('button', { name: 'Try the sample visit' }).waitFor();
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
  it('has its texts in the language files only', async () => {
    const folder = join(root, 'renderer/today');
    for (const name of await readdir(folder))
      expect(await readFile(join(folder, name), 'utf8'), name).not.toMatch(/>\s*[A-Z][a-z]+ [a-z]+ [a-z]+/);
  });
});
