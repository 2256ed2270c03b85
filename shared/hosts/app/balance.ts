import { BALANCE_FRAME_MS, type Sound } from '../../contract/capture.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import { keptMsOf, soundToHear } from './sound.ts';

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

/** What imported recordings of two channels, kept in one, say of their sides. */
const importedSides = async (record: VisitRecord): Promise<ReadonlyMap<string, Float32Array>> => {
  const sides = new Map<string, Float32Array>();
  for (const { recording, balance } of record.state().recordings) {
    const entry = balance && (await record.read(balance.entry));
    if (entry?.ok && entry.value.kind === 'balance')
      sides.set(recording, asDecibels(Buffer.from(entry.value.decibels, 'base64')));
  }
  return sides;
};

/**
 * All kept sound of a visit for the ears, with which side was louder when (`Sound.balance`): null unless every recording
 * that has sound had two channels.
 */
export const soundWithSides = async (record: VisitRecord): Promise<Sound> => {
  const sound = soundToHear(record);
  const imported = await importedSides(record);
  const balance = (): Float32Array | null => {
    const placed: { readonly at: number; readonly sides: Float32Array }[] = [];
    let ms = 0;
    for (const kept of record.state().recordings) {
      if (kept.segments.length === 0) continue;
      const sides = sound.sidesOf(kept.recording) ?? imported.get(kept.recording);
      if (!sides) return null;
      placed.push({ at: Math.round(ms / BALANCE_FRAME_MS), sides });
      ms += keptMsOf(kept);
    }
    const whole = new Float32Array(Math.ceil(ms / BALANCE_FRAME_MS));
    for (const { at, sides } of placed) whole.set(sides.subarray(0, whole.length - at), at);
    return placed.length > 0 ? whole : null;
  };
  return { ...sound, balance };
};
