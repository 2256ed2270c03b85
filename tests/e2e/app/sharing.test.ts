import type { Patient } from '@medplum/fhirtypes';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppOperationName, AppOutput } from '../../../shared/contract/app.ts';
import {
  noteLine,
  openPage,
  openSample,
  reviewServices,
  seriousFindings,
  signIn,
} from '../../fixtures/app-page.ts';
import { openChromium } from '../../fixtures/chromium.ts';
import { ADMINISTRATOR, addScribe, CLINICIAN, SCRIBE } from '../../fixtures/made-vault.ts';
import { startApp, type RealApp } from '../../fixtures/real-app.ts';
import { learnFhir, startFhirServer } from '../../support/fhir-server.ts';

let browser: Browser;
let desk: RealApp;
let home: RealApp;
let server: Awaited<ReturnType<typeof startFhirServer>>;
const ask = async <Name extends AppOperationName>(
  { app }: RealApp,
  name: Name,
  input: unknown,
): Promise<AppOutput<Name>> => {
  const result = await app.call(name, input);
  if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
  return result.value as AppOutput<Name>;
};

beforeAll(async () => {
  learnFhir();
  server = await startFhirServer();
  browser = await openChromium();
  [desk, home] = [await startApp(reviewServices()), await startApp(reviewServices())];
  await addScribe(home.app);
  for (const one of [desk, home]) {
    await ask(one, 'people.sign-in', ADMINISTRATOR);
    await ask(one, 'connections.set-record', { server: { url: server.base } });
  }
  const [here, there] = [await ask(desk, 'partners.card', {}), await ask(home, 'partners.card', {})];
  await ask(home, 'partners.add', here);
  await ask(desk, 'people.sign-in', CLINICIAN);
  await ask(home, 'people.sign-in', CLINICIAN);
  const { visit } = await ask(desk, 'visits.create', { sample: true });
  const { chart } = await ask(desk, 'visits.open', { visit });
  const [number] = chart?.patient.identifiers ?? [];
  await server.repo.createResource<Patient>({
    resourceType: 'Patient',
    ...(chart?.patient.birthDate && { birthDate: chart.patient.birthDate }),
    identifier: [{ ...(number?.system && { system: number.system }), value: number?.value ?? '' }],
  });
  card = there;
});
let card: AppOutput<'partners.card'>;
afterAll(async () => {
  await browser.close();
  await desk.close();
  await home.close();
  await server.close();
});

it('an administrator takes in the card of another Footnote; a draft goes to its scribe, who opens it there', async () => {
  const { page, complaints } = await openPage(browser, desk);
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

  const other = await openPage(browser, home);
  await signIn(other.page, SCRIBE);
  await other.page.getByRole('button', { name: 'Look for drafts shared with you' }).click();
  await other.page.getByLabel('Your passphrase').fill(SCRIBE.passphrase);
  await other.page.getByRole('button', { name: 'Open', exact: true }).click();
  await noteLine(other.page, 'Takes lisinopril').waitFor();
  const all = [...complaints, ...other.complaints];
  expect(all.filter((one) => !one.includes('status of 422'))).toEqual([]);
});
