import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelShelf } from '../../../shared/hosts/model-shelf.ts';
import { openPage, reviewServices, seriousFindings, signIn } from '../../fixtures/app-page.ts';
import { openChromium } from '../../fixtures/chromium.ts';
import { ADMINISTRATOR } from '../../fixtures/made-vault.ts';
import { startApp, type RealApp } from '../../fixtures/real-app.ts';
import {
  answerWith,
  startModelServer,
  type Answering,
  type ModelServer,
} from '../../support/model-server.ts';

/** Fit for messages (every line comes back, with a friendly word before it) and for a trial; for nothing else. */
const friendly: Answering = (response, asked, count) => {
  const question = asked.body.messages.find(({ role }) => role === 'user')?.content ?? '';
  if (!question.startsWith('{')) {
    answerWith({ ready: true })(response, asked, count);
    return;
  }
  const { lines = [] } = JSON.parse(question) as { lines?: { id: string; text: string }[] };
  const said = lines.map(({ id, text }) => ({ text: `Please note: ${text}`, from: [id] }));
  answerWith({ lines: said })(response, asked, count);
};

let browser: Browser;
let app: RealApp;
let server: ModelServer;
const folder = mkdtempSync(join(tmpdir(), 'footnote-passes-'));
beforeAll(async () => {
  server = await startModelServer([friendly]);
  const models = modelShelf(join(folder, 'passes.json'));
  [browser, app] = [await openChromium(), await startApp({ ...reviewServices(), models })];
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it('an administrator tests a language model in the app, and can switch on only what it has passed', async () => {
  const { page, complaints } = await openPage(browser, app);
  await signIn(page, ADMINISTRATOR);
  await page.evaluate(() => {
    location.hash = '#/settings/connections';
  });
  await page.getByLabel('A language model program').check();
  const form = page.locator('form', { hasText: 'Name of the model' });
  await form.getByLabel('Address').fill(server.url);
  await form.getByLabel('Name of the model').fill('friendly');
  await form.getByLabel('Drafting the note').uncheck();
  await form.getByLabel('Rewording lines of the note').check();
  await form.getByLabel('Friendly words for a message').check();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('has not passed the test for one of these tasks').waitFor();
  expect(server.asked).toHaveLength(0);

  await form.getByRole('button', { name: 'Test it' }).click();
  const results = form.getByRole('region', { name: /^Tests of friendly at/ });
  const row = (task: string) => results.getByRole('listitem').filter({ hasText: task });
  await row('Friendly words').getByText('passed', { exact: true }).waitFor();
  await row('Rewording lines').getByText('not passed', { exact: true }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('has not passed the test for one of these tasks').waitFor();
  await form.getByLabel('Rewording lines of the note').uncheck();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('button', { name: 'Try it' }).click();
  await form.getByText(/It answers, in/).waitFor();
  expect(await form.getByLabel('Friendly words for a message').isChecked()).toBe(true);
  expect(complaints.filter((one) => !one.includes('status of 422'))).toEqual([]);
});
