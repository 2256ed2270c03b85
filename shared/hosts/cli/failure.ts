import { ERROR_TABLE, refuse, type FootnoteError, type Result } from '../../contract/errors.ts';
import type { Terminal } from './terminal.ts';

/** A refusal and the path the person typed that it is about; the path is added here and never travels in the error. */
export interface Complaint {
  readonly error: FootnoteError;
  readonly about?: string | undefined;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Complaint);

/** Names the file a refusal is about. */
export const about = <T>(result: Result<T>, path?: string): Outcome<T> =>
  result.ok ? result : { ok: false, error: result.error, about: path };

const SYSTEM_CODES: Readonly<
  Record<string, 'file-missing' | 'file-unreadable' | 'out-unwritable' | 'disk-full'>
> = {
  ENOENT: 'file-missing',
  EISDIR: 'file-unreadable',
  EACCES: 'file-unreadable',
  EPERM: 'file-unreadable',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
};
const WRITING_CODES: Readonly<Record<string, 'out-unwritable'>> = {
  ENOENT: 'out-unwritable',
  ENOTDIR: 'out-unwritable',
  EACCES: 'out-unwritable',
  EPERM: 'out-unwritable',
  EROFS: 'out-unwritable',
  EEXIST: 'out-unwritable',
  EISDIR: 'out-unwritable',
};

/** Turns what the file system says into a refusal about that path; anything else is a bug and is thrown on. */
export const fileRefusal = (
  cause: unknown,
  doing: 'reading' | 'writing',
): { ok: false; error: FootnoteError } => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = (doing === 'writing' ? WRITING_CODES[code] : undefined) ?? SYSTEM_CODES[code];
  if (!known) throw cause;
  return refuse(known);
};

const PARAMETER = /\{(\w+)\}/g;

/** The one sentence a person reads, and the exit status. */
export const sentence = ({ error, about: path }: Complaint): string => {
  const said = error.message.replace(PARAMETER, (_whole, name: string) => String(error.params?.[name] ?? ''));
  const counted = Object.entries(error.params ?? {}).filter(([name]) => !error.message.includes(`{${name}}`));
  const detail = counted.length
    ? ` (${counted.map(([name, value]) => `${name} ${String(value)}`).join(', ')})`
    : '';
  return `${path ? `${path}: ` : ''}${said}${detail}`;
};

/** Says what went wrong, as a sentence or as JSON, and gives the exit status. */
export const complain = (terminal: Terminal, complaint: Complaint, asJson: boolean): number => {
  const { code } = complaint.error;
  if (asJson) terminal.tell(JSON.stringify({ error: { code, message: sentence(complaint) } }));
  else terminal.tell(sentence(complaint));
  return ERROR_TABLE[code].exit;
};
