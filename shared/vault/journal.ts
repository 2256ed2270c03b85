import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { refuse, succeed, type Result } from '../contract/errors.ts';
import type { AppendFile, FilePort } from '../platform/file-port.ts';
import { makeTaskQueue } from '../platform/task-queue.ts';
import { diskRefusal } from './disk.ts';
import {
  MAX_FRAME,
  MIN_FRAME,
  readFrame,
  sealFrame,
  type Frame,
  type FrameText,
  type Place,
} from './frame.ts';
import { digest } from '../platform/sealing.ts';

const MAGIC = Buffer.from('FNJRNL01');
/** Magic, the journal's own id, and random bytes, so that no two journals ever share a first link. */
export const HEADER_BYTES = MAGIC.length + 16 + 16;
const WINDOW = 2 ** 20;

/** The end of a journal: entries, last link (hex), bytes. */
export interface JournalHead {
  readonly n: number;
  readonly link: string;
  readonly size: number;
}

export interface PlacedFrame {
  readonly place: Place;
  readonly frame: Frame;
  readonly offset: number;
  readonly size: number;
}

/** Why a walk along a journal stopped before its end. `left` counts the bytes from there to the end of the file. */
export interface JournalFault {
  readonly offset: number;
  readonly left: number;
}

export interface Walk {
  readonly head: JournalHead;
  readonly fault: JournalFault | undefined;
}

const newHeader = (id: string): Buffer => Buffer.concat([MAGIC, Buffer.from(id, 'hex'), randomBytes(16)]);
const isHeader = (bytes: Buffer, id: string): boolean =>
  bytes.length === HEADER_BYTES &&
  bytes.subarray(0, MAGIC.length).equals(MAGIC) &&
  bytes.subarray(MAGIC.length, MAGIC.length + 16).toString('hex') === id;

/** Reads a file front to back in windows, so that a long journal is never whole in memory. */
class Reader {
  private window: Buffer = Buffer.alloc(0);
  private start = 0;

  constructor(
    private readonly files: FilePort,
    private readonly path: string,
    readonly end: number,
  ) {}

  async bytes(offset: number, length: number): Promise<Buffer> {
    const from = offset - this.start;
    if (from < 0 || from + length > this.window.length) {
      this.window = await this.files.read(this.path, offset, Math.max(length, WINDOW));
      this.start = offset;
    }
    return this.window.subarray(offset - this.start, offset - this.start + length);
  }
}

/**
 * Walks the chain over ciphertext from `from` (default: the file's header) and hands each sound frame to `visit`,
 * stopping at the first that does not follow, or where `visit` says that a frame is not what it should be.
 */
export const walkJournal = async (
  files: FilePort,
  path: string,
  id: string,
  visit: (placed: PlacedFrame) => boolean = () => true,
  from?: JournalHead,
): Promise<Walk> => {
  const end = (await files.size(path)) ?? 0;
  const reader = new Reader(files, path, end);
  const header = await reader.bytes(0, Math.min(HEADER_BYTES, end));
  let head: JournalHead = from ?? { n: 0, link: digest(header).toString('hex'), size: HEADER_BYTES };
  if (!isHeader(header, id)) return { head: { ...head, size: 0 }, fault: { offset: 0, left: end } };
  if (head.size > end) return { head, fault: { offset: end, left: 0 } };
  while (head.size < end) {
    const fault = { offset: head.size, left: end - head.size };
    if (fault.left < MIN_FRAME) return { head, fault };
    const length = (await reader.bytes(head.size, 4)).readUInt32BE(0);
    if (length < MIN_FRAME || length > Math.min(MAX_FRAME, fault.left)) return { head, fault };
    const before = Buffer.from(head.link, 'hex');
    const frame = readFrame(await reader.bytes(head.size, length), before);
    const place = { journal: id, n: head.n + 1, before };
    if (!frame || !visit({ place, frame, offset: head.size, size: length })) return { head, fault };
    head = { n: place.n, link: frame.link.toString('hex'), size: head.size + length };
  }
  return { head, fault: undefined };
};

/** A journal open for appending. Appends run one at a time, each on the disk before it resolves. */
export class Journal {
  private readonly queue = makeTaskQueue();
  private broken = false;

  private constructor(
    private readonly id: string,
    private readonly file: AppendFile,
    private end: JournalHead,
  ) {}

  get head(): JournalHead {
    return this.end;
  }

  /** A new, empty journal, its name on the disk. Rejects as `fs` does. */
  static async create(files: FilePort, path: string, id: string): Promise<Journal> {
    const header = newHeader(id);
    const file = await files.create(path);
    await file.append(header);
    await file.sync();
    await files.syncFolder(dirname(path));
    return new Journal(id, file, { n: 0, link: digest(header).toString('hex'), size: HEADER_BYTES });
  }

  /** Takes up a journal at the end that a walk found; whatever lies beyond is cut. Rejects as `fs` does. */
  static async resume(files: FilePort, path: string, id: string, head: JournalHead): Promise<Journal> {
    const file = await files.append(path);
    if (((await files.size(path)) ?? 0) > head.size) {
      await file.truncate(head.size);
      await file.sync();
    }
    return new Journal(id, file, head);
  }

  /**
   * Seals and writes one entry. A failed write is cut back, so that the journal ends where it ended before; where
   * even that fails, the next append tries the cut again first.
   */
  append(text: (n: number) => FrameText): Promise<Result<JournalHead>> {
    return this.queue(async () => {
      const place = { journal: this.id, n: this.end.n + 1, before: Buffer.from(this.end.link, 'hex') };
      try {
        if (this.broken) await this.cutBack();
        const { bytes, link } = sealFrame(place, text(place.n));
        this.broken = true;
        await this.file.append(bytes);
        await this.file.sync();
        this.broken = false;
        this.end = { n: place.n, link: link.toString('hex'), size: this.end.size + bytes.length };
        return succeed(this.end);
      } catch (cause) {
        if (this.broken) await this.cutBack().catch(() => undefined);
        return diskRefusal(cause) ?? rethrow(cause);
      }
    });
  }

  private async cutBack(): Promise<void> {
    await this.file.truncate(this.end.size);
    await this.file.sync();
    this.broken = false;
  }

  close(): Promise<void> {
    return this.queue(() => this.file.close());
  }
}

const rethrow = (cause: unknown): never => {
  throw cause;
};

/** Whether what follows the last sound entry can be one append that the power cut short, and nothing more. */
export const looksTorn = (fault: JournalFault, longestAppend: number): boolean => fault.left <= longestAppend;

/** Reads one entry again by where it stands. */
export const readPlaced = async (
  files: FilePort,
  path: string,
  at: { readonly place: Place; readonly offset: number; readonly size: number },
): Promise<Result<Frame>> => {
  const frame = readFrame(await files.read(path, at.offset, at.size), at.place.before);
  return frame ? succeed(frame) : refuse('visit-quarantined');
};
