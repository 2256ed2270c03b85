import { describe, expect, it } from 'vitest';
import { openSample } from '../../fixtures/app-page.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';

const desk = deskForFile();

describe.each(['light', 'dark'] as const)('the sound of a visit in the %s theme', (colorScheme) => {
  it('is a picture that shows where it is and goes where it is clicked', async () => {
    const { page, complaints } = await desk.open({ colorScheme });
    await openSample(page);
    const picture = page.getByTestId('waveform');
    await picture.locator('canvas').first().waitFor({ state: 'attached' });
    // Loud and quiet stretches are told apart: not every column of the drawing is as high as the next.
    const heights = await picture
      .locator('.canvases canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
        if (!pixels) return [];
        return Array.from(
          { length: canvas.width },
          (_, x) =>
            Array.from(
              { length: canvas.height },
              (__, y) => pixels.data[(y * canvas.width + x) * 4 + 3] ?? 0,
            ).filter((alpha) => alpha > 0).length,
        );
      });
    expect(new Set(heights).size).toBeGreaterThan(5);

    const slider = page.getByRole('slider', { name: 'Place in the recording' });
    const box = await picture.boundingBox();
    if (!box) throw new Error('the picture has no place');
    await picture.click({ position: { x: box.width / 2, y: box.height / 2 } });
    await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0);
    const total = Number(await slider.getAttribute('aria-valuemax'));
    const now = await page.evaluate(() => (document.querySelector('audio')?.currentTime ?? 0) * 1000);
    expect(Math.abs(now - total / 2)).toBeLessThan(total / 20);

    await slider.focus();
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.querySelector('audio')?.currentTime === 0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a recording without a chart', () => {
  it('names nobody: not on the day’s list, not where consent is given, not in the head of the visit', async () => {
    const { page } = await desk.open();
    await page.getByTestId('files').setInputFiles('resources/samples/visit.flac');
    const head = page.getByRole('heading', { name: 'Visit without a chart', level: 1 });
    await head.waitFor();
    await page.keyboard.press('1');
    await page
      .getByRole('region', { name: 'Patient', exact: true })
      .getByText('Visit without a chart')
      .waitFor();
    expect(await page.getByLabel('Given by').inputValue()).toBe('');
    expect(await page.locator('body').textContent()).not.toMatch(/Recording of \d/);
    await page.context().close();
  });
});
