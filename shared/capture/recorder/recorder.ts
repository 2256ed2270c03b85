import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { CHUNK_MS, type Unfinished } from '../../contract/record.ts';
import type { Channels, GapReason, IdentifierShown, VisitEntry } from '../../contract/vault.ts';
import type { RecordingState, VisitRecord, VisitStore } from '../../contract/visit-record.ts';
import { copySound } from './copy-sound.ts';
import { chunkBefore, cutFrom, recordingOf } from './cut.ts';
import { keeping, LEAST_FREE_BYTES, newRecordingId, type LiveRecording, Recording } from './recording.ts';

type Shown = readonly IdentifierShown[];

export interface RecorderGround {
  readonly store: VisitStore;
  readonly now: () => Date;
  readonly leastFreeBytes?: number;
}

/** The host's door for sound. It owns every recording: a window may close, reload or crash, and the record goes on. */
export class Recorder {
  private readonly running = new Map<string, Recording>();

  constructor(private readonly ground: RecorderGround) {}

  private get least(): number {
    return this.ground.leastFreeBytes ?? LEAST_FREE_BYTES;
  }

  private find(visit: string, recording: string): Result<Recording> {
    const found = this.running.get(recording);
    return found?.visitId === visit ? succeed(found) : refuse('recording-unknown', { recording });
  }

  /** Whether anything is being recorded: locking a session or closing a window must not end it. */
  isRecording(): boolean {
    return [...this.running.values()].some(({ isStopped }) => !isStopped);
  }

  /** A running or paused recording as it is now; undefined where it has ended or was cut short. */
  liveOf(recording: string): LiveRecording | undefined {
    const found = this.running.get(recording);
    return found && !found.isStopped
      ? { keptMs: found.keptMs, paused: found.isPaused, channels: found.channels }
      : undefined;
  }

  live(): readonly {
    readonly visit: string;
    readonly recording: string;
    readonly keptMs: number;
    readonly paused: boolean;
  }[] {
    return [...this.running.values()]
      .filter(({ isStopped }) => !isStopped)
      .map(({ visitId: visit, id: recording, keptMs, isPaused: paused }) => ({
        visit,
        recording,
        keptMs,
        paused,
      }));
  }

  async start(
    visit: string,
    identifiersShown: Shown,
    source: 'microphone' | 'file',
    by: string,
    channels: Channels = 1,
  ): Promise<Result<{ readonly recording: string }>> {
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const record = opened.value;
    if (record.state().recordings.some(({ stopped }) => !stopped)) return refuse('recording-running');
    if ((await record.freeBytes()) < this.least) return refuse('disk-no-room');
    return this.begin(record, { identifiersShown: [...identifiersShown], source, ...keeping(channels) }, by);
  }

  private async begin(
    record: VisitRecord,
    how: Pick<
      Extract<VisitEntry, { kind: 'recording-started' }>,
      'identifiersShown' | 'source' | 'from' | 'channels'
    >,
    by: string,
    recording = newRecordingId(),
  ): Promise<Result<{ readonly recording: string }>> {
    const told = await record.append({ kind: 'recording-started', recording, ...how }, by);
    if (!told.ok) return told;
    this.take(record, recording, by);
    return succeed({ recording });
  }

  private take(record: VisitRecord, recording: string, by: string): void {
    const found = recordingOf(record, recording);
    if (!found.ok) return;
    const { nextChunk, nextSegment, channels } = found.value;
    const { now } = this.ground;
    this.running.set(
      recording,
      new Recording(record, recording, by, now, this.least, nextChunk, nextSegment, channels),
    );
  }

  async chunk(
    visit: string,
    recording: string,
    seq: number,
    pcm: Uint8Array,
  ): Promise<Result<{ readonly seq: number; readonly keptMs: number }>> {
    const found = this.find(visit, recording);
    return found.ok ? found.value.add(seq, pcm) : found;
  }

  async stop(
    visit: string,
    recording: string,
    why: 'asked' | 'consent-withdrawn' | 'end-of-file' = 'asked',
  ): Promise<Result<{ readonly chunks: number }>> {
    const found = this.find(visit, recording);
    if (!found.ok) return found;
    const stopped = await found.value.stop(why);
    if (stopped.ok) this.running.delete(recording);
    return stopped;
  }

  async pause(
    visit: string,
    recording: string,
    reason: 'pause' | 'off-the-record',
  ): Promise<Result<unknown>> {
    const found = this.find(visit, recording);
    return found.ok ? found.value.pause(reason) : found;
  }

  async resume(visit: string, recording: string): Promise<Result<unknown>> {
    const found = this.find(visit, recording);
    return found.ok ? found.value.resume() : found;
  }

  async gap(
    visit: string,
    recording: string,
    reason: GapReason,
    lastedMs?: number,
  ): Promise<Result<unknown>> {
    const found = this.find(visit, recording);
    return found.ok ? found.value.gap(reason, lastedMs) : found;
  }

  /** The whole machine falls asleep: marked in every recording that runs. */
  async sleeps(): Promise<void> {
    for (const one of this.running.values()) await one.sleeps();
  }

  /** It is awake again: the gap gets its length. */
  async wakes(): Promise<void> {
    for (const one of this.running.values()) await one.wakes();
  }

  /** Consent was withdrawn: the entry is written, and whatever runs in the visit stops. What was kept is kept. */
  async withdraw(visit: string, saidBy: string, by: string): Promise<Result<void>> {
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const told = await opened.value.append({ kind: 'consent-withdrawn', by: saidBy }, by);
    if (!told.ok) return told;
    for (const one of [...this.running.values()]) {
      if (one.visitId === visit && !one.isStopped) await this.stop(visit, one.id, 'consent-withdrawn');
    }
    return succeed(undefined);
  }

  /** "Strike the last minutes": gives how many chunks went. Works on a running and on a finished recording. */
  async strike(
    visit: string,
    recording: string,
    lastMs: number,
    by: string,
  ): Promise<Result<{ readonly chunks: number }>> {
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const record = opened.value;
    const cut = async (): Promise<Result<{ readonly chunks: number }>> => {
      const found = recordingOf(record, recording);
      if (!found.ok) return found;
      const from = chunkBefore(found.value, Math.ceil(lastMs / CHUNK_MS));
      const done = await cutFrom(record, found.value, from, by, { why: 'struck' });
      return done.ok ? succeed({ chunks: done.value }) : done;
    };
    const live = this.running.get(recording);
    return live && !live.isStopped ? live.between(cut) : cut();
  }

  /** The next patient: stops here, moves the sound since then, and goes on recording in the other visit. */
  async split(
    visit: string,
    recording: string,
    toVisit: string,
    agoMs: number,
    identifiersShown: Shown,
    by: string,
  ): Promise<Result<{ readonly recording: string }>> {
    const [from, to] = [await this.ground.store.open(visit), await this.ground.store.open(toVisit)];
    if (!from.ok) return from;
    if (!to.ok) return to;
    const live = this.find(visit, recording);
    if (!live.ok) return live;
    // Asked before anything stops: a refusal leaves the recording running where it is.
    const may = mayGoOnIn(from.value, to.value);
    if (!may.ok) return may;
    const stopped = await live.value.stop('split');
    if (!stopped.ok) return stopped;
    this.running.delete(recording);
    const found = recordingOf(from.value, recording);
    if (!found.ok) return found;
    const at = chunkBefore(found.value, Math.ceil(agoMs / CHUNK_MS));
    const moved = await this.transfer(from.value, to.value, found.value, at, identifiersShown, by);
    if (!moved.ok) return moved;
    this.take(to.value, moved.value.recording, by);
    return moved;
  }

  /** A finished recording, whole, to another patient's visit. */
  async move(
    visit: string,
    recording: string,
    toVisit: string,
    identifiersShown: Shown,
    by: string,
  ): Promise<Result<{ readonly recording: string }>> {
    const [from, to] = [await this.ground.store.open(visit), await this.ground.store.open(toVisit)];
    if (!from.ok) return from;
    if (!to.ok) return to;
    const found = recordingOf(from.value, recording);
    if (!found.ok) return found;
    if (!found.value.stopped) return refuse('recording-running');
    const first = found.value.segments[0]?.firstChunk ?? 0;
    const moved = await this.transfer(from.value, to.value, found.value, first, identifiersShown, by);
    if (!moved.ok) return moved;
    const stopped = await this.stopQuietly(to.value, moved.value.recording, 'moved', by);
    return stopped.ok ? moved : stopped;
  }

  /**
   * Sound from chunk `at` on, into a new recording of another visit: the intention is an entry of the old visit first,
   * then the sound is sealed under the other visit's keys, then cut from the old one. A crash leaves it in at least one
   * of them, and `recover` finishes.
   */
  private async transfer(
    from: VisitRecord,
    to: VisitRecord,
    found: RecordingState,
    at: number,
    identifiersShown: Shown,
    by: string,
  ): Promise<Result<{ readonly recording: string }>> {
    const move = newRecordingId();
    const toRecording = newRecordingId();
    const { recording, nextChunk } = found;
    const intended = await from.append(
      {
        kind: 'move-intended',
        recording,
        move,
        toVisit: to.visit,
        toRecording,
        fromChunk: at,
        toChunk: nextChunk,
      },
      by,
    );
    if (!intended.ok) return intended;
    const origin = { visit: from.visit, recording, move };
    const how = {
      identifiersShown: [...identifiersShown],
      source: 'moved' as const,
      from: origin,
      ...keeping(found.channels),
    };
    const started = await to.append({ kind: 'recording-started', recording: toRecording, ...how }, by);
    if (!started.ok) return started;
    const copied = await copySound(from, to, recording, toRecording, at);
    if (!copied.ok) return copied;
    const cut = await cutFrom(from, found, at, by, { why: 'moved', move });
    return cut.ok ? succeed({ recording: toRecording }) : cut;
  }

  private async stopQuietly(
    record: VisitRecord,
    recording: string,
    why: Extract<VisitEntry, { kind: 'recording-stopped' }>['why'],
    by: string,
  ): Promise<Result<unknown>> {
    const found = recordingOf(record, recording);
    if (!found.ok) return found;
    const chunks = found.value.segments.reduce((sum, segment) => sum + segment.chunks, 0);
    return record.append({ kind: 'recording-stopped', recording, chunks, why }, by);
  }

  /**
   * On start: seals what crashed recordings left, finishes moves, and gives the recordings to offer. A recording that
   * is not taken up again is ended with `finish`.
   */
  async recover(): Promise<Result<readonly Unfinished[]>> {
    const offered: Unfinished[] = [];
    for (const { visit } of this.ground.store.list().filter((one) => one.recording)) {
      const opened = await this.ground.store.open(visit);
      if (!opened.ok) continue;
      for (const { recording } of opened.value.state().recordings) {
        if (this.running.get(recording)?.isStopped === false) continue;
        const one = await this.recoverOne(opened.value, recording);
        if (!one.ok) return one;
        if (one.value) offered.push(one.value);
      }
    }
    return succeed(offered);
  }

  private async recoverOne(record: VisitRecord, recording: string): Promise<Result<Unfinished | undefined>> {
    const before = recordingOf(record, recording);
    if (!before.ok) return before;
    if (before.value.moving) {
      const finished = await this.finishMove(record, before.value, before.value.moving);
      if (!finished.ok) return finished;
    }
    if (before.value.stopped) return succeed(undefined);
    const { nextChunk, nextSegment } = before.value;
    const segment = await record.recoverSegment(recording, nextSegment, nextChunk);
    if (!segment.ok) return segment;
    if (segment.value) {
      const named = await record.append(
        { kind: 'segment-sealed', recording, segment: segment.value },
        'host',
      );
      if (!named.ok) return named;
    }
    const after = recordingOf(record, recording);
    if (!after.ok) return after;
    const { segments, startedAt, gaps } = after.value;
    const keptMs = segments.reduce((sum, { chunks }) => sum + chunks, 0) * CHUNK_MS;
    const told = gaps.some(({ reason, atMs }) => reason === 'host-restarted' && atMs === keptMs);
    if (!told) {
      const gap = { kind: 'gap' as const, recording, reason: 'host-restarted' as const, atMs: keptMs };
      const written = await record.append(gap, 'host');
      if (!written.ok) return written;
    }
    return succeed({ visit: record.visit, recording, keptMs, startedAt });
  }

  /** A move that a crash cut short: finished where the other visit has all of it, done again where it has not. */
  private async finishMove(
    from: VisitRecord,
    found: RecordingState,
    moving: NonNullable<RecordingState['moving']>,
  ): Promise<Result<unknown>> {
    const to = await this.ground.store.open(moving.toVisit);
    if (!to.ok) return succeed(undefined);
    const there = recordingOf(to.value, moving.toRecording);
    // Nothing arrived: the sound is whole where it was, and the clinician moves it again.
    if (!there.ok) return cutFrom(from, found, found.nextChunk, 'host', { why: 'moved', move: moving.move });
    const have = there.value.segments.reduce((sum, { chunks }) => sum + chunks, 0);
    const wanted = found.segments.reduce(
      (sum, one) =>
        sum + Math.max(0, one.firstChunk + one.chunks - Math.max(one.firstChunk, moving.fromChunk)),
      0,
    );
    if (have < wanted) {
      const left = await to.value.removeSegments(moving.toRecording, [there.value.nextSegment]);
      if (!left.ok) return left;
      const cleared = await cutFrom(to.value, there.value, 0, 'host', { why: 'struck' });
      if (!cleared.ok) return cleared;
      const copied = await copySound(from, to.value, found.recording, moving.toRecording, moving.fromChunk);
      if (!copied.ok) return copied;
    }
    const cut = await cutFrom(from, found, moving.fromChunk, 'host', { why: 'moved', move: moving.move });
    if (!cut.ok || there.value.stopped) return cut;
    return this.stopQuietly(to.value, moving.toRecording, 'moved', 'host');
  }

  /** Takes an unfinished recording up again: the sender starts counting at 0. */
  async takeUp(
    visit: string,
    recording: string,
    by: string,
  ): Promise<Result<{ readonly recording: string }>> {
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const found = recordingOf(opened.value, recording);
    if (!found.ok) return found;
    if (found.value.stopped) return refuse('recording-stopped');
    const live = this.running.get(recording);
    if (live?.isStopped === false) {
      const again = await live.takeUp();
      return again.ok ? succeed({ recording }) : again;
    }
    const whole = await this.recoverOne(opened.value, recording);
    if (!whole.ok) return whole;
    this.take(opened.value, recording, by);
    return succeed({ recording });
  }

  /** Ends an unfinished recording with what it has. */
  async finish(visit: string, recording: string, by: string): Promise<Result<unknown>> {
    const opened = await this.ground.store.open(visit);
    if (!opened.ok) return opened;
    const whole = await this.recoverOne(opened.value, recording);
    if (!whole.ok) return whole;
    this.running.delete(recording);
    return this.stopQuietly(opened.value, recording, 'recovered', by);
  }
}

/** Whether the sound of a running recording may be divided, and go on in the other visit. */
const mayGoOnIn = (from: VisitRecord, to: VisitRecord): Result<void> => {
  if (from.visit === to.visit) return refuse('visit-order');
  if (from.state().approval || to.state().approval) return refuse('approved-locked');
  if (to.state().consent === 'withdrawn') return refuse('consent-withdrawn');
  if (to.state().shredded.includes('audio')) return refuse('content-shredded');
  return to.state().recordings.some(({ stopped }) => !stopped)
    ? refuse('recording-running')
    : succeed(undefined);
};
