import type {
  AppEvent,
  AppInput,
  AppOperationName,
  AppOutput,
  UploadKind,
  Uploaded,
} from '../../shared/contract/app.ts';
import type { Result } from '../../shared/contract/errors.ts';

/** The one way a screen speaks to its host. What carries it (fetch or IPC) is swapped underneath. */
export interface Client {
  readonly call: <Name extends AppOperationName>(
    name: Name,
    input: AppInput<Name>,
  ) => Promise<Result<AppOutput<Name>>>;
  readonly upload: (kind: UploadKind, file: Blob) => Promise<Result<Uploaded>>;
  /** Calls back on every event, and once with `undefined` after a break, when events may have been missed. */
  readonly listen: (listener: (event: AppEvent | undefined) => void) => () => void;
  readonly audioAddress: (visit: string) => string;
}

/** What a transport has to bring; the client parses on top of it. */
export interface Transport {
  readonly call: (name: AppOperationName, input: unknown) => Promise<unknown>;
  readonly upload: (kind: UploadKind, file: Blob) => Promise<unknown>;
  readonly listen: (listener: (event: unknown) => void) => () => void;
  readonly audioAddress: (visit: string) => string;
}
