import type { AppEvent, AppInput, AppOperationName, AppOutput } from '../../shared/contract/app.ts';
import type { Result } from '../../shared/contract/errors.ts';
import type { ChunkKept } from '../../shared/contract/record.ts';
import type { UploadKind, Uploaded } from '../../shared/contract/visits.ts';

/** The one way a screen speaks to its host. What carries it (fetch or IPC) is swapped underneath. */
export interface Client {
  readonly call: <Name extends AppOperationName>(
    name: Name,
    input: AppInput<Name>,
  ) => Promise<Result<AppOutput<Name>>>;
  readonly upload: (kind: UploadKind, file: Blob) => Promise<Result<Uploaded>>;
  /** Half a second of 16 kHz mono 16-bit sound; answered once it is sealed on the disk. */
  readonly chunk: (
    visit: string,
    recording: string,
    seq: number,
    pcm: Uint8Array<ArrayBuffer>,
  ) => Promise<Result<ChunkKept>>;
  /** Calls back on every event, and once with `undefined` after a break, when events may have been missed. */
  readonly listen: (listener: (event: AppEvent | undefined) => void) => () => void;
  readonly audioAddress: (visit: string) => string;
  /** Shows the page of a release's ticket, once, to be printed. Call it in answer to a click. */
  readonly showPage: (ticket: string) => void;
}

/** What a transport has to bring; the client parses on top of it. */
export interface Transport {
  readonly call: (name: AppOperationName, input: unknown) => Promise<unknown>;
  readonly upload: (kind: UploadKind, file: Blob) => Promise<unknown>;
  readonly chunk: (path: string, pcm: Uint8Array<ArrayBuffer>) => Promise<unknown>;
  readonly listen: (listener: (event: unknown) => void) => () => void;
  readonly audioAddress: (visit: string) => string;
  readonly showPage: (ticket: string) => void;
}
