import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VaultRecord } from '../../../shared/vault/vault-record.ts';
import { openBody, openHead, sealFrame, type FrameText } from '../../../shared/vault/frame.ts';
import { Journal, walkJournal } from '../../../shared/vault/journal.ts';
import { drillScale } from '../../support/drills.ts';
import { memoryFiles, type MemoryFiles } from '../../support/memory-files.ts';
import {
  codeOf,
  CONSENT,
  DRAFT,
  edit,
  good,
  groundOn,
  newRecord,
  PATIENT,
  VAULT_KEY,
} from '../../support/record-fixture.ts';

const ID = 'ab'.repeat(16);
const PATH = '/clinic/journal';
const HEAD_KEY = Buffer.alloc(32, 1);
const BODY_KEY = Buffer.alloc(32, 2);
const runs = (full: number): number => Math.max(200, Math.round(full * drillScale()));

const textOf = (words: string): FrameText => ({
  clear: Buffer.from('{}'),
  head: { key: HEAD_KEY, text: Buffer.from('who and when') },
  body: { kind: 'drafts', key: BODY_KEY, text: Buffer.from(words) },
});

/** What may happen to a journal, one after the other. `part`: bytes of the entry that reach the disk before it. */
type Step =
  | { readonly do: 'append'; readonly words: string }
  | { readonly do: 'disk-full'; readonly words: string; readonly part: number }
  | { readonly do: 'power-cut'; readonly words: string; readonly part: number }
  | { readonly do: 'reopen' };
const words = fc.string({ unit: 'grapheme', maxLength: 120 });
const part = fc.nat({ max: 400 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('append' as const), words }), weight: 4 },
  fc.record({ do: fc.constant('disk-full' as const), words, part }),
  fc.record({ do: fc.constant('power-cut' as const), words, part }),
  fc.record({ do: fc.constant('reopen' as const) }),
);

/** Every entry of the journal, opened; fails where one does not open. */
const readAll = async (files: MemoryFiles): Promise<string[]> => {
  const read: string[] = [];
  await walkJournal(files, PATH, ID, ({ place, frame }) => {
    const [head, body] = [openHead(place, frame, HEAD_KEY), openBody(place, frame, BODY_KEY)];
    if (!head || !body) throw new Error(`entry ${String(place.n)} does not open`);
    read.push(body.toString());
    return true;
  });
  return read;
};

const resume = async (files: MemoryFiles): Promise<Journal> => {
  const { head } = await walkJournal(files, PATH, ID);
  return Journal.resume(files, PATH, ID, head);
};

describe('a journal, whatever happens to it', () => {
  it('holds what a plain list of the acknowledged entries holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        let trouble: { readonly code: string; readonly part: number } | undefined;
        let dead = false;
        const files = memoryFiles(undefined, (touch) => {
          if (touch.op === 'write' && trouble) {
            const now = trouble;
            trouble = undefined;
            dead = now.code === 'POWER';
            return now;
          }
          // Nothing reaches the disk once the power is gone.
          return dead ? { code: 'POWER' } : undefined;
        });
        await files.makeFolder('/clinic');
        let journal = await Journal.create(files, PATH, ID);
        const model: string[] = [];
        for (const one of steps) {
          if (one.do === 'reopen') journal = await resume(files);
          else if (one.do === 'power-cut') {
            trouble = { code: 'POWER', part: one.part };
            await expect(journal.append(() => textOf(one.words))).rejects.toThrow('POWER');
            dead = false;
            const [last, ...others] = [await readAll(files)].flatMap((all) => all.slice(model.length));
            // An entry that reached the disk whole, though nobody was told so, may be there; nothing else.
            expect(others).toEqual([]);
            if (last !== undefined) {
              expect(last).toBe(one.words);
              model.push(last);
            }
            journal = await resume(files);
          } else {
            if (one.do === 'disk-full') trouble = { code: 'ENOSPC', part: one.part };
            const done = await journal.append(() => textOf(one.words));
            expect(codeOf(done)).toBe(one.do === 'append' ? 'ok' : 'disk-full');
            if (done.ok) model.push(one.words);
          }
          expect(journal.head.n).toBe(model.length);
        }
        expect(await readAll(files)).toEqual(model);
        const { fault } = await walkJournal(files, PATH, ID);
        expect(fault).toBeUndefined();
      }),
      { numRuns: runs(10_000) },
    );
  });
});

/** A change of a file's bytes: some taken out, some put in; `relink` mends the chain after it, as a forger would. */
interface Change {
  readonly at: number;
  readonly drop: number;
  readonly put: Uint8Array;
  readonly relink: boolean;
}
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  drop: fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 4_000 })),
  put: fc.uint8Array({ maxLength: 64 }),
  relink: fc.boolean(),
});

const changed = (bytes: Buffer, { at, drop, put, relink }: Change): Buffer => {
  const from = at % (bytes.length + 1);
  const bent = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]);
  if (!relink) return bent;
  // A frame of our own at the end, made with a key that is not the record's.
  const before = bent.subarray(Math.max(0, bent.length - 32));
  const { bytes: frame } = sealFrame({ journal: ID, n: 99, before }, textOf('forged'));
  return Buffer.concat([bent, frame]);
};

describe('10,000 changed files of a record', () => {
  it('never crash it, never show what was not written, and never hide another visit', async () => {
    const files = memoryFiles();
    const record = await newRecord(files);
    const [hit, other] = [good(await record.create(PATIENT, 'p1')), good(await record.create(PATIENT, 'p1'))];
    for (const visit of [hit, other])
      for (const entry of [CONSENT, DRAFT, edit('Start lisinopril 20 mg daily.')])
        good(await visit.append(entry, 'p1'));
    const written = await Promise.all([1, 2, 3, 4].map(async (n) => JSON.stringify(good(await hit.read(n)))));
    await record.closeAll();
    const names = [...files.disk.names].filter(([name]) => !name.includes(other.visit));
    await fc.assert(
      fc.asyncProperty(fc.nat(), change, async (which, how) => {
        const [, number] = names[which % names.length]!;
        const copy = memoryFiles();
        for (const [path, n] of files.disk.names) copy.disk.names.set(path, n);
        for (const folder of files.disk.folders) copy.disk.folders.add(folder);
        for (const [n, bytes] of files.disk.contents)
          copy.disk.contents.set(n, n === number ? changed(bytes, how) : bytes);
        const again = good(await VaultRecord.open(groundOn(copy), Buffer.from(VAULT_KEY)));
        expect(good(await good(await again.open(other.visit)).read(2))).toEqual(CONSENT);
        const opened = await again.open(hit.visit);
        if (!opened.ok) expect(opened.error.code).toBe('visit-quarantined');
        else
          for (const [i, text] of written.entries()) {
            const read = await opened.value.read(i + 1);
            if (read.ok) expect(JSON.stringify(read.value)).toBe(text);
          }
        await again.closeAll();
      }),
      { numRuns: runs(10_000) },
    );
  });
});
