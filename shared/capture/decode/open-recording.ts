import { open } from 'node:fs/promises';
import { SAMPLE_RATE, type Sound, type SoundEnd } from '../../contract/capture.ts';
import { refuse, succeed, type ErrorCode, type Result } from '../../contract/errors.ts';
import { announcedLength, type Announced } from './announced.ts';
import { makeBalanceMeter, type BalanceMeter } from './balance.ts';
import type { DecodedBlock } from './decoded-block.ts';
import { decodeFile } from './decoders.ts';
import { mixDown } from './mixdown.ts';
import { makeResampler, type Resampler } from './resample.ts';
import { sniffFormat } from './sniff.ts';

/** Enough for the headers of a WAV file with the usual extra chunks before its data. */
const HEAD_BYTES = 1 << 16;
/** A file may fall short of what it announces by this much before it counts as cut off (encoders round). */
const SHORTFALL_MS = 60;

const readHead = async (path: string): Promise<Uint8Array> => {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

const codeOf = (cause: unknown): ErrorCode =>
  cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'file-missing' : 'file-unreadable';

const missingAfter = (heardMs: number, announced: Announced | null, broken: boolean): SoundEnd['missing'] => {
  const announcedMs = announced ? (announced.frames / announced.rate) * 1000 : heardMs;
  if (announcedMs - heardMs > SHORTFALL_MS) return { startMs: heardMs, endMs: Math.round(announcedMs) };
  return broken ? { startMs: heardMs, endMs: heardMs } : null;
};

/** Decoded blocks as 16 kHz mono, and how the file turned out to end. */
class Stream {
  samples = 0;
  broken = false;
  private resampler: Resampler | null = null;
  private meter: BalanceMeter | null = null;
  private readonly decoded: AsyncGenerator<DecodedBlock>;

  constructor(decoded: AsyncGenerator<DecodedBlock>) {
    this.decoded = decoded;
  }

  /** The next block; null at the end. Bytes that cannot be decoded end the sound there. */
  private async next(): Promise<DecodedBlock | null> {
    try {
      const step = await this.decoded.next();
      return step.done === true ? null : step.value;
    } catch {
      this.broken = true;
      return null;
    }
  }

  async *blocks(): AsyncGenerator<Float32Array> {
    try {
      for (let block = await this.next(); block; block = await this.next()) {
        this.resampler ??= makeResampler(block.rate, SAMPLE_RATE);
        if (block.channels.length > 1) this.meter ??= makeBalanceMeter(block.rate);
        this.meter?.push(block.channels);
        yield* this.counted(this.resampler.push(mixDown(block.channels)));
      }
      if (this.resampler) yield* this.counted(this.resampler.flush());
    } finally {
      await this.decoded.return(undefined);
    }
  }

  balance(): Float32Array | null {
    return this.meter?.finish() ?? null;
  }

  private *counted(samples: Float32Array): Generator<Float32Array> {
    if (samples.length === 0) return;
    this.samples += samples.length;
    yield samples;
  }
}

async function* startingWith(
  first: Float32Array,
  rest: AsyncGenerator<Float32Array>,
): AsyncGenerator<Float32Array> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/**
 * Opens a recorded file (WAV, FLAC, MP3, Ogg Vorbis or Opus, WebM Opus; any rate, depth and number of channels) as a
 * stream of 16 kHz mono. The first block is decoded before it returns, so what is not audio is refused here.
 * May fail: file-missing, file-unreadable, audio-empty (no bytes, or a header without sound), audio-unreadable.
 */
export const openRecording = async (path: string): Promise<Result<Sound>> => {
  let head: Uint8Array;
  try {
    head = await readHead(path);
  } catch (cause) {
    return refuse(codeOf(cause));
  }
  if (head.length === 0) return refuse('audio-empty');
  const format = sniffFormat(head);
  if (!format) return refuse('audio-unreadable');

  const announced = announcedLength(format, head);
  const stream = new Stream(decodeFile(path, format));
  const blocks = stream.blocks();
  const first = await blocks.next();
  if (first.done === true) {
    await blocks.return(undefined);
    return refuse(stream.broken || format === 'mp3' ? 'audio-unreadable' : 'audio-empty');
  }
  return succeed({
    blocks: startingWith(first.value, blocks),
    announcedMs: announced ? Math.round((announced.frames / announced.rate) * 1000) : null,
    end: () => {
      const durationMs = Math.round((stream.samples / SAMPLE_RATE) * 1000);
      return { durationMs, missing: missingAfter(durationMs, announced, stream.broken) };
    },
    balance: () => stream.balance(),
    close: async () => {
      await blocks.return(undefined);
    },
  });
};
