import { describe, expect, it } from 'vitest';
import type { VisitEntry } from '../../../shared/contract/vault.ts';
import { asBytes, readEntry } from '../../../shared/vault/entry-text.ts';
import { ENTRY_VERSION } from '../../../shared/vault/entry-versions.ts';
import { DRAFT, HEX64, REC } from '../../support/record-fixture.ts';

const read = (v: number, entry: { readonly kind: string }): VisitEntry | undefined =>
  readEntry({ v, at: '2031-03-04T09:00:00.000Z', by: 'p1', kind: entry.kind }, asBytes(entry));

const present = (people: unknown) => ({ kind: 'present', people });
const gap = (reason: string) => ({ kind: 'gap', recording: REC, reason, atMs: 1_000 });
const oldDraft = (() => {
  const { documents, models } = DRAFT as Extract<VisitEntry, { kind: 'draft' }>;
  return { kind: 'draft', documents, models };
})();
const addendum = {
  kind: 'addendum',
  text: 'Called back.',
  of: HEX64,
  canonical: '{}',
  sha256: HEX64,
  signature: 'c2lnbmVk',
  certificate: {
    version: 1,
    person: 'ab'.repeat(16),
    serial: 1,
    role: 'clinician',
    signKey: 'c2lnbg',
    boxKey: 'Ym94',
    since: '2031-03-04T09:00:00.000Z',
    issuer: 'cd'.repeat(16),
    issuerSerial: 1,
    signature: 'c2lnbmVk',
  },
};

const asked = {
  kind: 'model-asked',
  model: { name: 'm', sha256: HEX64, use: 'asked for rewrite, at localhost', host: 'localhost' },
};

const started = {
  kind: 'recording-started',
  recording: REC,
  identifiersShown: ['name', 'birth-date'],
  source: 'microphone',
};

/** What each version wrote that the next one writes otherwise, and how it reads today. A new version adds its row. */
type Row = readonly [entry: { readonly kind: string } & Readonly<Record<string, unknown>>, today: object];
const WRITTEN: Readonly<Record<number, readonly Row[]>> = {
  1: [
    [present(['patient', 'daughter']), { people: [{ role: 'patient' }, { role: 'daughter' }] }],
    [oldDraft, { documents: oldDraft.documents, facts: [], doubts: [], flags: [] }],
    [gap('sleep'), gap('sleep')],
  ],
  2: [
    [present([{ role: 'daughter', name: 'Wren' }]), { people: [{ role: 'daughter', name: 'Wren' }] }],
    [oldDraft, { documents: oldDraft.documents, facts: [], doubts: [], flags: [] }],
  ],
  3: [
    [DRAFT, DRAFT],
    [gap('host-restarted'), gap('host-restarted')],
  ],
  4: [
    [gap('file-cut-off'), gap('file-cut-off')],
    [addendum, { text: addendum.text, of: HEX64 }],
  ],
  5: [[{ ...addendum, onSheet: true }, { onSheet: true }]],
  6: [
    [asked, asked],
    [started, started],
  ],
  7: [
    [
      { ...started, channels: 2 },
      { ...started, channels: 2 },
    ],
  ],
};

describe('an entry of an older version', () => {
  it.each(Object.entries(WRITTEN))('of version %s reads as today’s', (version, rows) => {
    for (const [entry, today] of rows) expect(read(Number(version), entry)).toMatchObject(today);
  });

  it('is known here for every version that was ever written', () => {
    expect(Object.keys(WRITTEN).map(Number)).toEqual(Array.from({ length: ENTRY_VERSION }, (_, i) => i + 1));
  });

  it('is changed by the step that it needs only: people of a later version stay who they are', () => {
    expect(read(ENTRY_VERSION, present(['patient']))).toBeUndefined();
    expect(read(ENTRY_VERSION, present([{ role: 'patient' }]))).toMatchObject({
      people: [{ role: 'patient' }],
    });
  });

  it('is refused whole where it is of a version to come, or of none', () => {
    for (const version of [ENTRY_VERSION + 1, 0, -1])
      expect(read(version, present([{ role: 'patient' }]))).toBeUndefined();
  });
});
