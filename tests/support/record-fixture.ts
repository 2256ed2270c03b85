import { VaultRecord, type RecordGround } from '../../shared/vault/vault-record.ts';
import type { FilePort } from '../../shared/platform/file-port.ts';
import type { Result } from '../../shared/contract/errors.ts';
import type { VisitEntry } from '../../shared/contract/vault.ts';

export const VAULT = 'ab'.repeat(16);
export const VAULT_KEY = Buffer.alloc(32, 7);
export const FOLDER = '/clinic/vault';
export const REC = 'cd'.repeat(16);
export const HEX64 = 'ef'.repeat(32);

/** The value of a result that must be good; the error's code otherwise, so that a failing test says why. */
export const good = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${result.error.code}`);
  return result.value;
};
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

/** A clock that moves on by a second each time it is asked. */
export const tickingClock = (from = '2031-03-04T09:00:00.000Z'): (() => Date) => {
  let at = Date.parse(from);
  return () => new Date((at += 1_000));
};

export const groundOn = (files: FilePort, now = tickingClock(), folder = FOLDER): RecordGround => ({
  files,
  folder,
  vault: VAULT,
  now,
});

export const newRecord = async (
  files: FilePort,
  now = tickingClock(),
  folder = FOLDER,
): Promise<VaultRecord> => {
  await files.makeFolder(folder);
  return good(await VaultRecord.create(groundOn(files, now, folder), Buffer.from(VAULT_KEY)));
};
export const openRecord = async (
  files: FilePort,
  now = tickingClock(),
  folder = FOLDER,
): Promise<VaultRecord> => good(await VaultRecord.open(groundOn(files, now, folder), Buffer.from(VAULT_KEY)));

export const PATIENT = { label: 'Marigold Quillfeather', identifiers: ['1950-02-03', 'MRN 00417'] };

export const CONSENT: VisitEntry = {
  kind: 'consent',
  wording: 'May we record this visit to write the note?',
  given: 'spoken',
  by: 'patient',
};

export const DRAFT: VisitEntry = {
  kind: 'draft',
  documents: {
    note: {
      version: 1,
      status: 'draft',
      transcript: HEX64,
      sections: [
        {
          id: 'plan',
          title: 'ASSESSMENT AND PLAN',
          items: [
            {
              id: 'n1',
              text: 'Start lisinopril 10 mg daily.',
              facts: ['f1'],
              evidence: [{ source: 'transcript', turn: 't1', start: 0, end: 12 }],
            },
          ],
        },
      ],
    },
    'instructions.en': {
      version: 1,
      status: 'draft',
      language: 'en',
      title: 'Your visit',
      sections: [
        {
          id: 'medicines',
          title: 'Your medicines',
          lines: [
            {
              id: 'i1',
              text: 'Take lisinopril once a day.',
              language: 'en',
              facts: ['f1'],
              evidence: [{ source: 'transcript', turn: 't1', start: 0, end: 12 }],
            },
          ],
        },
      ],
      readability: { grade: 4, formula: 'Flesch-Kincaid' },
    },
  },
  models: [{ name: 'embedded', sha256: HEX64, use: 'draft' }],
  facts: [],
  doubts: [],
  flags: [],
};

/** An edit of the note's only line that leaves the sheet's twin behind, or brings it up to date. */
export const edit = (text: string, twin: 'stale' | 'fresh' = 'fresh'): VisitEntry => ({
  kind: 'edit',
  changes: [
    {
      op: 'set',
      document: 'note',
      section: 'plan',
      line: { id: 'n1', text, facts: ['f1'], evidence: [{ source: 'typed', by: 'p', at: '2031-03-04' }] },
    },
  ],
  stale: twin === 'stale' ? [{ document: 'instructions.en', line: 'i1' }] : [],
  fresh: twin === 'fresh' ? [{ document: 'instructions.en', line: 'i1' }] : [],
});
