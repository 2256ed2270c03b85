import type { CaptureState, Trouble } from '../../shared/contract/capture-window.ts';
import type { FootnoteError, Result } from '../../shared/contract/errors.ts';
import { succeed } from '../../shared/contract/errors.ts';
import { SAMPLE_RATE } from '../../shared/contract/record.ts';
import type { Channels, GapReason, IdentifierShown } from '../../shared/contract/vault.ts';
import type { Client } from '../api/client.ts';
import { makeChunker } from './chunker.ts';
import { listMicrophones, rememberedMicrophone, rememberMicrophone, watchMicrophones } from './devices.ts';
import { loudnessOf, type Loudness } from './meter.ts';
import { openMicrophone, type OpenMicrophone } from './microphone.ts';
import { makeSender, type Sender } from './sender.ts';
import { LIMITS, makeWatchdog } from './watchdog.ts';

export type { CaptureState, Trouble } from '../../shared/contract/capture-window.ts';

export interface Capture {
  readonly state: () => CaptureState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Opens the chosen microphone for its meter; nothing is kept. */
  readonly test: () => Promise<void>;
  readonly start: (visit: string, identifiersShown: readonly IdentifierShown[]) => Promise<Result<unknown>>;
  /** Goes on with a recording that runs in the host without a page, or that a crash cut short. */
  readonly takeUp: (visit: string, recording: string) => Promise<Result<unknown>>;
  readonly pause: (reason: 'pause' | 'off-the-record') => Promise<Result<unknown>>;
  readonly resume: () => Promise<Result<unknown>>;
  /** Everything taken is sealed first. */
  readonly stop: () => Promise<Result<unknown>>;
  /** The next patient walked in `agoMs` ago: the sound since then is the other visit's, and goes on there. */
  readonly split: (
    toVisit: string,
    agoMs: number,
    identifiersShown: readonly IdentifierShown[],
  ) => Promise<Result<unknown>>;
  /** Also while recording: the change is marked in the record. */
  readonly changeMicrophone: (id: string) => Promise<void>;
  /** Lets go of the microphone; a running recording is left to the host, to be taken up again. */
  readonly close: () => void;
}

const LOOK_EVERY_MS = 250;
const REOPEN_EVERY_MS = 1_000;
const GAP_OF: Readonly<Partial<Record<Trouble, GapReason>>> = {
  'no-frames': 'device-lost',
  lost: 'device-lost',
  'in-use': 'device-lost',
  none: 'device-lost',
  refused: 'device-lost',
  muted: 'device-muted',
  zeros: 'silent-device',
};

const SILENT = { level: 0, sides: undefined } as const;

const sidesOf = (each: readonly Loudness[]): CaptureState['sides'] => {
  const [first, second] = each;
  return first && second ? [first.peak, second.peak] : undefined;
};

/** One window's recording. The host owns what is sealed; this takes the sound, watches over it and says how it is. */
class Recorder implements Capture {
  private now_: CaptureState = { phase: 'idle', takenMs: 0, keptMs: 0, level: 0, microphones: [] };
  private readonly listeners = new Set<() => void>();
  private chunker = makeChunker();
  private readonly watchdog = makeWatchdog(performance.now());
  private open: OpenMicrophone | undefined;
  private sender: Sender | undefined;
  private looking: ReturnType<typeof setInterval> | undefined;
  private unwatch: (() => void) | undefined;
  /** A trouble that took sound away, and since when. */
  private lost: { readonly reason: GapReason; readonly since: number } | undefined;
  private reopening = false;
  private nextReopen = 0;
  /** Until then it is shown that the machine slept. */
  private sleptUntil = 0;
  /** A division of the recording that is under way; pause and stop wait for it. */
  private dividing: Promise<unknown> | undefined;

  constructor(private readonly client: Client) {}

  state = (): CaptureState => this.now_;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private set(change: Partial<CaptureState>): void {
    this.now_ = { ...this.now_, ...change };
    for (const listener of this.listeners) listener();
  }

  private async listDevices(): Promise<void> {
    this.set({ microphones: [...(await listMicrophones())] });
  }

  private async openDevice(id: string | undefined): Promise<boolean> {
    this.open?.close();
    this.open = undefined;
    const opened = await openMicrophone(id, {
      onSound: (channels) => {
        this.take(channels);
      },
      onTrouble: (trouble) => {
        this.troubled(trouble);
      },
      onBack: () => {
        this.back();
      },
    });
    if ('trouble' in opened) {
      this.troubled(opened.trouble);
      return false;
    }
    this.open = opened.microphone;
    this.watchdog.reset(performance.now());
    this.set({ microphone: { id: this.open.id, label: this.open.label } });
    await this.listDevices();
    this.watch();
    return true;
  }

  private watch(): void {
    this.unwatch ??= watchMicrophones(() => {
      void this.listDevices();
    });
    this.looking ??= setInterval(() => {
      this.look();
    }, LOOK_EVERY_MS);
  }

  private take(sound: readonly Float32Array[]): void {
    const { all: loudness, each } = loudnessOf(sound);
    const levels = { level: loudness.peak, sides: sidesOf(each) };
    this.watchdog.heard(loudness, performance.now());
    if (this.now_.phase === 'recording') {
      if (this.isBackWith(loudness)) this.back();
      for (const pcm of this.chunker.add(sound)) this.sender?.add(pcm);
      const tookMs = ((sound[0]?.length ?? 0) * 1_000) / SAMPLE_RATE;
      this.set({ ...levels, takenMs: this.now_.takenMs + tookMs });
    } else this.set(levels);
  }

  /**
   * Frames end a loss. A muted device gives frames of zeros: only sound ends that, and not what was on its way when it
   * was muted. A dead line is `look`'s.
   */
  private isBackWith({ peak }: Loudness): boolean {
    if (!this.lost || this.lost.reason === 'silent-device') return false;
    if (this.lost.reason !== 'device-muted') return true;
    return peak > 0 && performance.now() - this.lost.since > LIMITS.onItsWayMs;
  }

  private look(): void {
    const { phase } = this.now_;
    if (phase !== 'recording' && phase !== 'testing') return;
    const at = performance.now();
    const seen = this.watchdog.look(at, Date.now());
    if (seen === 'asleep') {
      this.slept(at);
      return;
    }
    if (seen === 'zeros' && this.lost?.reason === 'device-muted') return;
    if (seen === 'no-frames' || seen === 'zeros') this.troubled(seen);
    else if (this.lost?.reason === 'silent-device') this.back();
    else if (!this.lost) this.hint(seen);
    if (this.lost && seen === 'no-frames' && at >= this.nextReopen) void this.reopen();
  }

  /** A hint comes and goes by itself; a host that does not answer is the louder news. */
  private hint(seen: 'low' | 'clipping' | undefined): void {
    if (this.now_.trouble === 'host-gone' || this.now_.trouble === seen) return;
    if (this.now_.trouble === 'slept' && performance.now() < this.sleptUntil) return;
    this.set({ trouble: seen });
  }

  /** What a device did in a sleep is the sleep's: a gap that began before it ends here. */
  private slept(at: number): void {
    if (this.lost) this.back();
    this.watchdog.reset(at);
    this.sleptUntil = at + LIMITS.sleptShownMs;
    if (this.now_.phase === 'recording') void this.gap('sleep', Math.round(this.watchdog.last().sleptMs));
    this.set({ trouble: 'slept' });
  }

  private troubled(trouble: Trouble): void {
    const reason = GAP_OF[trouble];
    if (reason && !this.lost && this.now_.phase === 'recording') {
      const { frame, sound } = this.watchdog.last();
      this.lost = { reason, since: trouble === 'zeros' ? sound : frame };
      // Written at once: should the page go too, the record says why there is nothing.
      void this.gap(reason);
    }
    // That nothing comes is known; what stays on the screen is why.
    const isKnown =
      trouble === 'no-frames' && this.now_.trouble && GAP_OF[this.now_.trouble] === 'device-lost';
    this.set({ trouble: isKnown ? this.now_.trouble : trouble, ...SILENT });
  }

  private back(): void {
    const { lost } = this;
    this.lost = undefined;
    this.set({ trouble: undefined });
    if (lost) void this.gap(lost.reason, Math.round(performance.now() - lost.since));
  }

  private async gap(reason: GapReason, lastedMs?: number): Promise<void> {
    const { visit, recording } = this.now_;
    if (!visit || !recording) return;
    const lasted = lastedMs === undefined ? {} : { lastedMs };
    await this.client.call('record.gap', { visit, recording, reason, ...lasted });
  }

  private async reopen(): Promise<void> {
    if (this.reopening) return;
    this.reopening = true;
    this.nextReopen = performance.now() + REOPEN_EVERY_MS;
    await this.openDevice(this.now_.microphone?.id ?? rememberedMicrophone());
    this.reopening = false;
  }

  test = async (): Promise<void> => {
    if (this.now_.phase !== 'idle' && this.now_.phase !== 'stopped') return;
    this.set({ phase: 'testing', trouble: undefined, error: undefined });
    await this.openDevice(rememberedMicrophone());
  };

  start = async (visit: string, identifiersShown: readonly IdentifierShown[]): Promise<Result<unknown>> => {
    // The microphone first: a recording without one would be a record of nothing.
    if (!(await this.ready())) return succeed(undefined);
    const channels = (await this.open?.channels()) ?? 1;
    const started = await this.client.call('record.start', {
      visit,
      identifiersShown: [...identifiersShown],
      channels,
    });
    if (!started.ok) return this.refused(started.error);
    this.begin(visit, started.value.recording, 0, channels);
    return started;
  };

  takeUp = async (visit: string, recording: string): Promise<Result<unknown>> => {
    if (!(await this.ready())) return succeed(undefined);
    const taken = await this.client.call('record.take-up', { visit, recording });
    if (!taken.ok) return this.refused(taken.error);
    this.begin(visit, recording, taken.value.keptMs, taken.value.channels);
    return taken;
  };

  private async ready(): Promise<boolean> {
    this.set({ phase: 'starting', trouble: undefined, error: undefined });
    if (this.open || (await this.openDevice(rememberedMicrophone()))) return true;
    this.set({ phase: 'idle' });
    return false;
  }

  private refused(error: FootnoteError): Result<never> {
    this.letGo();
    this.set({ phase: 'idle', error });
    return { ok: false, error };
  }

  private begin(visit: string, recording: string, keptMs: number, channels: Channels): void {
    this.chunker = makeChunker(channels);
    this.sender = this.senderTo(visit, recording);
    this.watchdog.reset(performance.now());
    this.open?.take(true);
    this.set({ phase: 'recording', visit, recording, keptMs, takenMs: keptMs, pausedAs: undefined });
  }

  private senderTo(visit: string, recording: string): Sender {
    return makeSender({
      send: (seq, pcm) => this.client.chunk(visit, recording, seq, pcm),
      onKept: (kept) => {
        this.set({ keptMs: kept });
      },
      onWaiting: (waiting) => {
        if (waiting) this.set({ trouble: 'host-gone' });
        else if (this.now_.trouble === 'host-gone') this.set({ trouble: undefined });
      },
      onEnd: (error) => {
        this.letGo();
        this.set({ phase: 'stopped', error });
      },
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
  }

  private async drain(): Promise<void> {
    for (const pcm of this.chunker.flush()) this.sender?.add(pcm);
    await this.sender?.drained();
  }

  split: Capture['split'] = (toVisit, agoMs, identifiersShown) => {
    const dividing = this.divide(toVisit, agoMs, identifiersShown).finally(() => {
      this.dividing = undefined;
    });
    this.dividing = dividing;
    return dividing;
  };

  private async divide(
    toVisit: string,
    agoMs: number,
    identifiersShown: readonly IdentifierShown[],
  ): Promise<Result<unknown>> {
    const { visit, recording, phase, takenMs: before } = this.now_;
    const { sender } = this;
    if (phase !== 'recording' || !visit || !recording || !sender) return succeed(undefined);
    // What is said while the host divides is held here; it goes to whoever it turns out to belong to.
    const held: Parameters<Sender['add']>[0][] = [];
    this.sender = { ...sender, add: (pcm) => held.push(pcm) };
    await sender.drained();
    const split = await this.client.call('record.split', {
      visit,
      recording,
      toVisit,
      agoMs: Math.round(agoMs + this.now_.takenMs - before),
      identifiersShown: [...identifiersShown],
    });
    if (split.ok) {
      const takenMs = agoMs + this.now_.takenMs - before;
      this.sender = this.senderTo(toVisit, split.value.recording);
      this.set({ visit: toVisit, recording: split.value.recording, takenMs, error: undefined });
    } else this.sender = sender;
    for (const pcm of held) this.sender.add(pcm);
    return split;
  }

  pause = async (reason: 'pause' | 'off-the-record'): Promise<Result<unknown>> => {
    await this.dividing;
    const { visit, recording, phase } = this.now_;
    if (phase !== 'recording' || !visit || !recording) return succeed(undefined);
    // Nothing is taken from this moment; what was said before it is sealed.
    this.open?.take(false);
    this.set({ phase: 'paused', pausedAs: reason, ...SILENT, trouble: undefined });
    this.lost = undefined;
    await this.drain();
    const paused = await this.client.call('record.pause', { visit, recording, reason });
    if (!paused.ok) this.set({ error: paused.error });
    return paused;
  };

  resume = async (): Promise<Result<unknown>> => {
    const { visit, recording, phase } = this.now_;
    if (phase !== 'paused' || !visit || !recording) return succeed(undefined);
    const resumed = await this.client.call('record.resume', { visit, recording });
    if (!resumed.ok) {
      this.set({ error: resumed.error });
      return resumed;
    }
    this.watchdog.reset(performance.now());
    this.open?.take(true);
    this.set({ phase: 'recording', pausedAs: undefined, error: undefined });
    return resumed;
  };

  stop = async (): Promise<Result<unknown>> => {
    await this.dividing;
    const { visit, recording, phase } = this.now_;
    if (!visit || !recording || (phase !== 'recording' && phase !== 'paused')) return succeed(undefined);
    this.set({ phase: 'stopping', ...SILENT });
    await this.drain();
    this.letGo();
    const stopped = await this.client.call('record.stop', { visit, recording });
    this.set({ phase: 'stopped', trouble: undefined, error: stopped.ok ? undefined : stopped.error });
    return stopped;
  };

  changeMicrophone = async (id: string): Promise<void> => {
    rememberMicrophone(id);
    if (!this.open) return;
    const isRecording = this.now_.phase === 'recording';
    const since = performance.now();
    if (!(await this.openDevice(id))) return;
    this.open.take(this.now_.phase !== 'paused');
    if (isRecording) await this.gap('device-changed', Math.round(performance.now() - since));
  };

  private letGo(): void {
    this.open?.close();
    this.open = undefined;
    this.lost = undefined;
    clearInterval(this.looking);
    this.looking = undefined;
    this.unwatch?.();
    this.unwatch = undefined;
  }

  close = (): void => {
    this.letGo();
    this.sender?.end();
    this.sender = undefined;
    this.set({ phase: 'idle', level: 0, trouble: undefined });
  };
}

export const makeCapture = (client: Client): Capture => new Recorder(client);
