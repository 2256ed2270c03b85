import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a made-up hub does with one request for the file. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface LoopbackHub {
  /** Folder of the files, ending in a slash. */
  readonly url: string;
  /** `METHOD range` of each request in order. */
  readonly asked: string[];
  /** Breaks every connection. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** From where a request wants the file. */
export const startOf = (request: IncomingMessage): number =>
  Number(/^bytes=(\d+)-/u.exec(request.headers.range ?? '')?.[1] ?? 0);

const headers = (file: Buffer, start: number): Record<string, string | number> => ({
  'content-length': file.length - start,
  ...(start > 0
    ? { 'content-range': `bytes ${String(start)}-${String(file.length - 1)}/${String(file.length)}` }
    : {}),
});

/** Answers as the hub does: the whole file, or the rest of it as 206. */
export const whole =
  (file: Buffer): Answer =>
  (request, response) => {
    const start = startOf(request);
    const rest = file.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, headers(file, start));
    response.end(request.method === 'HEAD' ? undefined : rest);
  };

/** Promises the whole file, sends so many bytes of it and then nothing more; `hub.cut()` breaks the connection. */
export const stopsAfter =
  (file: Buffer, bytes: number): Answer =>
  (request, response) => {
    const start = startOf(request);
    response.writeHead(start > 0 ? 206 : 200, headers(file, start));
    response.write(file.subarray(start, start + bytes));
  };

/** A hub on this machine that gives the answers in turn, the last one for ever after. HEAD is always answered whole. */
export const startHub = async (
  file: Buffer,
  answers: readonly Answer[] = [whole(file)],
): Promise<LoopbackHub> => {
  const asked: string[] = [];
  let turn = 0;
  const server = createServer((request, response) => {
    asked.push(`${String(request.method)} ${request.headers.range ?? 'all'}`);
    if (request.method === 'HEAD') {
      whole(file)(request, response);
      return;
    }
    const answer = answers[Math.min(turn, answers.length - 1)];
    turn += 1;
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    asked,
    cut: () => {
      server.closeAllConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
};
