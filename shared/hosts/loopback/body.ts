import type { IncomingMessage } from 'node:http';

/** Bytes of a JSON question; files go by another route. */
export const JSON_LIMIT = 4 * 1024 * 1024;

/** The bytes of a request. Who stops early leaves the connection whole, so that the refusal can still be sent. */
export const chunksOf = (request: IncomingMessage): AsyncIterable<Uint8Array> =>
  request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;

/** The JSON of a request, or `undefined` where it is none or too long. Depth is bounded by its length. */
export const readJson = async (request: IncomingMessage, limit = JSON_LIMIT): Promise<unknown> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.byteLength;
    if (bytes > limit) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
};
