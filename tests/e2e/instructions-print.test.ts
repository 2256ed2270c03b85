import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Browser } from 'playwright';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderInstructionsHtml } from '../../shared/deliver/sheet-html.ts';
import { loadSheetTemplates } from '../../shared/deliver/templates.ts';
import { openChromium } from '../fixtures/chromium.ts';
import { makeSheet } from '../fixtures/sheet/made-sheet.ts';

const templates = loadSheetTemplates();
const stored = join(import.meta.dirname, '../fixtures/sheet');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let folder = '';

beforeAll(async () => {
  browser = await openChromium();
  folder = mkdtempSync(join(tmpdir(), 'footnote-print-'));
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const print = async (html: string, name: string): Promise<string> => {
  const page = await browser.newPage();
  await page.setContent(html);
  const path = join(folder, `${name}.pdf`);
  writeFileSync(path, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  await page.close();
  return path;
};
const pagesOf = (pdf: string): string[] =>
  execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
    .split('\f')
    .filter((page) => page.trim());
const picturesOf = (pdf: string, name: string): string[] => {
  execFileSync('pdftoppm', ['-r', '40', '-gray', '-png', pdf, join(folder, name)]);
  return readdirSync(folder)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.png'))
    .sort();
};

describe.each(['en', 'es'])('the sheet in %s', (language) => {
  it('meets WCAG 2.2 AA', async () => {
    const page = await browser.newPage({ bypassCSP: true });
    await page.setContent(renderInstructionsHtml(makeSheet(language), templates));
    await page.addScriptTag({ content: axe });
    const violations = (await page.evaluate(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((found) => found.violations.map((each) => each.id))`,
    )) as string[];
    await page.close();
    expect(violations).toEqual([]);
  });

  it.each(['letter', 'a4'] as const)(
    'prints on %s with head, foot and DRAFT on every page',
    async (paper) => {
      const pdf = await print(
        renderInstructionsHtml(makeSheet(language), templates, { paper }),
        `${language}-${paper}`,
      );
      const pages = pagesOf(pdf);
      expect(pages.length).toBeGreaterThan(2);
      pages.forEach((page, at) => {
        expect(page).toContain('River Street Clinic, Rosa Delgado');
        expect(page).toContain('DRAFT');
        expect(page).toMatch(new RegExp(`(?:Page|Página) ${at + 1} (?:of|de) ${pages.length}`));
      });
    },
  );

  it('looks as it did when it was last looked at', async () => {
    const pdf = await print(renderInstructionsHtml(makeSheet(language), templates), `${language}-look`);
    for (const file of picturesOf(pdf, `${language}-look`)) {
      const kept = join(stored, file);
      expect(existsSync(kept), `${file} has no stored picture`).toBe(true);
      const now = PNG.sync.read(readFileSync(join(folder, file)));
      const then = PNG.sync.read(readFileSync(kept));
      expect([now.width, now.height]).toEqual([then.width, then.height]);
      const different = pixelmatch(now.data, then.data, undefined, now.width, now.height, { threshold: 0.2 });
      // Fonts differ a little between machines; a lost row or a moved table does more than this.
      expect(different / (now.width * now.height)).toBeLessThan(0.02);
    }
  });
});

describe('the name of a medicine', () => {
  const withMedicine = (name: string): string => {
    const sheet = makeSheet('en');
    const sections = sheet.sections.map((section) => ({
      ...section,
      lines: section.lines.map((line) =>
        line.medicine ? { ...line, medicine: { ...line.medicine, name } } : line,
      ),
    }));
    return renderInstructionsHtml({ ...sheet, sections }, templates, { tearOff: true, paper: 'letter' });
  };

  it.each(['acetaminophen', 'hydrochlorothiazide'])('%s is whole in every row and list', async (name) => {
    const page = await browser.newPage();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 672, height: 900 });
    await page.setContent(withMedicine(name));
    const heights = (await page.evaluate(
      `[...document.querySelectorAll('.medicine bdi')].map((each) => each.getClientRects().length)`,
    )) as number[];
    await page.close();
    expect(heights.length).toBeGreaterThan(6);
    expect(new Set(heights)).toEqual(new Set([1]));
  });

  it('of 200 letters stays inside the page', async () => {
    const page = await browser.newPage();
    await page.setContent(withMedicine('Abcdefghij'.repeat(20)));
    const overflow = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
    await page.close();
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

describe('a name that tries the page', () => {
  it.each([
    ['markup', '<b onclick="x">Ana</b></style><script>document.title = "taken"</script>'],
    ['right-to-left script', 'ليلى حسن'],
    ['300 letters', 'Abcdefghij'.repeat(30)],
  ])('prints %s inside the page and runs nothing', async (_, name) => {
    const page = await browser.newPage();
    await page.setContent(renderInstructionsHtml(makeSheet('en', name), templates));
    expect(await page.title()).toBe('DRAFT: After your visit');
    expect(await page.locator('.identity dd').first().innerText()).toBe(name);
    const overflow = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
    expect(overflow).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('drops the watermark only from an approved sheet', async () => {
    const final = {
      ...makeSheet('en'),
      status: 'approved' as const,
      approval: { by: 'Dr. Reyes', on: '2026-03-02' },
    };
    const pages = pagesOf(await print(renderInstructionsHtml(final, templates), 'final'));
    expect(pages.join('')).not.toContain('DRAFT');
  });
});
