import { digest, KEY_BYTES } from '../platform/sealing.ts';

/** Crockford's base 32: no I, L, O or U, which are misread on paper. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SUM_BYTES = 3;
const GROUP = 4;

const sumOf = (key: Uint8Array): Buffer => digest('footnote recovery', key).subarray(0, SUM_BYTES);

/** The recovery key as it is printed: 14 groups of four letters and digits, the last of them carrying a checksum. */
export const printRecoveryKey = (key: Uint8Array): string => {
  const bits = [...key, ...sumOf(key)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join('');
  return (letters.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []).join('-');
};

/** The key in what a person typed from the sheet, or undefined where a letter is wrong or missing. */
export const readRecoveryKey = (typed: string): Buffer | undefined => {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  if (letters.length !== ((KEY_BYTES + SUM_BYTES) * 8) / 5) return undefined;
  const fives = [...letters].map((letter) => LETTERS.indexOf(letter));
  if (fives.includes(-1)) return undefined;
  const bits = fives.map((five) => five.toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const key = bytes.subarray(0, KEY_BYTES);
  return sumOf(key).equals(bytes.subarray(KEY_BYTES)) ? key : undefined;
};
