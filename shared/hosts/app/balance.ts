import { BALANCE_FRAME_MS } from '../../contract/capture.ts';
import { CHUNK_MS } from '../../contract/record.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';

/** A byte holds a third of a decibel: 42 each way, where a balance goes to 40. */
const STEPS = 3;
const MOST = 127;

/** A balance (`Sound.balance`, dB for each frame) as a signed byte for each frame. */
export const asBytesOfBalance = (balance: Float32Array): Uint8Array =>
  new Uint8Array(
    Int8Array.from(balance, (decibels) => Math.max(-MOST, Math.min(MOST, Math.round(decibels * STEPS))))
      .buffer,
  );

const asDecibels = (bytes: Uint8Array): Float32Array =>
  Float32Array.from(new Int8Array(Uint8Array.from(bytes).buffer), (step) => step / STEPS);

/**
 * Which channel was louder over all kept sound of a visit, as `Sound.balance` gives it; null unless every recording that
 * has sound had two channels.
 */
export const balanceReader = async (record: VisitRecord): Promise<() => Float32Array | null> => {
  const placed: { readonly at: number; readonly decibels: Float32Array }[] = [];
  let ms = 0;
  for (const { segments, balance } of record.state().recordings) {
    const chunks = segments.reduce((sum, segment) => sum + segment.chunks, 0);
    if (chunks === 0) continue;
    const entry = balance && (await record.read(balance.entry));
    if (!entry?.ok || entry.value.kind !== 'balance') return () => null;
    const decibels = asDecibels(Buffer.from(entry.value.decibels, 'base64'));
    placed.push({ at: Math.round(ms / BALANCE_FRAME_MS), decibels });
    ms += chunks * CHUNK_MS;
  }
  const whole = new Float32Array(Math.ceil(ms / BALANCE_FRAME_MS));
  for (const { at, decibels } of placed) whole.set(decibels.subarray(0, whole.length - at), at);
  return () => (placed.length > 0 ? whole : null);
};
