import type { ErrorCode, FootnoteError } from '../contract/errors.ts';

/** A refusal whose sentence names the very file, folder or host it is about. Setup never sees patient data. */
export const refuseSaying = (
  code: ErrorCode,
  message: string,
  retry?: FootnoteError['retry'],
): { ok: false; error: FootnoteError } => ({
  ok: false,
  error: { code, message, ...(retry ? { retry } : {}) },
});

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : '';

const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR']);

/** Turns what the file system said about the cache folder into a refusal; anything else is a bug and is thrown on. */
export const refuseForFolder = (cause: unknown, folder: string): { ok: false; error: FootnoteError } => {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return refuseSaying(
      'disk-full',
      `the disk that holds ${folder} is full; free some space and run setup again`,
    );
  if (UNWRITABLE.has(code))
    return refuseSaying(
      'out-unwritable',
      `the folder ${folder} cannot be written; set FOOTNOTE_CACHE to another folder and run setup again`,
    );
  throw cause;
};

/** There is no such file, or no folder that could hold it. */
export const isMissing = (cause: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(cause));

/** The sentence for a stopped setup; nothing that was fetched is thrown away. */
export const refuseCancelled = (): { ok: false; error: FootnoteError } =>
  refuseSaying(
    'cancelled',
    'setup was stopped; what was fetched so far is kept, run setup again to go on',
    'setup',
  );
