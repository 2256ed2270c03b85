import type { GapReason } from '../../contract/vault.ts';

export interface Gap {
  readonly reason: GapReason;
  /** Where in the kept sound, ms. */
  readonly atMs: number;
  readonly lastedMs?: number;
}

/** A sleep of the machine as its shell told it, in ms of the wall clock. */
interface Sleep {
  readonly fromMs: number;
  readonly untilMs?: number;
}

/**
 * Makes one gap of what is told more than once. A gap that lasts is written when it begins, since a crash may hide its
 * end, and again with its length: at the same place, though a late half second was kept between. A sleep is known to the
 * shell, which is told of it, and to the page, which notices that it did not run: where both know, the shell's word holds.
 */
export class Gaps {
  private readonly begun = new Map<GapReason, number>();
  private sleep: Sleep | undefined;

  /** What to write of a gap told now, with `lastedMs` once it has ended. */
  told(reason: GapReason, atMs: number, lastedMs: number | undefined): Gap {
    if (lastedMs === undefined) {
      this.begun.set(reason, atMs);
      return { reason, atMs };
    }
    const from = this.begun.get(reason) ?? atMs;
    this.begun.delete(reason);
    return { reason, atMs: from, lastedMs };
  }

  /** Undefined where the shell has told of this sleep, or is about to. */
  toldByPage(reason: GapReason, atMs: number, lastedMs: number | undefined, nowMs: number): Gap | undefined {
    const { sleep } = this;
    const isKnown = sleep && (sleep.untilMs === undefined || nowMs - (lastedMs ?? 0) <= sleep.untilMs);
    return reason === 'sleep' && isKnown ? undefined : this.told(reason, atMs, lastedMs);
  }

  /** Undefined where it sleeps already. */
  sleeps(atMs: number, nowMs: number): Gap | undefined {
    if (this.sleep && this.sleep.untilMs === undefined) return undefined;
    this.sleep = { fromMs: nowMs };
    return this.told('sleep', atMs, undefined);
  }

  /** Undefined where no sleep was told. A clock set back meanwhile makes it one of no length. */
  wakes(atMs: number, nowMs: number): Gap | undefined {
    if (!this.sleep || this.sleep.untilMs !== undefined) return undefined;
    const { fromMs } = this.sleep;
    this.sleep = { fromMs, untilMs: Math.max(fromMs, nowMs) };
    return this.told('sleep', atMs, Math.max(0, nowMs - fromMs));
  }
}
