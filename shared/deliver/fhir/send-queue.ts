import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource } from '@medplum/fhirtypes';
import { refuse, succeed, type ErrorCode, type FootnoteError, type Result } from '../../contract/errors.ts';
import { writeOnce, type ServerAccess } from './record-server.ts';

/** An approved visit that waits to be written elsewhere. */
export interface Waiting {
  readonly visit: string;
  /** In an order in which each refers only to those before it. */
  readonly resources: () => Promise<Result<readonly Resource[]>>;
}

/** Where it is kept what waits; the host derives it from the record, so that a restart loses nothing. */
export interface Outbox {
  readonly next: () => Promise<Waiting | undefined>;
  readonly sent: (visit: string) => Promise<void>;
  /** The server will not have it; shown to a person, and not tried again by itself. */
  readonly setAside: (visit: string, error: FootnoteError) => Promise<void>;
}

export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}
export const USUAL_BACK_OFF: BackOff = { firstMs: 1_000, mostMs: 300_000 };

const COMES_BACK: ReadonlySet<ErrorCode> = new Set(['fhir-unreachable', 'fhir-signed-out']);

/** Pauses that double as long as a server is away, and begin small again once it answers. */
const makePauses = (
  { firstMs, mostMs }: BackOff,
  signal: AbortSignal,
): { readonly pause: () => Promise<void>; readonly reset: () => void } => {
  let next = firstMs;
  return {
    pause: async () => {
      await sleep(next, undefined, { signal }).catch(() => undefined);
      next = Math.min(next * 2, mostMs);
    },
    reset: () => {
      next = firstMs;
    },
  };
};

/**
 * Writes the resources of one visit in order. A server that is away is asked again, about the resource that was the
 * last; gives up only on a refusal, or with `cancelled` when `signal` fires.
 */
export const sendVisit = async (
  access: ServerAccess,
  visit: Waiting,
  signal: AbortSignal,
  backOff: BackOff = USUAL_BACK_OFF,
): Promise<Result<void>> => {
  const { pause, reset } = makePauses(backOff, signal);
  const untilThere = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    let done = await work();
    while (!done.ok && COMES_BACK.has(done.error.code)) {
      await pause();
      if (signal.aborted) return refuse('cancelled');
      done = await work();
    }
    reset();
    return done;
  };
  const resources = await untilThere(visit.resources);
  if (!resources.ok) return resources;
  for (const resource of resources.value) {
    const written = await untilThere(() => writeOnce(access, resource));
    if (!written.ok) return written;
  }
  return succeed(undefined);
};

/**
 * Sends what waits, in order, until nothing does. A visit that the server refuses is set aside and the next one is sent.
 * Ends early, losing nothing, when `signal` fires.
 */
export const drainOutbox = async (
  access: ServerAccess,
  outbox: Outbox,
  signal: AbortSignal,
  backOff: BackOff = USUAL_BACK_OFF,
): Promise<{ readonly sent: number; readonly setAside: number }> => {
  const counts = { sent: 0, setAside: 0 };
  for (let visit = await outbox.next(); visit && !signal.aborted; visit = await outbox.next()) {
    const result = await sendVisit(access, visit, signal, backOff);
    if (signal.aborted) break;
    if (result.ok) {
      await outbox.sent(visit.visit);
      counts.sent += 1;
    } else {
      await outbox.setAside(visit.visit, result.error);
      counts.setAside += 1;
    }
  }
  return counts;
};
