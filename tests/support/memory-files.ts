import { dirname } from 'node:path';
import type { AppendFile, FilePort } from '../../shared/platform/file-port.ts';

/** One touch of the disk, in the order made. `file` numbers a file's content, whatever its name. */
export type Touch =
  | { readonly op: 'create'; readonly path: string; readonly file: number }
  | { readonly op: 'folder' | 'remove' | 'flush-names'; readonly path: string }
  | { readonly op: 'rename'; readonly from: string; readonly to: string }
  | { readonly op: 'write'; readonly file: number; readonly at: number; readonly data: Buffer }
  | { readonly op: 'truncate'; readonly file: number; readonly size: number }
  | { readonly op: 'flush'; readonly file: number }
  /** Not a touch: the program told someone that this is safe. */
  | { readonly op: 'told'; readonly what: string };

const failure = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

/** The content and names of a disk, changed touch by touch. */
export class Disk {
  readonly names = new Map<string, number>();
  readonly folders = new Set<string>();
  readonly contents = new Map<number, Buffer>();

  apply(touch: Touch): void {
    switch (touch.op) {
      case 'create':
        this.names.set(touch.path, touch.file);
        if (!this.contents.has(touch.file)) this.contents.set(touch.file, Buffer.alloc(0));
        break;
      case 'folder':
        for (let at = touch.path; at !== dirname(at); at = dirname(at)) this.folders.add(at);
        break;
      case 'remove':
        for (const name of [...this.names.keys()])
          if (name === touch.path || name.startsWith(`${touch.path}/`)) this.names.delete(name);
        for (const name of [...this.folders])
          if (name === touch.path || name.startsWith(`${touch.path}/`)) this.folders.delete(name);
        break;
      case 'rename':
        this.rename(touch.from, touch.to);
        break;
      case 'write': {
        const old = this.contents.get(touch.file) ?? Buffer.alloc(0);
        const grown = Buffer.alloc(Math.max(old.length, touch.at + touch.data.length));
        old.copy(grown);
        touch.data.copy(grown, touch.at);
        this.contents.set(touch.file, grown);
        break;
      }
      case 'truncate':
        this.contents.set(
          touch.file,
          (this.contents.get(touch.file) ?? Buffer.alloc(0)).subarray(0, touch.size),
        );
        break;
      default:
        break;
    }
  }

  private rename(from: string, to: string): void {
    const file = this.names.get(from);
    if (file !== undefined) {
      this.names.delete(from);
      this.names.set(to, file);
      return;
    }
    for (const [name, inside] of [...this.names]) {
      if (!name.startsWith(`${from}/`)) continue;
      this.names.delete(name);
      this.names.set(`${to}${name.slice(from.length)}`, inside);
    }
    for (const name of [...this.folders]) {
      if (name !== from && !name.startsWith(`${from}/`)) continue;
      this.folders.delete(name);
      this.folders.add(`${to}${name.slice(from.length)}`);
    }
  }

  bytes(path: string): Buffer {
    const file = this.names.get(path);
    if (file === undefined) throw failure('ENOENT');
    return this.contents.get(file) ?? Buffer.alloc(0);
  }
}

/** What may go wrong before a touch: a code fails it; for a write, `part` bytes land first. */
export type Trouble = (
  touch: Touch,
  nth: number,
) => { readonly code: string; readonly part?: number } | undefined;

export interface MemoryFiles extends FilePort {
  readonly disk: Disk;
  readonly touches: Touch[];
  readonly told: (what: string) => void;
}

/** A disk in memory behind the file port, which keeps a list of every touch and can be told to fail any of them. */
export const memoryFiles = (disk = new Disk(), trouble: Trouble = () => undefined): MemoryFiles => {
  const touches: Touch[] = [];
  let nextFile = Math.max(0, ...disk.contents.keys()) + 1;
  let nth = 0;
  const make = (touch: Touch): void => {
    const bad = trouble(touch, nth);
    nth += 1;
    if (bad) {
      if (touch.op === 'write' && bad.part) {
        const part = { ...touch, data: touch.data.subarray(0, bad.part) };
        touches.push(part);
        disk.apply(part);
      }
      throw failure(bad.code);
    }
    touches.push(touch);
    disk.apply(touch);
  };
  const appendFile = (file: number): AppendFile => ({
    append: async (data) => {
      make({ op: 'write', file, at: disk.contents.get(file)?.length ?? 0, data: Buffer.from(data) });
    },
    sync: async () => {
      make({ op: 'flush', file });
    },
    truncate: async (size) => {
      make({ op: 'truncate', file, size });
    },
    close: async () => undefined,
  });
  return {
    disk,
    touches,
    told: (what) => touches.push({ op: 'told', what }),
    create: async (path) => {
      if (disk.names.has(path)) throw failure('EEXIST');
      if (!disk.folders.has(dirname(path))) throw failure('ENOENT');
      nextFile += 1;
      make({ op: 'create', path, file: nextFile });
      return appendFile(nextFile);
    },
    append: async (path) => {
      disk.bytes(path);
      return appendFile(disk.names.get(path) ?? 0);
    },
    read: async (path, from = 0, length) =>
      Buffer.from(disk.bytes(path).subarray(from, length === undefined ? undefined : from + length)),
    size: async (path) => (disk.names.has(path) ? disk.bytes(path).length : undefined),
    kind: async (path) => (disk.names.has(path) ? 'file' : disk.folders.has(path) ? 'folder' : 'none'),
    list: async (folder) => {
      if (!disk.folders.has(folder)) throw failure('ENOENT');
      return [...disk.names.keys(), ...disk.folders]
        .filter((name) => dirname(name) === folder && name !== folder)
        .map((name) => name.slice(folder.length + 1))
        .sort();
    },
    makeFolder: async (path) => {
      if (!disk.folders.has(path)) make({ op: 'folder', path });
    },
    rename: async (from, to) => {
      if (!disk.names.has(from) && !disk.folders.has(from)) throw failure('ENOENT');
      make({ op: 'rename', from, to });
    },
    remove: async (path) => {
      if (disk.names.has(path) || disk.folders.has(path)) make({ op: 'remove', path });
    },
    scrub: async (path) => {
      const file = disk.names.get(path);
      if (file === undefined) return;
      make({ op: 'write', file, at: 0, data: Buffer.alloc(disk.bytes(path).length) });
      make({ op: 'flush', file });
    },
    syncFolder: async (path) => {
      make({ op: 'flush-names', path });
    },
    freeBytes: async () => 2 ** 40,
  };
};

const parentOf = (touch: Touch): readonly string[] => {
  if (touch.op === 'create' || touch.op === 'folder' || touch.op === 'remove') return [dirname(touch.path)];
  return touch.op === 'rename' ? [dirname(touch.from), dirname(touch.to)] : [];
};

/** Which of the touches a crash may undo: those that no later flush (of the file, or of the folder's names) covers. */
export const undoable = (touches: readonly Touch[]): readonly number[] => {
  const flushed = new Set<number>();
  const named = new Set<string>();
  const at: number[] = [];
  for (let i = touches.length - 1; i >= 0; i -= 1) {
    const touch = touches[i]!;
    if (touch.op === 'flush') flushed.add(touch.file);
    if (touch.op === 'flush-names') named.add(touch.path);
    if ((touch.op === 'write' || touch.op === 'truncate') && !flushed.has(touch.file)) at.unshift(i);
    const parents = parentOf(touch);
    if (parents.length > 0 && !parents.every((parent) => named.has(parent))) at.unshift(i);
  }
  return at;
};

/** The disk after a crash: the touches without those undone, and with some writes only in part. */
export const diskAfterCrash = (
  touches: readonly Touch[],
  undone: ReadonlySet<number>,
  torn: ReadonlyMap<number, number> = new Map(),
): Disk => {
  const disk = new Disk();
  touches.forEach((touch, i) => {
    if (undone.has(i)) return;
    const part = torn.get(i);
    disk.apply(
      touch.op === 'write' && part !== undefined ? { ...touch, data: touch.data.subarray(0, part) } : touch,
    );
  });
  return disk;
};
