import { randomBytes } from 'node:crypto';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { CHUNK_BYTES, CHUNK_MS } from '../../contract/record.ts';
import type { Channels, GapReason, VisitEntry } from '../../contract/vault.ts';
import type { SegmentWriter, VisitRecord } from '../../contract/visit-record.ts';
import { makeTaskQueue } from '../../platform/task-queue.ts';
import { Gaps, type Gap } from './gaps.ts';

/** Chunks in one segment file: half a minute. The most sound that is not yet named in the journal. */
export const SEGMENT_CHUNKS = 60;
/** Below this much free space a recording stops while everything can still be written. */
export const LEAST_FREE_BYTES = 200 * 2 ** 20;
const DISK_CHECK_EVERY = 20;

export const newRecordingId = (): string => randomBytes(16).toString('hex');

/** How the entry that begins a recording says how many channels it has. */
export const keeping = (channels: Channels): { readonly channels?: 2 } =>
  channels === 2 ? { channels } : {};

export interface LiveRecording {
  readonly keptMs: number;
  readonly paused: boolean;
  readonly channels: Channels;
}

type StopReason = Extract<VisitEntry, { kind: 'recording-stopped' }>['why'];

/** The chunk kept last, so that the same one sent again is known. */
interface LastChunk {
  readonly seq: number;
  readonly bytes: number;
}

/**
 * One running recording. Memory holds the number of the last chunk and an open file, never sound; the rest is on the
 * disk and in the visit's entries.
 */
export class Recording {
  private readonly queue = makeTaskQueue();
  private readonly gaps = new Gaps();
  private writer: SegmentWriter | undefined;
  private inSegment = 0;
  private last: LastChunk | undefined;
  private paused: { readonly reason: GapReason; readonly since: number } | undefined;
  /** No more chunks are taken; and, later, the entry that says so is written. */
  private stopped = false;
  private ended = false;
  private kept: number;
  private sinceCheck = 0;
  private lastKeptAt: number;
  /** Chunks taken from the sender in this run. */
  private sent = 0;
  /** A finished segment that the journal does not name yet. */
  private pending: VisitEntry | undefined;

  constructor(
    private readonly visit: VisitRecord,
    readonly id: string,
    private readonly by: string,
    private readonly now: () => Date,
    private readonly leastFreeBytes: number,
    /** Number of the next chunk on the disk; the sender's own count starts at 0 with each run. */
    private next: number,
    private segment: number,
    readonly channels: Channels,
  ) {
    this.kept = next;
    this.lastKeptAt = now().getTime();
  }

  get visitId(): string {
    return this.visit.visit;
  }

  get keptMs(): number {
    return this.kept * CHUNK_MS;
  }

  /** Seals one chunk; answers once it is on the disk. The same chunk sent again is answered again, not kept twice. */
  add(seq: number, pcm: Uint8Array): Promise<Result<{ readonly seq: number; readonly keptMs: number }>> {
    return this.queue(async () => {
      if (!this.isChunk(pcm.length)) return refuse('chunk-shape');
      if (this.stopped) return refuse('recording-stopped');
      if (this.last?.seq === seq && this.last.bytes === pcm.length) {
        return succeed({ seq, keptMs: this.keptMs });
      }
      if (seq !== this.sent) return refuse('chunk-order', { expected: this.sent });
      if (this.paused) return refuse('recording-paused');
      const low = await this.stopWhenLow();
      if (low) return low;
      const done = await this.seal(pcm);
      if (!done.ok) return done.error.code === 'disk-full' ? this.stopForDisk() : done;
      this.last = { seq, bytes: pcm.length };
      this.lastKeptAt = this.now().getTime();
      this.sent += 1;
      return succeed({ seq, keptMs: this.keptMs });
    });
  }

  /** Half a second at most, and a whole number of samples of each channel. */
  private isChunk(bytes: number): boolean {
    return bytes > 0 && bytes <= this.channels * CHUNK_BYTES && bytes % (2 * this.channels) === 0;
  }

  private async seal(pcm: Uint8Array): Promise<Result<void>> {
    if (this.pending) {
      // A second segment that no entry names could not be found again after a crash.
      const named = await this.closeSegment();
      if (!named.ok) return named;
    }
    if (!this.writer) {
      const opened = await this.visit.openSegment(this.id, this.segment, this.next);
      if (!opened.ok) return opened;
      this.writer = opened.value;
      this.inSegment = 0;
    }
    const sealed = await this.writer.append(pcm);
    if (!sealed.ok) return sealed;
    this.next += 1;
    this.kept += 1;
    this.inSegment += 1;
    // The chunk is safe whether or not the segment can be named now: it stays open, and naming is tried again.
    if (this.inSegment >= SEGMENT_CHUNKS) await this.closeSegment();
    return succeed(undefined);
  }

  /** Names what was sealed in the journal. */
  private async closeSegment(): Promise<Result<void>> {
    if (this.writer && !this.pending) {
      const segment = await this.writer.finish();
      if (!segment.ok) return segment;
      this.writer = undefined;
      if (!segment.value) return succeed(undefined);
      this.segment += 1;
      this.pending = { kind: 'segment-sealed', recording: this.id, segment: segment.value };
    }
    if (!this.pending) return succeed(undefined);
    const named = await this.visit.append(this.pending, 'host');
    if (!named.ok) return named;
    this.pending = undefined;
    return succeed(undefined);
  }

  private async stopWhenLow(): Promise<{ ok: false; error: ReturnType<typeof refuse>['error'] } | undefined> {
    this.sinceCheck += 1;
    if (this.sinceCheck < DISK_CHECK_EVERY && this.sent > 0) return undefined;
    this.sinceCheck = 0;
    return (await this.visit.freeBytes()) < this.leastFreeBytes ? this.stopForDisk() : undefined;
  }

  private async stopForDisk(): Promise<{ ok: false; error: ReturnType<typeof refuse>['error'] }> {
    await this.finish('disk-low');
    return refuse('disk-low');
  }

  private async finish(why: StopReason): Promise<Result<{ readonly chunks: number }>> {
    this.stopped = true;
    const closed = await this.closeSegment();
    if (!closed.ok) return closed;
    await this.endPause();
    const told = await this.visit.append(
      { kind: 'recording-stopped', recording: this.id, chunks: this.kept, why },
      this.by,
    );
    if (told.ok) this.ended = true;
    return told.ok ? succeed({ chunks: this.kept }) : told;
  }

  stop(why: StopReason = 'asked'): Promise<Result<{ readonly chunks: number }>> {
    return this.queue(() => (this.ended ? Promise.resolve(refuse('recording-stopped')) : this.finish(why)));
  }

  get isPaused(): boolean {
    return this.paused !== undefined;
  }

  /** Another page records from here on: its chunks count from 0, and what was said since the last one is a gap. */
  takeUp(): Promise<Result<unknown>> {
    return this.queue(async () => {
      if (this.stopped) return refuse('recording-stopped');
      this.sent = 0;
      this.last = undefined;
      if (this.paused) return succeed(undefined);
      const told = await this.writeGap('page-crashed', Math.max(0, this.now().getTime() - this.lastKeptAt));
      this.lastKeptAt = this.now().getTime();
      return told;
    });
  }

  get isStopped(): boolean {
    return this.stopped;
  }

  /** Something that the page noticed about the sound. */
  gap(reason: GapReason, lastedMs?: number): Promise<Result<unknown>> {
    return this.queue(() =>
      this.write(this.gaps.toldByPage(reason, this.keptMs, lastedMs, this.now().getTime())),
    );
  }

  /** The machine falls asleep: marked at once, since it may never wake. While paused nothing is missed. */
  sleeps(): Promise<Result<unknown>> {
    return this.queue(() =>
      this.write(this.paused ? undefined : this.gaps.sleeps(this.keptMs, this.now().getTime())),
    );
  }

  wakes(): Promise<Result<unknown>> {
    return this.queue(() => this.write(this.gaps.wakes(this.keptMs, this.now().getTime())));
  }

  private writeGap(reason: GapReason, lastedMs: number | undefined): Promise<Result<unknown>> {
    return this.write(this.gaps.told(reason, this.keptMs, lastedMs));
  }

  private async write(gap: Gap | undefined): Promise<Result<unknown>> {
    return gap && !this.ended
      ? this.visit.append({ kind: 'gap', recording: this.id, ...gap }, this.by)
      : succeed(undefined);
  }

  /** From here on nothing is kept. The gap is written at once, so that a crash cannot hide it. */
  pause(reason: 'pause' | 'off-the-record'): Promise<Result<unknown>> {
    return this.queue(async () => {
      if (this.paused) return refuse('recording-paused');
      const told = await this.writeGap(reason, undefined);
      if (told.ok) this.paused = { reason, since: this.now().getTime() };
      return told;
    });
  }

  resume(): Promise<Result<unknown>> {
    return this.queue(async () => (this.paused ? this.endPause() : refuse('visit-order')));
  }

  private async endPause(): Promise<Result<unknown>> {
    if (!this.paused) return succeed(undefined);
    const { reason, since } = this.paused;
    const told = await this.writeGap(reason, Math.max(0, this.now().getTime() - since));
    if (told.ok) this.paused = undefined;
    return told;
  }

  /** Runs a change of what was kept (strike, split) between two chunks, with everything sealed and named. */
  between<T>(task: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.queue(async () => {
      const closed = await this.closeSegment();
      if (!closed.ok) return closed;
      const done = await task();
      const state = this.visit.state().recordings.find(({ recording }) => recording === this.id);
      if (state) {
        this.segment = state.nextSegment;
        this.kept = state.segments.reduce((sum, { chunks }) => sum + chunks, 0);
      }
      return done;
    });
  }
}
