import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelShelf } from '../../../shared/hosts/model-shelf.ts';
import {
  noteLine,
  openSample,
  reviewServices,
  saved,
  seriousFindings,
  signIn,
} from '../../fixtures/app-page.ts';
import { ADMINISTRATOR, CLINICIAN } from '../../fixtures/made-vault.ts';
import { letPass } from '../../support/model-passes.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';
import {
  answerWith,
  startModelServer,
  type Answering,
  type ModelServer,
} from '../../support/model-server.ts';

const TASKS = ['rewrite', 'differential'] as const;

/** Fit for messages (every line comes back, with a friendly word before it) and for a trial; for nothing else. */
const friendly: Answering = (response, asked, count) => {
  const question = asked.body.messages.find(({ role }) => role === 'user')?.content ?? '';
  if (!question.startsWith('{')) {
    answerWith({ ready: true })(response, asked, count);
    return;
  }
  const { lines = [], turns = [] } = JSON.parse(question) as {
    lines?: { id: string; text: string }[];
    turns?: { n: number; text: string }[];
  };
  const feet = turns.find(({ text }) => text.includes('feet tingle'));
  if (feet) {
    const reasons = [{ turn: feet.n, quote: 'My feet tingle a little at night' }];
    const explanations = [{ name: 'Diabetic neuropathy', for: reasons, against: [] }];
    answerWith({ explanations })(response, asked, count);
    return;
  }
  const said = lines.map(({ id, text }) => ({ text: `Please note: ${text}`, from: [id] }));
  answerWith({ lines: said })(response, asked, count);
};

let server: ModelServer;
const folder = mkdtempSync(join(tmpdir(), 'footnote-passes-'));
beforeAll(async () => {
  server = await startModelServer([friendly]);
});
const passes = join(folder, 'passes.json');
const desk = deskForFile(() => ({ ...reviewServices(), models: modelShelf(passes) }));
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it('an administrator tests a language model in the app, and can switch on only what it has passed', async () => {
  const { page, complaints } = await desk.open();
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

it('a clinician has a line reworded by command and takes it, and sees explanations beside the note', async () => {
  await letPass(passes, { name: 'writer', host: server.host }, TASKS);
  const { page, complaints } = await desk.open();
  await signIn(page, ADMINISTRATOR);
  const chosen = { drafter: 'server' as const, url: server.url, model: 'writer', tasks: [...TASKS] };
  await desk.ask('connections.set-model', chosen);
  await signIn(page, CLINICIAN);
  await openSample(page);
  await noteLine(page, 'Takes lisinopril').click();
  const words = page.getByRole('region', { name: 'Other words' });
  await words.getByLabel('How should it read?').fill('friendlier');
  await words.getByRole('button', { name: 'Propose' }).click();
  await words.getByText('Proposed by writer at').waitFor();
  await words.getByRole('button', { name: 'Take it' }).click();
  await noteLine(page, 'Please note: Takes lisinopril').waitFor();
  await saved(page);
  await page.getByRole('tab', { name: 'To consider' }).click();
  await page.getByRole('button', { name: 'Ask the language model for explanations' }).click();
  await page.getByText('Diabetic neuropathy').waitFor();
  await page.getByText('Nobody said these').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(complaints.filter((one) => !one.includes('status of 422'))).toEqual([]);
});
