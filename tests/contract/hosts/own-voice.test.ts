import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { succeed } from '../../../shared/contract/errors.ts';
import type { VoicePrint } from '../../../shared/contract/voice.ts';
import { composeStages } from '../../../shared/hosts/compose.ts';
import { sampleTranscript } from '../../fixtures/drafted-visit.ts';
import { ADMINISTRATOR, CLINICIAN } from '../../fixtures/made-vault.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

const AGREED = 'I agree that my voice is kept.';

describe("the clinician's voice in the record", () => {
  const printsHeardWith: (VoicePrint | undefined)[] = [];
  const at = appForFile({
    services: () => ({
      stages: {
        ...composeStages(),
        transcribe: ({ print }) => {
          printsHeardWith.push(print);
          return Promise.resolve(succeed(sampleTranscript()));
        },
      },
    }),
  });
  const folder = (): string => join(at.folder(), 'voices');
  const files = (): readonly string[] => (existsSync(folder()) ? readdirSync(folder()) : []);

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
