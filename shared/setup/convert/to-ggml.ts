import { open, type FileHandle } from 'node:fs/promises';
import { ConversionError, F16, indexModel, type Variable } from './ctranslate2.ts';
import { halfTable } from './half.ts';
import { FFT_BINS, MEL_BINS, melFilters } from './mel-filters.ts';
import { BLOCK, quantiseQ8 } from './q8.ts';
import { STORED, whisperTensors, type Tensor } from './tensors.ts';
import { textTokens } from './vocabulary.ts';

const MAGIC = 0x67676d6c;
/** Quantisation version 2, file type 7 (mostly q8_0). */
const FILE_TYPE_Q8 = 2007;
/** Width of one attention head in every Whisper model. */
const HEAD = 64;
/** Values handled at a time, so that memory stays flat whatever the model's size. */
const VALUES_AT_A_TIME = 1 << 18;

const variableOf = (variables: ReadonlyMap<string, Variable>, name: string): Variable => {
  const variable = variables.get(name);
  if (!variable) throw new ConversionError(`the model lacks ${name}`);
  return variable;
};

const dimension = (variables: ReadonlyMap<string, Variable>, name: string, axis: number): number => {
  const size = variableOf(variables, name).shape[axis];
  if (size === undefined) throw new ConversionError(`${name} has too few dimensions`);
  return size;
};

const layersOf = (variables: ReadonlyMap<string, Variable>, side: 'encoder' | 'decoder'): number => {
  let layers = 0;
  while (variables.has(`${side}/layer_${String(layers)}/ffn/linear_0/weight`)) layers += 1;
  return layers;
};

const i32 = (...values: readonly number[]): Buffer => {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => buffer.writeInt32LE(value, 4 * i));
  return buffer;
};

const f32 = (values: Float32Array): Buffer => {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => buffer.writeFloatLE(value, 4 * i));
  return buffer;
};

const head = (
  variables: ReadonlyMap<string, Variable>,
  layers: { readonly encoder: number; readonly decoder: number },
  vocabulary: readonly string[],
): Buffer => {
  const audio = dimension(variables, 'encoder/position_encodings/encodings', 1);
  const text = dimension(variables, 'decoder/position_encodings/encodings', 1);
  if (dimension(variables, 'encoder/conv1/weight', 1) !== MEL_BINS)
    throw new ConversionError('the model hears through another number of filters');
  const hyperparameters = i32(
    MAGIC,
    dimension(variables, 'decoder/embeddings/weight', 0),
    dimension(variables, 'encoder/position_encodings/encodings', 0),
    audio,
    audio / HEAD,
    layers.encoder,
    dimension(variables, 'decoder/position_encodings/encodings', 0),
    text,
    text / HEAD,
    layers.decoder,
    MEL_BINS,
    FILE_TYPE_Q8,
  );
  const tokens = textTokens(vocabulary);
  return Buffer.concat([
    hyperparameters,
    i32(MEL_BINS, FFT_BINS),
    f32(melFilters()),
    i32(tokens.length),
    ...tokens.flatMap((token) => [i32(token.length), token]),
  ]);
};

const tensorHead = (tensor: Tensor, variable: Variable): Buffer => {
  const [rows, ...rest] = variable.shape;
  if (variable.type !== F16 || rows === undefined || rows % tensor.parts !== 0)
    throw new ConversionError(`${variable.name} is not as expected`);
  const shape = [rows / tensor.parts, ...rest, ...(tensor.column ? [1] : [])];
  if (tensor.stored === 'q8' && (shape.at(-1) ?? 0) % BLOCK !== 0)
    throw new ConversionError(`${variable.name} has rows that q8_0 cannot hold`);
  const name = Buffer.from(tensor.name, 'utf8');
  return Buffer.concat([i32(shape.length, name.length, STORED[tensor.stored], ...shape.toReversed()), name]);
};

/** f16 values of part of a variable, a stretch at a time. */
async function* stretches(
  model: FileHandle,
  tensor: Tensor,
  variable: Variable,
): AsyncGenerator<Uint16Array> {
  const bytes = variable.bytes / tensor.parts;
  const end = variable.offset + bytes * (tensor.part + 1);
  for (let at = variable.offset + bytes * tensor.part; at < end; at += 2 * VALUES_AT_A_TIME) {
    const size = Math.min(2 * VALUES_AT_A_TIME, end - at);
    const halves = new Uint16Array(size / 2);
    const { bytesRead } = await model.read(new Uint8Array(halves.buffer), 0, size, at);
    if (bytesRead < size) throw new ConversionError('the model file ends too early');
    yield halves;
  }
}

const store = (halves: Uint16Array, tensor: Tensor, table: Float32Array): Uint8Array => {
  switch (tensor.stored) {
    case 'q8':
      return quantiseQ8(halves, table);
    case 'f16':
      return new Uint8Array(halves.buffer);
    case 'f32':
      return new Uint8Array(Float32Array.from(halves, (bits) => table[bits] as number).buffer);
  }
};

/**
 * Converts a Whisper model in CTranslate2's form (f16) to a ggml file that whisper.cpp loads, quantised to q8_0. The
 * bytes written depend on nothing but the input. Memory does not grow with the model's size: values pass a stretch at a
 * time.
 *
 * @param input path of `model.bin`
 * @param vocabulary its `vocabulary.txt`, one token a line
 * @param output path of the file to write; must not exist
 * @param onProgress tensors done, of how many
 * Throws `ConversionError` when the input is not such a model, an `AbortError` when aborted, or as `fs` does.
 */
export const convertToGgml = async (
  input: string,
  vocabulary: readonly string[],
  output: string,
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<void> => {
  const model = await open(input, 'r');
  try {
    const variables = await indexModel(model);
    const layers = { encoder: layersOf(variables, 'encoder'), decoder: layersOf(variables, 'decoder') };
    const tensors = whisperTensors(layers);
    const table = halfTable();
    const out = await open(output, 'wx', 0o600);
    try {
      await out.writeFile(head(variables, layers, vocabulary));
      for (const [done, tensor] of tensors.entries()) {
        onProgress(done, tensors.length);
        const variable = variableOf(variables, tensor.source);
        await out.writeFile(tensorHead(tensor, variable));
        for await (const halves of stretches(model, tensor, variable)) {
          signal?.throwIfAborted();
          await out.writeFile(store(halves, tensor, table));
        }
      }
      await out.sync();
    } finally {
      await out.close();
    }
    onProgress(tensors.length, tensors.length);
  } finally {
    await model.close();
  }
};
