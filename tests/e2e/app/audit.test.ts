import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openSample, signIn } from '../../fixtures/app-page.ts';
import { ADMINISTRATOR, CLINICIAN } from '../../fixtures/made-vault.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';

const desk = deskForFile();

/** The texts of one column, read once the rows are those of the answer to the last choice. */
const column = async (page: Page, place: number): Promise<readonly string[]> =>
  page
    .getByRole('table', { name: 'What happened' })
    .locator(`tbody td:nth-child(${String(place)})`)
    .allTextContents();

const choose = async (page: Page, box: Locator, option: string): Promise<void> => {
  await box.click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

const dayOf = (time: number): string => new Date(time).toLocaleDateString('sv-SE');

describe('the history of the whole record', () => {
  it('is narrowed by what happened, by whom and by day, saved without patient text, and checked', async () => {
    const { page, complaints } = await desk.open();
    await openSample(page);
    await signIn(page, ADMINISTRATOR);
    await page.evaluate(() => {
      location.hash = '#/settings/history';
    });
    const draft = page.getByRole('cell', { name: 'Draft made' });
    const certified = page.getByRole('cell', { name: 'Role given' });
    await draft.first().waitFor();

    const kind = page.getByRole('combobox', { name: 'Any kind' });
    await choose(page, kind, 'Draft made');
    await certified.first().waitFor({ state: 'detached' });
    expect(new Set(await column(page, 3))).toEqual(new Set(['Draft made']));
    await choose(page, kind, 'Draft made');
    await certified.first().waitFor();

    const person = page.getByRole('combobox', { name: 'Anybody' });
    await choose(page, person, CLINICIAN.label);
    await certified.first().waitFor({ state: 'detached' });
    expect(new Set(await column(page, 2))).toEqual(new Set([CLINICIAN.label]));
    await choose(page, person, CLINICIAN.label);
    await certified.first().waitFor();

    await page.getByLabel('From this day on').fill(dayOf(Date.now() + 2 * 86_400_000));
    await page.locator('tbody tr').first().waitFor({ state: 'detached' });
    await page.getByLabel('From this day on').fill('');
    await draft.first().waitFor();

    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).click();
    const lines = (await readFile(await (await saving).path(), 'utf8')).trim().split('\n');
    const events = lines.map((line) => JSON.parse(line) as { kind: string; by: string });
    expect(events.map(({ kind: what }) => what)).toContain('draft');
    expect(lines.join('\n')).not.toMatch(/Delgado|metformin/i);

    await page.getByRole('button', { name: 'Check the whole record' }).click();
    await page
      .getByRole('status')
      .getByText(/The record holds together/)
      .waitFor();
    // Between signing out and in, the page's questions are refused.
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
  });
});
