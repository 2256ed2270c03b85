import type { IncomingMessage } from 'node:http';

/** Bytes of a JSON question; files go by another route. */
export const JSON_LIMIT = 4 * 1024 * 1024;

/** The bytes of a request. Who stops early leaves the connection whole, so that the refusal can still be sent. */
export const chunksOf = (request: IncomingMessage): AsyncIterable<Uint8Array> =>
  request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;

/** The bytes of a request, or `undefined` where there are more than `limit`. */
export const readBytes = async (request: IncomingMessage, limit: number): Promise<Buffer | undefined> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.byteLength;
    if (bytes > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** The JSON of a request, or `undefined` where it is none or too long. Depth is bounded by its length. */
export const readJson = async (request: IncomingMessage, limit = JSON_LIMIT): Promise<unknown> => {
  const bytes = await readBytes(request, limit);
  try {
    return bytes && (JSON.parse(bytes.toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
};
