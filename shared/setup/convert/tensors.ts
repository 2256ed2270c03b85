/** How the values of a tensor are stored: ggml's type numbers. */
export const STORED = { f32: 0, f16: 1, q8: 8 } as const;
export type Stored = keyof typeof STORED;

/** One tensor of the ggml file and where its values come from. */
export interface Tensor {
  readonly name: string;
  /** CTranslate2 variable. */
  readonly source: string;
  /** Which of how many equal stacks of rows of the variable. */
  readonly part: number;
  readonly parts: number;
  readonly stored: Stored;
  /** A convolution's bias is written as a column. */
  readonly column: boolean;
}

const tensor = (name: string, source: string, extra: Partial<Tensor> = {}): Tensor => ({
  name,
  source,
  part: 0,
  parts: 1,
  stored: name.endsWith('.weight') ? 'q8' : 'f32',
  column: false,
  ...extra,
});

const norm = (name: string, source: string): Tensor[] => [
  tensor(`${name}.weight`, `${source}/gamma`, { stored: 'f32' }),
  tensor(`${name}.bias`, `${source}/beta`),
];

const linear = (name: string, source: string, part = 0, parts = 1): Tensor[] => [
  tensor(`${name}.weight`, `${source}/weight`, { part, parts }),
  tensor(`${name}.bias`, `${source}/bias`, { part, parts }),
];

/** Keys have no bias: CTranslate2 stacks zeros in its place, which are left out. */
const key = (name: string, source: string, part: number, parts: number): Tensor[] => [
  tensor(`${name}.weight`, `${source}/weight`, { part, parts }),
];

const convolution = (name: string, source: string): Tensor[] => [
  tensor(`${name}.weight`, `${source}/weight`, { stored: 'f16' }),
  tensor(`${name}.bias`, `${source}/bias`, { column: true }),
];

const block = (side: 'encoder' | 'decoder', n: number): Tensor[] => {
  const to = `${side}.blocks.${String(n)}`;
  const from = `${side}/layer_${String(n)}`;
  const self = `${from}/self_attention`;
  const cross = `${from}/attention`;
  return [
    ...norm(`${to}.mlp_ln`, `${from}/ffn/layer_norm`),
    ...linear(`${to}.mlp.0`, `${from}/ffn/linear_0`),
    ...linear(`${to}.mlp.2`, `${from}/ffn/linear_1`),
    ...norm(`${to}.attn_ln`, `${self}/layer_norm`),
    ...linear(`${to}.attn.query`, `${self}/linear_0`, 0, 3),
    ...key(`${to}.attn.key`, `${self}/linear_0`, 1, 3),
    ...linear(`${to}.attn.value`, `${self}/linear_0`, 2, 3),
    ...linear(`${to}.attn.out`, `${self}/linear_1`),
    ...(side === 'encoder'
      ? []
      : [
          ...norm(`${to}.cross_attn_ln`, `${cross}/layer_norm`),
          ...linear(`${to}.cross_attn.query`, `${cross}/linear_0`),
          ...key(`${to}.cross_attn.key`, `${cross}/linear_1`, 0, 2),
          ...linear(`${to}.cross_attn.value`, `${cross}/linear_1`, 1, 2),
          ...linear(`${to}.cross_attn.out`, `${cross}/linear_2`),
        ]),
  ];
};

const blocks = (side: 'encoder' | 'decoder', layers: number): Tensor[] =>
  Array.from({ length: layers }, (_, n) => block(side, n)).flat();

/** Every tensor of a Whisper model of so many layers, in the order in which the published ggml files hold them. */
export const whisperTensors = (layers: {
  readonly encoder: number;
  readonly decoder: number;
}): readonly Tensor[] => [
  tensor('decoder.positional_embedding', 'decoder/position_encodings/encodings'),
  tensor('encoder.positional_embedding', 'encoder/position_encodings/encodings'),
  tensor('decoder.token_embedding.weight', 'decoder/embeddings/weight'),
  ...blocks('decoder', layers.decoder),
  ...norm('decoder.ln', 'decoder/layer_norm'),
  ...convolution('encoder.conv1', 'encoder/conv1'),
  ...convolution('encoder.conv2', 'encoder/conv2'),
  ...blocks('encoder', layers.encoder),
  ...norm('encoder.ln_post', 'encoder/layer_norm'),
];
