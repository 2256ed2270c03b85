import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../../../shared/contract/record.ts';
import { appForEach } from '../../support/app-in-hooks.ts';

const SHOWN = ['name' as const, 'birth-date' as const];
const work = appForEach();

const newVisit = async (label: string): Promise<string> =>
  (await work.ask('visits.create', { label, identifiers: ['1958-03-02'] })).visit;

/** Half seconds numbered from `first` on, counted by the sender from `seq` on. */
const say = async (visit: string, recording: string, seq: number, first: number, count: number) => {
  for (let n = 0; n < count; n += 1) {
    const pcm = new Uint8Array(CHUNK_BYTES).fill(first + n + 1);
    expect(await work.app.chunk(visit, recording, seq + n, pcm)).toMatchObject({ ok: true });
  }
};

/** Numbers of the half seconds that a visit's sound holds. */
const heardIn = async (visit: string): Promise<number[]> => {
  const file = await work.app.audio(visit);
  if (!file.ok) return [];
  const parts: Uint8Array[] = [];
  for await (const part of file.value.read(44, file.value.bytes - 1)) parts.push(part);
  const sound = Buffer.concat(parts);
  return Array.from({ length: sound.length / CHUNK_BYTES }, (_, n) => (sound[n * CHUNK_BYTES] ?? 0) - 1);
};

describe('the next patient', () => {
  it('has the sound since they walked in, and what follows; the visit before is drafted without it', async () => {
    const [before, next] = [await newVisit('Wren Ashdown'), await newVisit('Ivo Larkin')];
    const { recording } = await work.ask('record.start', { visit: before, identifiersShown: SHOWN });
    await say(before, recording, 0, 0, 6);
    const drafted = new Promise<void>((resolve) => {
      work.app.subscribe((event) => {
        if (event.what === 'visit' && event.visit === before && event.state === 'draft' && !event.progress)
          resolve();
      });
    });
    const there = await work.ask('record.split', {
      visit: before,
      recording,
      toVisit: next,
      agoMs: 1_000,
      identifiersShown: SHOWN,
    });
    expect(work.app.live()).toMatchObject([{ visit: next, recording: there.recording }]);
    await say(next, there.recording, 0, 6, 3);
    await drafted;
    expect(await heardIn(before)).toEqual([0, 1, 2, 3]);
    await work.ask('record.stop', { visit: next, recording: there.recording });
    expect(await heardIn(next)).toEqual([4, 5, 6, 7, 8]);
    const history = await work.ask('audit.view', { visit: before });
    expect(history.events.map(({ kind }) => kind)).toContain('move-intended');
    expect((await work.ask('audit.check', {})).findings).toEqual([]);
  });

  it('whose visit is signed already gets nothing, and the recording goes on where it was', async () => {
    const signed = await work.approved();
    const visit = await newVisit('Wren Ashdown');
    const { recording } = await work.ask('record.start', { visit, identifiersShown: SHOWN });
    await say(visit, recording, 0, 0, 2);
    const refused = { visit, recording, toVisit: signed, agoMs: 500, identifiersShown: SHOWN };
    expect(await work.codeOf('record.split', refused)).toBe('approved-locked');
    await say(visit, recording, 2, 2, 2);
    expect(work.app.live()).toMatchObject([{ visit, recording, keptMs: 2_000 }]);
    await work.ask('record.stop', { visit, recording });
    expect(await heardIn(visit)).toEqual([0, 1, 2, 3]);
  });
});
