import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { note, noteLine, openSample, saved, sources } from '../../fixtures/app-page.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';

const desk = deskForFile();

const openNote = async (): Promise<{ page: Page; complaints: string[] }> => {
  const opened = await desk.open();
  await openSample(opened.page);
  return opened;
};

/** Puts the caret at the end of a line, to type. */
const typeIn = async (page: Page, words: string): Promise<void> => {
  await noteLine(page, words).click();
  await page.keyboard.press('End');
};

/** Makes every frame take 80 ms, as on a machine that is drafting: several keys then fall between two frames. */
const keepBusy = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const burn = (): void => {
      const until = performance.now() + 80;
      while (performance.now() < until);
      requestAnimationFrame(burn);
    };
    requestAnimationFrame(burn);
  });

const lines = (page: Page): Promise<string[]> => note(page).locator('p[data-line]').allTextContents();

/** What the crash buffer holds, as letters: sealed text is none that can be read. */
const buffered = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const asked = indexedDB.open('footnote-edits');
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      asked.onsuccess = () => {
        resolve(asked.result);
      };
      asked.onerror = () => {
        reject(new Error('no buffer'));
      };
    });
    const rows = database.transaction('edits').objectStore('edits').getAll();
    const found = await new Promise<{ sealed: ArrayBuffer }[]>((resolve) => {
      rows.onsuccess = () => {
        resolve(rows.result as { sealed: ArrayBuffer }[]);
      };
    });
    database.close();
    return found.map(({ sealed }) => new TextDecoder('latin1').decode(sealed));
  });

describe('a line and what it rests on', () => {
  it('shows the words that were said, who said them and when, and remembers that it was looked at', async () => {
    const { page, complaints } = await openNote();
    const line = noteLine(page, 'Takes lisinopril');
    await line.click();
    await sources(page).getByText('Said by patient at 0:').first().waitFor();
    expect(await sources(page).locator('.evidence mark').first().textContent()).toBe(
      'lisinopril, twenty milligrams every morning',
    );
    await note(page).locator('p.seen', { hasText: 'Takes lisinopril' }).waitFor();
    expect(await line.getAttribute('data-marks')).toMatch(/^\d+$/);
    expect(await page.getByText('Draft', { exact: true }).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('is that of the line the keys are at, with the point above it, whatever line the pointer rests on', async () => {
    const { page } = await openNote();
    const shown = sources(page).locator('.evidence .source-mark').first();
    await noteLine(page, 'Return in six weeks').hover();
    await expect
      .poll(async () => shown.textContent())
      .toBe(await noteLine(page, 'Return in six weeks').getAttribute('data-marks'));
    await page.keyboard.press('f');
    const point = sources(page).getByRole('region', { name: 'Point to look at' });
    await point.waitFor();
    const { y, height } = (await point.boundingBox()) ?? { y: -1, height: 0 };
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeLessThanOrEqual(720);
    await page.keyboard.press('Escape');
    await noteLine(page, 'Takes lisinopril').click();
    await noteLine(page, 'Return in six weeks').hover();
    await page.keyboard.press('ArrowDown');
    const current = note(page).locator('p[aria-current]');
    await expect
      .poll(async () =>
        (await current.getAttribute('data-marks'))?.startsWith((await shown.textContent()) ?? '-'),
      )
      .toBe(true);
    await page.context().close();
  });

  it('plays the words from half a second before them and stops after them', async () => {
    const { page } = await openNote();
    await noteLine(page, 'Return in six weeks').hover();
    const button = sources(page).getByRole('button', { name: /^Play from/ });
    await noteLine(page, 'Return in six weeks').click();
    await button.first().click();
    const audio = page.locator('audio');
    const start = await audio.evaluate((element: HTMLAudioElement) => element.currentTime);
    const [minutes, seconds] = (/(\d+):(\d+)/.exec((await button.first().textContent()) ?? '') ?? [])
      .slice(1)
      .map(Number);
    const said = (minutes ?? 0) * 60 + (seconds ?? 0);
    expect(start).toBeGreaterThan(said - 0.6);
    expect(start).toBeLessThan(said + 2);
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor({ timeout: 20_000 });
    expect(await audio.evaluate((element: HTMLAudioElement) => element.currentTime)).toBeLessThan(said + 6);
    await page.context().close();
  });

  it('is found from the words: picking a passage shows the lines that rest on it, and leads to them', async () => {
    const { page } = await openNote();
    await page.keyboard.press('3');
    await page.getByRole('button', { name: /I get up three times/ }).click();
    await page.getByText('No line of the note rests on this.').waitFor();
    await page.getByRole('button', { name: /around two hundred/ }).click();
    await page.getByRole('button', { name: /Sugars around 200/ }).click();
    await note(page).locator('p[aria-current]', { hasText: 'Sugars around 200' }).waitFor();
    await page.context().close();
  });

  it('is found from selected words alone: others of the same turn lead to no line', async () => {
    const { page } = await openNote();
    await page.keyboard.press('3');
    await page.getByRole('button', { name: /lisinopril, twenty/ }).waitFor();
    const select = async (word: string): Promise<void> => {
      const place = await page
        .getByRole('button', { name: /lisinopril, twenty/ })
        .evaluate((turn, wanted) => {
          const texts = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT);
          for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            const start = text.textContent?.indexOf(wanted) ?? -1;
            if (start < 0) continue;
            const range = document.createRange();
            range.setStart(text, start);
            range.setEnd(text, start + wanted.length);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x: x + width / 2, y: y + height / 2 };
          }
          throw new Error('the word is not there');
        }, word);
      await page.mouse.dblclick(place.x, place.y);
    };
    await select('breakfast');
    await page.getByText('No line of the note rests on this.').waitFor();
    await select('lisinopril');
    await page.getByRole('button', { name: /Takes lisinopril/ }).waitFor();
    await page.context().close();
  });
});

describe('typing', () => {
  it('is checked as it stands, saved, shown as a change since the draft, and undone', async () => {
    const { page, complaints } = await openNote();
    await typeIn(page, 'Return in six weeks.');
    await page.keyboard.type(' Take warfarin 5 mg at night.');
    await note(page).locator('p.asks-show, p.asks-interrupt', { hasText: 'warfarin' }).waitFor();
    await saved(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+D');
    await page.getByRole('dialog').locator('ins', { hasText: 'warfarin' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await note(page)
      .locator('p', { hasText: /^Return in six weeks\.$/ })
      .waitFor();
    await saved(page);
    await page.reload();
    await noteLine(page, 'Return in six weeks.').waitFor();
    expect(await note(page).textContent()).not.toContain('warfarin');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('can be undone after all that the browser kept was wiped: only the record remembers it', async () => {
    const { page } = await openNote();
    await typeIn(page, 'Diabetes follow-up.');
    await page.keyboard.type(' Came with her daughter.');
    await saved(page);
    const session = await page.context().newCDPSession(page);
    const storageTypes = 'indexeddb,local_storage';
    const { origin } = new URL(page.url());
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes });
    expect(await page.evaluate(async () => (await indexedDB.databases()).length + localStorage.length)).toBe(
      0,
    );
    await page.reload();
    await noteLine(page, 'Came with her daughter').waitFor();
    await note(page).press('Control+z');
    await noteLine(page, /^Diabetes follow-up\.$/).waitFor();
    await page.context().close();
  });

  it('is not lost by leaving at once: what was saved before and what was just typed are both there again', async () => {
    const { page } = await openNote();
    const address = page.url();
    await typeIn(page, 'Diabetes follow-up.');
    await page.keyboard.type(' Came by bus.');
    await saved(page);
    await page.keyboard.type(' Left early');
    await page.keyboard.press('Alt+h');
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    await page.goto(address);
    await noteLine(page, 'Diabetes follow-up. Came by bus. Left early').waitFor();
    await page.context().close();
  });

  it('survives the loss of the page in the middle of a word', async () => {
    const { page } = await openNote();
    const address = page.url();
    const context = page.context();
    // Nothing that is typed reaches the record any more.
    await page.route('**/op/edit.apply', (route) => route.abort());
    await typeIn(page, 'Left foot tingles at night.');
    await page.keyboard.type(' Worse since Tues');
    await expect.poll(() => buffered(page), { timeout: 10_000 }).toHaveLength(1);
    expect((await buffered(page))[0]).not.toMatch(/Tues|foot/);
    const session = await context.newCDPSession(page);
    session.send('Page.crash').catch(() => undefined);
    const other = await context.newPage();
    await other.goto(address);
    await noteLine(other, 'Worse since Tues').waitFor();
    await other.getByText('They have been put back').waitFor();
    await saved(other);
    await expect.poll(() => buffered(other), { timeout: 10_000 }).toEqual([]);
    await context.close();
  });

  it('loses no key on a busy page: a line is split where the caret is seen, right after the click', async () => {
    const { page } = await openNote();
    const line = noteLine(page, 'Denies chest pain');
    const before = await line.getAttribute('data-marks');
    await keepBusy(page);
    await line.click();
    await page.keyboard.press('Home');
    for (let letter = 0; letter < 'Denies chest pain'.length; letter += 1)
      await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Nor ');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.type(' today');
    await noteLine(page, /^Denies chest pain today$/).waitFor();
    await noteLine(page, /^Nor {1,2}and shortness of breath\.$/)
      .and(page.locator('[data-marks]'))
      .waitFor();
    await saved(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Backspace');
    await noteLine(page, /^Denies chest pain today Nor +and shortness of breath\.$/).waitFor();
    await saved(page);
    expect(
      (await noteLine(page, 'Denies chest pain').getAttribute('data-marks'))?.split(', ').length,
    ).toBeGreaterThanOrEqual(before?.split(', ').length ?? 0);
    await page.context().close();
  });

  it('takes pasted pages, tables, scripts, right-to-left text and emoji as plain lines', async () => {
    const { page, complaints } = await openNote();
    await typeIn(page, 'Return in six weeks.');
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData(
        'text/html',
        '<table><tr><td onclick="x()">Drug</td></tr></table><script>window.hurt = 1</script>',
      );
      data.setData('text/plain', ' <img src=x onerror=window.hurt=1>\nAspirin\t81 mg\nשלום 👩‍⚕️\n\nlast');
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await noteLine(page, 'last').waitFor();
    const texts = await lines(page);
    expect(texts.slice(-4)).toEqual([
      'Return in six weeks.<img src=x onerror=window.hurt=1>',
      'Aspirin, 81 mg',
      'שלום 👩‍⚕️',
      'last',
    ]);
    await saved(page);
    await page.reload();
    await noteLine(page, 'Aspirin, 81 mg').waitFor();
    expect(await page.evaluate(() => 'hurt' in globalThis)).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('puts a person’s phrase where its abbreviation was typed', async () => {
    const { page } = await openNote();
    await page.evaluate(() => {
      location.hash = '#/settings/phrases';
    });
    await page.getByLabel('Abbreviation').fill('.fu');
    await page.getByLabel('Phrase', { exact: true }).fill('Follow up sooner if worse.');
    await page.getByRole('button', { name: 'Add the phrase' }).click();
    await page.getByText('.fu', { exact: true }).waitFor();
    await page.goBack();
    await noteLine(page, 'Return in six weeks.').waitFor();
    await typeIn(page, 'Return in six weeks.');
    await page.keyboard.type(' .fu ');
    await noteLine(page, 'Return in six weeks. Follow up sooner if worse.').waitFor();
    await page.context().close();
  });
});

describe('a line in another place', () => {
  it('is dragged there, or goes by keyboard, with its sources, into another section too; and is undone', async () => {
    const { page, complaints } = await openNote();
    const texts = (section: string): Promise<string[]> =>
      note(page).locator(`section[data-section="${section}"] p`).allTextContents();
    const line = noteLine(page, 'Left foot tingles');
    const marks = await line.getAttribute('data-marks');
    await line.hover();
    await page.locator('.line-grip').dragTo(noteLine(page, 'Sugars around 200'), {
      targetPosition: { x: 40, y: 3 },
    });
    await expect.poll(async () => (await texts('hpi'))[0]).toContain('Left foot tingles');
    await saved(page);
    // Up once more: over the edge of its section.
    await line.click();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => texts('cc')).toEqual(['Diabetes follow-up.', 'Left foot tingles at night.']);
    expect((await texts('hpi'))[0]).toContain('Sugars');
    await saved(page);
    await page.reload();
    await line.waitFor();
    expect(await texts('cc')).toHaveLength(2);
    expect((await line.getAttribute('data-marks'))?.split(', ')).toHaveLength(marks?.split(', ').length ?? 0);
    await note(page).press('Control+z');
    await expect.poll(() => texts('cc')).toHaveLength(1);
    expect((await texts('hpi'))[0]).toContain('Left foot tingles');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('what there is to look at', () => {
  it('keeps a dismissed point with its reason over a reload', async () => {
    const { page } = await openNote();
    await page.locator('.flag-head').first().click();
    await page.keyboard.press('d');
    await page.getByLabel('Why?').fill('raised by cardiology');
    await page.keyboard.press('Enter');
    await page.getByText('1 settled').waitFor();
    await page.reload();
    await page.getByText('1 settled').click();
    await page.locator('.flag.settled').getByRole('button').first().click();
    await page.getByText('raised by cardiology').waitFor();
    await page.context().close();
  });

  it('offers what was said and left out, and puts it in with its evidence', async () => {
    const { page } = await openNote();
    await page.getByRole('tab', { name: /Said, not in the note/ }).click();
    const first = page.locator('.flag').first();
    const count = await page.locator('.flag').count();
    const words = ((await first.locator('.flag-message').textContent()) ?? '').replace(/^.*?: /, '');
    await first.getByRole('button').first().click();
    await first.getByRole('button', { name: 'Put it in' }).click();
    await noteLine(page, words.slice(0, 30)).waitFor();
    await sources(page)
      .locator('.evidence')
      .getByText(/^Said by/)
      .first()
      .waitFor();
    await saved(page);
    await expect.poll(() => page.locator('.flag').count(), { timeout: 10_000 }).toBe(count - 1);
    await page.context().close();
  });

  it('arranges sections: another order, another title', async () => {
    const { page } = await openNote();
    await page.getByRole('button', { name: 'Arrange sections' }).click();
    await page.getByRole('button', { name: 'Move Assessment and plan up' }).click();
    await page.getByLabel('Title of Chief complaint').fill('Why she came');
    await page.getByRole('button', { name: 'Use this order' }).click();
    await saved(page);
    await page.reload();
    await noteLine(page, 'Diabetes follow-up').waitFor();
    expect(await note(page).locator('h2').allTextContents()).toEqual([
      'Why she came',
      'Assessment and plan',
      'History of present illness',
    ]);
    await page.context().close();
  });

  it('leaves a section out and takes it back whole', async () => {
    const { page } = await openNote();
    const titles = (): Promise<string[]> => note(page).locator('h2').allTextContents();
    const before = await titles();
    await page.getByRole('button', { name: 'Arrange sections' }).click();
    await page.getByRole('button', { name: 'Leave out History of present illness' }).click();
    await page.getByRole('button', { name: 'Use this order' }).click();
    await expect.poll(() => lines(page)).not.toContain('Takes lisinopril 20 mg every morning.');
    await saved(page);
    await note(page).press('Control+z');
    await noteLine(page, 'Takes lisinopril').waitFor();
    expect(await titles()).toEqual(before);
    await saved(page);
    await page.context().close();
  });
});
