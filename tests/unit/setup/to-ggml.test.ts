import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversionError } from '../../../shared/setup/convert/ctranslate2.ts';
import { halfToNumber } from '../../../shared/setup/convert/half.ts';
import { convertToGgml } from '../../../shared/setup/convert/to-ggml.ts';
import { sha256 } from '../../../shared/platform/hash.ts';
import { STATE, WORDS, madeUpModel, madeUpVariables } from './made-up-model.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-ggml-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const converted = async (model: Buffer, name = 'out.bin'): Promise<Buffer> => {
  const input = join(folder, 'model.bin');
  await writeFile(input, model);
  await convertToGgml(input, WORDS, join(folder, name), () => undefined);
  return readFile(join(folder, name));
};

interface Read {
  readonly type: number;
  readonly shape: number[];
  readonly data: Buffer;
}

/** Reads a ggml file as its loader does, in the test's own words. */
const readGgml = (
  file: Buffer,
): { head: number[]; filters: number[]; words: string[]; tensors: Map<string, Read> } => {
  let at = 0;
  const int = (): number => file.readInt32LE((at += 4) - 4);
  const take = (bytes: number): Buffer => file.subarray(at, (at += bytes));
  const head = Array.from({ length: 12 }, int);
  const filters = [int(), int()];
  take(4 * filters[0]! * filters[1]!);
  const words = Array.from({ length: int() }, () => take(int()).toString('utf8'));
  const tensors = new Map<string, Read>();
  while (at < file.length) {
    const [dimensions, length, type] = [int(), int(), int()];
    const shape = Array.from({ length: dimensions }, int);
    const name = take(length).toString('utf8');
    const values = shape.reduce((product, size) => product * size, 1);
    const bytes = { 0: 4 * values, 1: 2 * values, 8: (34 * values) / 32 }[type]!;
    tensors.set(name, { type, shape, data: take(bytes) });
  }
  return { head, filters, words, tensors };
};

const values = (tensor: Read): number[] => {
  const { type, data } = tensor;
  if (type === 0) return Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i));
  if (type === 1)
    return Array.from({ length: data.length / 2 }, (_, i) => halfToNumber(data.readUInt16LE(2 * i)));
  return Array.from({ length: (data.length / 34) * 32 }, (_, i) => {
    const block = Math.floor(i / 32) * 34;
    return halfToNumber(data.readUInt16LE(block)) * data.readInt8(block + 2 + (i % 32));
  });
};

const variable = (name: string): number[] => [...madeUpVariables().find((one) => one.name === name)!.values];

describe('converting a made-up model', () => {
  it('writes the sizes, the filter bank and the words', async () => {
    const { head, filters, words } = readGgml(await converted(madeUpModel()));
    expect(head).toEqual([0x67676d6c, WORDS.length, 12, STATE, 1, 1, 6, STATE, 1, 1, 80, 2007]);
    expect(filters).toEqual([80, 201]);
    expect(words).toEqual(['!', ' no', ' pain', '<|endoftext|>']);
  });

  it('writes every tensor that whisper.cpp asks for in a model of this size', async () => {
    const { tensors } = readGgml(await converted(madeUpModel()));
    const side = (name: string) => [...tensors.keys()].filter((key) => key.startsWith(name)).length;
    expect([side('encoder.blocks.0'), side('decoder.blocks.0')]).toEqual([15, 24]);
    // Beside the blocks: positions, two convolutions with bias, a norm; words, positions, a norm.
    expect(tensors.size - 39).toBe(7 + 4);
    expect(tensors.has('decoder.blocks.0.cross_attn.key.bias')).toBe(false);
  });

  it('keeps one-dimensional values, positions and biases exact and convolutions in half precision', async () => {
    const { tensors } = readGgml(await converted(madeUpModel()));
    const ln = tensors.get('encoder.blocks.0.attn_ln.weight')!;
    expect([ln.type, ln.shape]).toEqual([0, [STATE]]);
    expect(values(ln)).toEqual(variable('encoder/layer_0/self_attention/layer_norm/gamma'));
    const position = tensors.get('encoder.positional_embedding')!;
    expect([position.type, position.shape]).toEqual([0, [STATE, 12]]);
    const bias = tensors.get('encoder.conv1.bias')!;
    expect([bias.type, bias.shape]).toEqual([0, [1, STATE]]);
    expect(values(bias)).toEqual(variable('encoder/conv1/bias'));
    const weight = tensors.get('encoder.conv1.weight')!;
    expect([weight.type, weight.shape]).toEqual([1, [3, 80, STATE]]);
    expect(values(weight)).toEqual(variable('encoder/conv1/weight'));
  });

  it('takes query, key and value out of their stacks', async () => {
    const { tensors } = readGgml(await converted(madeUpModel()));
    const stack = variable('decoder/layer_0/self_attention/linear_0/weight');
    const size = STATE * STATE;
    for (const [part, name] of ['query', 'key', 'value'].entries()) {
      const tensor = tensors.get(`decoder.blocks.0.attn.${name}.weight`)!;
      expect([tensor.type, tensor.shape]).toEqual([8, [STATE, STATE]]);
      const expected = stack.slice(part * size, (part + 1) * size);
      const misses = values(tensor).map((value, i) => Math.abs(value - expected[i]!));
      expect(Math.max(...misses)).toBeLessThan(0.01);
    }
    const crossValue = variable('decoder/layer_0/attention/linear_1/bias').slice(STATE);
    expect(values(tensors.get('decoder.blocks.0.cross_attn.value.bias')!)).toEqual(crossValue);
  });

  it('gives the same bytes every time', async () => {
    const [one, two] = [await converted(madeUpModel(), 'one'), await converted(madeUpModel(), 'two')];
    expect(sha256(one)).toBe(sha256(two));
  });

  it.each([
    ['cut short', () => madeUpModel().subarray(0, 30_000)],
    [
      'without a tensor',
      () => madeUpModel(madeUpVariables().filter(({ name }) => name !== 'encoder/conv2/weight')),
    ],
    ['of another format', () => Buffer.from('not a model at all, but long enough to be read')],
    ['empty', () => Buffer.alloc(0)],
  ])('refuses a file %s', async (_, make) => {
    await expect(converted(make())).rejects.toThrow(ConversionError);
  });
});
