import type { FileHandle } from 'node:fs/promises';

/** CTranslate2's number for half-precision values. */
export const F16 = 4;

/** One variable of a CTranslate2 model: where its values lie in the file. */
export interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly bytes: number;
}

/** The file is not what the converter understands; the hash check should have stopped it earlier. */
export class ConversionError extends Error {}

const VERSION = 6;
const MOST_VARIABLES = 10_000;

/** Reads small things one after the other without loading what lies between. */
class Cursor {
  #at = 0;
  readonly #file: FileHandle;
  readonly #size: number;

  constructor(file: FileHandle, size: number) {
    this.#file = file;
    this.#size = size;
  }

  get at(): number {
    return this.#at;
  }

  async take(bytes: number): Promise<Buffer> {
    if (this.#at + bytes > this.#size) throw new ConversionError('the model file ends too early');
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await this.#file.read(buffer, 0, bytes, this.#at);
    if (bytesRead < bytes) throw new ConversionError('the model file ends too early');
    this.#at += bytes;
    return buffer;
  }

  skip(bytes: number): void {
    if (this.#at + bytes > this.#size) throw new ConversionError('the model file ends too early');
    this.#at += bytes;
  }

  async u8(): Promise<number> {
    return (await this.take(1)).readUInt8();
  }

  async u32(): Promise<number> {
    return (await this.take(4)).readUInt32LE();
  }

  /** u16 length that counts a trailing NUL, then the bytes. */
  async text(): Promise<string> {
    const length = (await this.take(2)).readUInt16LE();
    return (await this.take(length)).toString('utf8').replace(/\0$/u, '');
  }
}

/**
 * The variables of a CTranslate2 `model.bin` (version 6) of a Whisper model, by name, without their values.
 * Throws `ConversionError` when the file is of another kind or cut short.
 */
export const indexModel = async (file: FileHandle): Promise<ReadonlyMap<string, Variable>> => {
  const cursor = new Cursor(file, (await file.stat()).size);
  const version = await cursor.u32();
  if (version !== VERSION) throw new ConversionError(`model format ${String(version)} is not known`);
  const spec = await cursor.text();
  if (spec !== 'WhisperSpec') throw new ConversionError('this is not a Whisper model');
  await cursor.u32();
  const count = await cursor.u32();
  if (count > MOST_VARIABLES) throw new ConversionError('the model file is damaged');
  const variables = new Map<string, Variable>();
  for (let i = 0; i < count; i += 1) {
    const name = await cursor.text();
    const rank = await cursor.u8();
    const shape: number[] = [];
    for (let d = 0; d < rank; d += 1) shape.push(await cursor.u32());
    const type = await cursor.u8();
    const bytes = await cursor.u32();
    variables.set(name, { name, shape, type, offset: cursor.at, bytes });
    cursor.skip(bytes);
  }
  return variables;
};
