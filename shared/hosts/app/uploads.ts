import { randomBytes } from 'node:crypto';
import type { UploadKind, Uploaded } from '../../contract/visits.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';

/** Bytes. A two-hour recording as 16 kHz WAV has 230 MB; a long chart has tens. */
export const UPLOAD_LIMITS: Readonly<Record<UploadKind, number>> = {
  audio: 600 * 1024 * 1024,
  chart: 100 * 1024 * 1024,
};

/** Files given to the host and not yet part of a visit. They stay in memory: nothing is written in the clear. */
export interface Uploads {
  readonly take: (kind: UploadKind, body: AsyncIterable<Uint8Array>) => Promise<Result<Uploaded>>;
  /** Hands the bytes over once. */
  readonly claim: (kind: UploadKind, upload: string) => Result<Uint8Array>;
}

const WAITING_AT_MOST = 8;

export const makeUploads = (limits: Readonly<Record<UploadKind, number>> = UPLOAD_LIMITS): Uploads => {
  const waiting = new Map<string, { readonly kind: UploadKind; readonly bytes: Uint8Array }>();
  return {
    take: async (kind, body) => {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of body) {
        bytes += chunk.byteLength;
        if (bytes > limits[kind]) return refuse('file-too-large', { bytes: limits[kind] });
        chunks.push(chunk);
      }
      if (bytes === 0) return refuse(kind === 'audio' ? 'audio-empty' : 'chart-not-json');
      const upload = randomBytes(12).toString('base64url');
      waiting.set(upload, { kind, bytes: Buffer.concat(chunks) });
      // Files dropped and then forgotten must not fill the memory: the oldest goes first.
      for (const oldest of waiting.keys()) {
        if (waiting.size <= WAITING_AT_MOST) break;
        waiting.delete(oldest);
      }
      return succeed({ upload, bytes });
    },
    claim: (kind, upload) => {
      const found = waiting.get(upload);
      if (found?.kind !== kind) return refuse('upload-missing');
      waiting.delete(upload);
      return succeed(found.bytes);
    },
  };
};
