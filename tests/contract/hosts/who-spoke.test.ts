import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../shared/contract/transcript.ts';
import { appForFile } from '../../support/app-in-hooks.ts';

describe('who spoke, put right on the screen', () => {
  const at = appForFile();

  const turnsOf = async (visit: string): Promise<readonly Turn[]> =>
    (await at.ask('visits.transcript', { visit })).transcript.turns;

  it('stays as it was put right when the visit is heard again', async () => {
    const visit = await at.drafted();
    const before = await turnsOf(visit);
    await at.untilDrafted(visit, () =>
      at.ask('speakers.swap', { visit, one: 'clinician', other: 'patient' }),
    );
    const swapped = (await turnsOf(visit)).map(({ speaker }) => speaker);
    expect(swapped).not.toEqual(before.map(({ speaker }) => speaker));
    await at.untilDrafted(visit, () => at.ask('visits.draft', { visit }));
    expect((await turnsOf(visit)).map(({ speaker }) => speaker)).toEqual(swapped);
  });

  it('gives some words of a turn to another, and refuses words that are not there', async () => {
    const visit = await at.drafted();
    const [turn] = await turnsOf(visit);
    if (!turn) throw new Error('the sample says nothing');
    const wanted = { visit, turns: [turn.id], speaker: 'other' as const };
    expect(await at.codeOf('speakers.relabel', { ...wanted, words: { from: 0, to: 900 } })).toBe(
      'line-missing',
    );
    await at.untilDrafted(visit, () => at.ask('speakers.relabel', { ...wanted, words: { from: 0, to: 2 } }));
    const words = turn.text.split(' ');
    const [first, second] = await turnsOf(visit);
    expect(first).toMatchObject({ speaker: 'other', text: words.slice(0, 2).join(' ') });
    expect(second).toMatchObject({ speaker: turn.speaker, text: words.slice(2).join(' ') });
  });
});
