import { beforeAll, expect, it } from 'vitest';
import type { AppOutput } from '../../../shared/contract/app.ts';
import { noteLine, openSample, seriousFindings, signIn } from '../../fixtures/app-page.ts';
import { ADMINISTRATOR, addScribe, CLINICIAN, SCRIBE } from '../../fixtures/made-vault.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';
import { makePatientKnown, recordSystemForFile } from '../../support/record-system-in-hooks.ts';

const system = recordSystemForFile();
const desk = deskForFile();
const home = deskForFile();
let card: AppOutput<'partners.card'>;

beforeAll(async () => {
  await addScribe(home.app.app);
  for (const { ask } of [desk, home]) {
    await ask('people.sign-in', ADMINISTRATOR);
    await ask('connections.set-record', { server: { url: system.fhir.base } });
  }
  card = await home.ask('partners.card', {});
  await home.ask('partners.add', await desk.ask('partners.card', {}));
  for (const { ask } of [desk, home]) await ask('people.sign-in', CLINICIAN);
  await makePatientKnown(desk, system);
});

it('an administrator takes in the card of another Footnote; a draft goes to its scribe, who opens it there', async () => {
  const { page, complaints } = await desk.open();
  await signIn(page, ADMINISTRATOR);
  await page.evaluate(() => {
    location.hash = '#/settings/connections';
  });
  const partners = page.getByRole('region', { name: 'Other Footnotes' });
  await partners.getByLabel('Card of the other Footnote').fill(card.card);
  await partners.getByLabel('Code as it is read out there').fill(card.code);
  await partners.getByRole('button', { name: 'Add it' }).click();
  await partners.getByText(SCRIBE.label).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await signIn(page, CLINICIAN);
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await openSample(page);
  await page.getByRole('tab', { name: 'Shared' }).click();
  await page.getByLabel(SCRIBE.label).check();
  await page.getByLabel('Your passphrase').fill(CLINICIAN.passphrase);
  await page.getByRole('button', { name: 'Share this draft' }).click();
  await page.getByText('Shared as it stands now.').waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  const other = await home.open();
  await signIn(other.page, SCRIBE);
  await other.page.getByRole('button', { name: 'Look for drafts shared with you' }).click();
  await other.page.getByLabel('Your passphrase').fill(SCRIBE.passphrase);
  await other.page.getByRole('button', { name: 'Open', exact: true }).click();
  await noteLine(other.page, 'Takes lisinopril').waitFor();
  const all = [...complaints, ...other.complaints];
  expect(all.filter((one) => !one.includes('status of 422'))).toEqual([]);
});
