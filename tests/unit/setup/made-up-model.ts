import { numberToHalf } from '../../../shared/setup/convert/half.ts';

/** One variable of a made-up CTranslate2 model. */
interface Variable {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Width of the made-up model: one head. */
export const STATE = 64;
export const MEL = 80;
export const WORDS = ['!', 'Ġno', 'Ġpain', '<|endoftext|>', '<|startoftranscript|>'];

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Small numbers that f16 holds exactly, different for each variable. */
const filled = (name: string, shape: readonly number[], seed: number): Variable => ({
  name,
  shape,
  values: Array.from({ length: count(shape) }, (_, i) => (((i * 7 + seed * 13) % 255) - 127) / 64),
});

const norm = (name: string): [string, number[]][] => [
  [`${name}/beta`, [STATE]],
  [`${name}/gamma`, [STATE]],
];

const linear = (name: string, rows: number, columns: number): [string, number[]][] => [
  [`${name}/bias`, [rows]],
  [`${name}/weight`, [rows, columns]],
];

const shapes = (): [string, number[]][] => [
  ['decoder/embeddings/weight', [WORDS.length, STATE]],
  ...norm('decoder/layer_0/attention/layer_norm'),
  ...linear('decoder/layer_0/attention/linear_0', STATE, STATE),
  ...linear('decoder/layer_0/attention/linear_1', 2 * STATE, STATE),
  ...linear('decoder/layer_0/attention/linear_2', STATE, STATE),
  ...['encoder', 'decoder'].flatMap((side): [string, number[]][] => [
    ...norm(`${side}/layer_0/ffn/layer_norm`),
    ...linear(`${side}/layer_0/ffn/linear_0`, 4 * STATE, STATE),
    ...linear(`${side}/layer_0/ffn/linear_1`, STATE, 4 * STATE),
    ...norm(`${side}/layer_0/self_attention/layer_norm`),
    ...linear(`${side}/layer_0/self_attention/linear_0`, 3 * STATE, STATE),
    ...linear(`${side}/layer_0/self_attention/linear_1`, STATE, STATE),
    ...norm(`${side}/layer_norm`),
    [`${side}/position_encodings/encodings`, [side === 'encoder' ? 12 : 6, STATE]],
  ]),
  ['encoder/conv1/bias', [STATE]],
  ['encoder/conv1/weight', [STATE, MEL, 3]],
  ['encoder/conv2/bias', [STATE]],
  ['encoder/conv2/weight', [STATE, STATE, 3]],
];

/** Every variable of a Whisper model of one layer on each side. */
export const madeUpVariables = (): readonly Variable[] =>
  shapes().map(([name, shape], i) => filled(name, shape, i));

const text = (value: string): Buffer => {
  const bytes = Buffer.from(`${value}\0`, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16LE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const u32 = (...values: readonly number[]): Buffer => {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => buffer.writeUInt32LE(value, 4 * i));
  return buffer;
};

/** A CTranslate2 `model.bin`, version 6, of these variables (all f16) and one alias. */
export const madeUpModel = (variables = madeUpVariables()): Buffer =>
  Buffer.concat([
    u32(6),
    text('WhisperSpec'),
    u32(3, variables.length),
    ...variables.flatMap(({ name, shape, values }) => {
      const data = Buffer.alloc(2 * values.length);
      values.forEach((value, i) => data.writeUInt16LE(numberToHalf(value), 2 * i));
      return [
        text(name),
        Buffer.from([shape.length]),
        u32(...shape),
        Buffer.from([4]),
        u32(data.length),
        data,
      ];
    }),
    u32(1),
    text('decoder/projection/weight'),
    text('decoder/embeddings/weight'),
  ]);
