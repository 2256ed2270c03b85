import { describe, expect, it } from 'vitest';
import { refuse, succeed, type Result } from '../../../shared/contract/errors.ts';
import type { ModelListing } from '../../../shared/contract/setup.ts';
import { knownServices } from '../../fixtures/drafted-visit.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

const MODEL: ModelListing = {
  name: 'base-q8_0',
  file: 'base-q8_0.bin',
  routes: ['hub'],
  bytes: 82_000_000,
  languages: 'many',
  isDefault: true,
  state: 'missing',
};

const answers: Result<unknown>[] = [refuse('weights-unreachable'), succeed(undefined)];
const work = appForFile({
  services: () => ({
    speech: {
      ...knownServices().speech,
      list: () => Promise.resolve(succeed([MODEL])),
      get: () => Promise.resolve(answers.shift() ?? succeed(undefined)),
    },
  }),
});

/** Asks for a model and waits until it has come, or has not. */
const bring = async (name: string): Promise<void> => {
  const ended = new Promise<void>((resolve) => {
    const stop = work.app.subscribe((event) => {
      if (event.what !== 'models' || event.fetching) return;
      stop();
      resolve();
    });
  });
  await work.ask('models.get', { name });
  await ended;
};

describe('a speech model that is brought', () => {
  it('says why where it did not come, until it is tried again', async () => {
    await bring(MODEL.name);
    expect((await work.ask('models.list', {})).failed).toMatchObject({
      name: MODEL.name,
      error: { code: 'weights-unreachable' },
    });
    await bring(MODEL.name);
    expect((await work.ask('models.list', {})).failed).toBeUndefined();
  });
});
