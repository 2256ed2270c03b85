/**
 * Byte-level BPE writes every byte as one printable character: printable Latin-1 stands for itself, the rest is moved
 * to U+0100 and up in byte order (Radford et al., GPT-2, 2019).
 */
const byteOfCharacter = (): ReadonlyMap<string, number> => {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  return new Map([
    ...bytes.filter(printable).map((byte) => [String.fromCodePoint(byte), byte] as const),
    ...bytes
      .filter((byte) => !printable(byte))
      .map((byte, i) => [String.fromCodePoint(256 + i), byte] as const),
  ]);
};

const END_OF_TEXT = '<|endoftext|>';
/** The first vocabulary size of a multilingual model; smaller ones are English only. */
const MULTILINGUAL_FROM = 51_865;

/**
 * The tokens that a ggml file lists, as raw bytes in id order: the text tokens. English-only models also list the end
 * of text, as the published files do; the other specials are made up by the engine.
 *
 * @param lines `vocabulary.txt`, one token a line in id order, specials included
 */
export const textTokens = (lines: readonly string[]): readonly Uint8Array[] => {
  const end = lines.indexOf(END_OF_TEXT);
  if (end < 0) throw new RangeError('the vocabulary has no end of text');
  const bytes = byteOfCharacter();
  const text = lines.slice(0, end).map((token) =>
    Uint8Array.from(token, (character) => {
      const byte = bytes.get(character);
      if (byte === undefined) throw new RangeError('the vocabulary holds a character outside byte-level BPE');
      return byte;
    }),
  );
  return lines.length < MULTILINGUAL_FROM ? [...text, new TextEncoder().encode(END_OF_TEXT)] : text;
};
