import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { isAllowedConnection } from './egress.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** What the guard stopped, so that a host can show that something tried. */
export interface Guard {
  readonly refused: () => number;
  readonly remove: () => void;
}

const refusal = (): NodeJS.ErrnoException =>
  Object.assign(new Error('egress refused'), { code: 'EGRESS_REFUSED' });

interface Target {
  readonly host?: string | undefined;
  readonly port?: number | string | undefined;
  readonly path?: string | null | undefined;
}

/** What `Socket.connect` was asked for, in any of its shapes; a local pipe has a path. */
const targetOf = (args: readonly unknown[]): Target => {
  const first: unknown = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
  if (typeof first === 'object' && first !== null) return first as Target;
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { path: first };
  return { port: first as number | string, host: typeof args[1] === 'string' ? args[1] : undefined };
};

/**
 * Stops every connection, datagram and name look-up of this process to hosts that are not allowed, whoever asks: our
 * own code, a library, a forgotten update check. This machine itself is reachable (engines listen there). A second line
 * behind `makeEgress`, not a wall against hostile native code or child processes.
 */
export const installGuard = (allowed: () => readonly string[]): Guard => {
  let refused = 0;
  const stop = (): NodeJS.ErrnoException => {
    refused += 1;
    return refusal();
  };
  const mayReach = (host: string, port: number): boolean =>
    LOOPBACK.test(host) || isAllowedConnection(host, port, allowed());
  const mayLookUp = (name: string): boolean => {
    const bare = name.toLowerCase().replace(/\.$/, '');
    return LOOPBACK.test(bare) || allowed().some((host) => host === bare || host.startsWith(`${bare}:`));
  };

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]): net.Socket {
    const { path, host = 'localhost', port = 0 } = targetOf(args);
    // As Node does: only a path that is not empty makes it a local pipe (http passes null).
    if (!path && !mayReach(host, Number(port))) {
      const error = stop();
      process.nextTick(() => this.destroy(error));
      return this;
    }
    return Reflect.apply(connect, this, args) as net.Socket;
  } as typeof connect;

  const send = dgram.Socket.prototype.send;
  dgram.Socket.prototype.send = function guarded(this: dgram.Socket, ...args: unknown[]): void {
    const host = args.slice(1).find((one) => typeof one === 'string' && !/^\d+$/.test(one));
    if (typeof host === 'string' && LOOPBACK.test(host)) {
      Reflect.apply(send, this, args);
      return;
    }
    const error = stop();
    const done = args.at(-1);
    if (typeof done === 'function') process.nextTick(() => (done as (error: Error) => void)(error));
    else this.emit('error', error);
  } as typeof send;

  const { lookup } = dns;
  const { lookup: lookupLater } = dns.promises;
  dns.lookup = ((name: string, ...rest: unknown[]) => {
    if (mayLookUp(name) || net.isIP(name) !== 0)
      return Reflect.apply(lookup, dns, [name, ...rest]) as unknown;
    const done = rest.at(-1) as (error: Error) => void;
    const error = stop();
    process.nextTick(() => {
      done(error);
    });
    return {};
  }) as typeof lookup;
  dns.promises.lookup = ((name: string, ...rest: unknown[]) =>
    mayLookUp(name) || net.isIP(name) !== 0
      ? (Reflect.apply(lookupLater, dns.promises, [name, ...rest]) as unknown)
      : Promise.reject(stop())) as typeof lookupLater;
  syncBuiltinESMExports();

  return {
    refused: () => refused,
    remove: () => {
      net.Socket.prototype.connect = connect;
      dgram.Socket.prototype.send = send;
      dns.lookup = lookup;
      dns.promises.lookup = lookupLater;
      syncBuiltinESMExports();
    },
  };
};
