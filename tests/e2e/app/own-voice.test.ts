import { describe, expect, it } from 'vitest';
import { succeed } from '../../../shared/contract/errors.ts';
import type { AppServices } from '../../../shared/hosts/app/services.ts';
import { openSample, reviewServices } from '../../fixtures/app-page.ts';
import { sampleTranscript } from '../../fixtures/drafted-visit.ts';
import { CLINICIAN } from '../../fixtures/made-vault.ts';
import { picture } from '../../fixtures/picture.ts';
import { deskForFile } from '../../support/page-in-hooks.ts';

/** The sample as ears gave it that were unsure of who said the third turn, and heard the second begin too soon. */
const doubtful = (): ReturnType<typeof sampleTranscript> => {
  const transcript = sampleTranscript();
  const second = transcript.turns[1]?.startMs ?? 0;
  return {
    ...transcript,
    turns: transcript.turns.map((turn, k) => ({ ...turn, speakerConfidence: k === 2 ? 0.6 : 0.95 })),
    overlaps: [{ startMs: second - 200, endMs: second + 200 }],
  };
};

const services = (): AppServices => {
  const known = reviewServices();
  return {
    ...known,
    stages: { ...known.stages, transcribe: () => Promise.resolve(succeed(doubtful())) },
  };
};

const desk = deskForFile(services);

/** The visit on the page, signed by the clinician at the desk. */
const approve = async (): Promise<void> => {
  const { visits } = await desk.ask('visits.list', {});
  const visit = visits[0]?.id ?? '';
  const { sha256, token } = await desk.ask('approve.offer', { visit });
  await desk.ask('approve.approve', { visit, sha256, token, passphrase: CLINICIAN.passphrase });
};

describe('voices on the screen', () => {
  it('show who is a guess and what was said at once, and let a clinician have her own learned and deleted', async () => {
    const { page } = await desk.open();
    await openSample(page);
    await page.keyboard.press('3');
    await page.getByText('at once').waitFor();
    expect(await page.getByText('at once').count()).toBe(1);
    expect(await page.locator('.turn-speaker').filter({ hasText: '?' }).count()).toBe(1);
    await picture(page, 'voices');

    await page.evaluate(() => {
      location.hash = '#/settings/sound';
    });
    const learn = page.getByRole('button', { name: 'Learn my voice' });
    await learn.waitFor();
    expect(await learn.isDisabled()).toBe(true);
    await page.getByLabel(/I agree that Footnote keeps/u).check();
    await learn.click();
    await page.getByText('Too little of your voice is kept yet').waitFor();

    await approve();
    await learn.click();
    await page.getByText('Footnote knows your voice since').waitFor();
    await picture(page, 'own-voice');
    await page.getByRole('button', { name: 'Delete it' }).click();
    await learn.waitFor();
    expect(await page.getByText('Footnote knows your voice').count()).toBe(0);
  });
});
