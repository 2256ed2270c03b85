import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { succeed } from '../../../shared/contract/errors.ts';
import type { VoicePrint } from '../../../shared/contract/voice.ts';
import { composeStages } from '../../../shared/hosts/compose.ts';
import { knownServices, sampleTranscript } from '../../fixtures/drafted-visit.ts';
import {
  ADMINISTRATOR,
  CLINICIAN,
  makeVaultPlace,
  setUpRecord,
  type VaultPlace,
} from '../../fixtures/made-vault.ts';
import { appAtWork, type AppAtWork } from '../../support/app-at-work.ts';

const AGREED = 'I agree that my voice is kept.';

describe("the clinician's voice in the record", () => {
  let place: VaultPlace;
  let at: AppAtWork;
  const printsHeardWith: (VoicePrint | undefined)[] = [];
  const folder = (): string => join(place.ground.folder, 'voices');
  const files = (): readonly string[] => (existsSync(folder()) ? readdirSync(folder()) : []);

  beforeAll(async () => {
    place = await makeVaultPlace();
    at = appAtWork(place, {
      ...knownServices(),
      stages: {
        ...composeStages(),
        transcribe: ({ print }) => {
          printsHeardWith.push(print);
          return Promise.resolve(succeed(sampleTranscript()));
        },
      },
    });
    await setUpRecord(at.app);
  });
  afterAll(async () => {
    await at.app.close();
    await place.remove();
  });

  it('is learned when she asks, from a visit she approved, and from nothing else', async () => {
    expect(await at.codeOf('voice.learn', { agreed: AGREED })).toBe('voice-too-little');
    await at.drafted();
    expect(await at.codeOf('voice.learn', { agreed: AGREED })).toBe('voice-too-little');
    await at.approved();
    expect(await at.ask('voice.get', {})).toEqual({});
    const { kept } = await at.ask('voice.learn', { agreed: AGREED });
    expect(kept).toMatchObject({ visits: 1, agreed: AGREED });
    expect(await at.ask('voice.get', {})).toEqual({ kept });
    expect(await at.asAdministrator(() => at.codeOf('voice.learn', { agreed: AGREED }))).toBe('role-refused');
  });

  it('lies sealed in a file of its own, and helps to hear the next visit, also after signing in again', async () => {
    const [file = ''] = files();
    expect(files()).toHaveLength(1);
    expect(readFileSync(join(folder(), file)).includes('"mean"')).toBe(false);
    await at.ask('people.sign-out', {});
    await at.ask('people.sign-in', CLINICIAN);
    await at.drafted();
    expect(printsHeardWith.slice(0, -1).every((print) => print === undefined)).toBe(true);
    expect(printsHeardWith.at(-1)?.mean).toHaveLength(17);
  });

  it('is gone when she deletes it', async () => {
    await at.ask('voice.forget', {});
    expect(files()).toEqual([]);
    expect(await at.ask('voice.get', {})).toEqual({});
    await at.drafted();
    expect(printsHeardWith.at(-1)).toBeUndefined();
  });

  it('goes with her when she leaves the clinic', async () => {
    await at.ask('voice.learn', { agreed: AGREED });
    expect(files()).toHaveLength(1);
    const { desk } = await at.ask('app.state', {});
    const person = desk?.person ?? '';
    await at.ask('people.sign-in', ADMINISTRATOR);
    await at.ask('people.remove', { person });
    expect(files()).toEqual([]);
  });
});
