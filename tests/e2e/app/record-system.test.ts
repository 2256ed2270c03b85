import type { Patient } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { seriousFindings, signIn } from '../../fixtures/app-page.ts';
import { ADMINISTRATOR, CLINICIAN } from '../../fixtures/made-vault.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';
import { recordSystemForFile } from '../../support/record-system-in-hooks.ts';

const system = recordSystemForFile();
const desk = deskForFile();

it('an administrator registers Footnote at a record system; a number of two patients is asked about by name', async () => {
  const person = (name: string, birthDate: string): Promise<Patient> =>
    system.fhir.repo.createResource<Patient>({
      resourceType: 'Patient',
      name: [{ text: name }],
      birthDate,
      identifier: [{ system: 'urn:clinic', value: 'N-2' }],
    });
  await person('Robin Example', '1970-01-02');
  const meant = await person('Robyn Exemple', '1981-03-04');
  await system.fhir.repo.createResource({
    resourceType: 'AllergyIntolerance',
    code: { text: 'Penicillin' },
    patient: { reference: `Patient/${meant.id ?? ''}` },
  });

  const { page, complaints } = await desk.open();
  await signIn(page, ADMINISTRATOR);
  await page.evaluate(() => {
    location.hash = '#/settings/connections';
  });
  await page.getByPlaceholder('https://ehr.clinic.example/fhir').fill(system.smart.base);
  await page.getByLabel('Client id, if Footnote is registered there').fill('footnote-desk');
  const form = page.locator('form', { hasText: 'Client id, if Footnote' });
  await form.getByRole('button', { name: 'Save' }).click();
  const keys = page.getByLabel('Public key for the record system');
  system.smart.register('footnote-desk', await keys.inputValue());
  await form.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('The record system answers.').waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  await signIn(page, CLINICIAN);
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.getByRole('button', { name: 'New visit' }).click();
  await page.getByLabel('Name of the patient').fill('Robyn');
  await page.getByLabel('Record number').fill('N-2');
  await page.getByLabel('Bring the chart from the record system, by this number').check();
  await page.getByRole('button', { name: 'Begin' }).click();
  const names = page.getByRole('region', { name: /Who is it\?$/ });
  await names.getByText('Robin Example · 1970-01-02').waitFor();
  await names.getByRole('button', { name: /^Robyn Exemple/ }).click();
  await page.getByText('Penicillin').first().waitFor();
  await page.keyboard.press('Alt+h');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  // A refusal is an answer with status 422, which a browser notes; anything else would be a fault.
  expect(complaints.filter((one) => !one.includes('status of 422'))).toEqual([]);
});

it('each person signs in on the page of the record system, and Footnote notices when she is done', async () => {
  const { page, complaints } = await desk.open();
  const atConnections = (): Promise<void> =>
    page.evaluate(() => {
      location.hash = '#/settings/connections';
    });
  await signIn(page, ADMINISTRATOR);
  await atConnections();
  await page.getByPlaceholder('https://ehr.clinic.example/fhir').fill(system.smart.base);
  await page.getByLabel('Client id, if Footnote is registered there').fill('footnote-people');
  await page.getByLabel('Each person, with her own name and password there').check();
  const form = page.locator('form', { hasText: 'Client id, if Footnote' });
  await form.getByRole('button', { name: 'Save' }).click();
  const redirect = await page.getByLabel('Return address for the record system').inputValue();
  system.smart.registerReturn('footnote-people', redirect);

  await signIn(page, CLINICIAN);
  await atConnections();
  await page.getByText(/^You are not signed in at 127/).waitFor();
  await page.getByRole('button', { name: /^Sign in at/ }).click();
  const [there] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: /^Open the page of/ }).click(),
  ]);
  await there.getByRole('link', { name: 'Allow' }).click();
  await there.getByText('You can close this page and go back to Footnote.').waitFor();
  // No code stays in the address line, nor in what Back leads to but the record system's own page.
  expect(new URL(there.url()).search).toBe('');
  await there.close();
  await page.getByText(/^You are signed in at 127/).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^Sign out at/ }).click();
  await page.getByText(/^You are not signed in at 127/).waitFor();
  expect(complaints.filter((one) => !one.includes('status of 422'))).toEqual([]);
});
