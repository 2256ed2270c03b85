import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfTable, halfToNumber, numberToHalf } from '../../../shared/setup/convert/half.ts';
import { BLOCK, BLOCK_BYTES, quantiseQ8 } from '../../../shared/setup/convert/q8.ts';

const table = halfTable();
const halves = (values: readonly number[]): Uint16Array =>
  Uint16Array.from({ length: Math.ceil(values.length / BLOCK) * BLOCK }, (_, i) =>
    numberToHalf(values[i] ?? 0),
  );
const signed = (byte: number | undefined): number => ((byte ?? 0) << 24) >> 24;

describe('q8_0', () => {
  it('writes a scale and 32 signed bytes for each block', () => {
    const bytes = quantiseQ8(halves([127, -127, 64, 1, -1]), table);
    expect(bytes).toHaveLength(BLOCK_BYTES);
    expect([bytes[0], bytes[1]]).toEqual([0x00, 0x3c]);
    expect([...bytes.slice(2, 8)].map(signed)).toEqual([127, -127, 64, 1, -1, 0]);
  });

  it('rounds halves away from zero on both sides', () => {
    const bytes = quantiseQ8(halves([127, 2.5, -2.5, 0.5, -0.5, 0.4995]), table);
    expect([...bytes.slice(2, 8)].map(signed)).toEqual([127, 3, -3, 1, -1, 0]);
  });

  it('writes zeros for a block of zeros', () => {
    expect([...quantiseQ8(halves([0]), table)]).toEqual(Array.from({ length: BLOCK_BYTES }, () => 0));
  });

  it('refuses rows that do not fill their blocks', () => {
    expect(() => quantiseQ8(new Uint16Array(33), table)).toThrow(RangeError);
  });

  it('stays within half a step of every value', () => {
    const value = fc.float({ min: -8, max: 8, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 32, maxLength: 32 }), (values) => {
        const input = halves(values);
        const bytes = quantiseQ8(input, table);
        const scale = halfToNumber((bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8));
        const largest = Math.max(...[...input].map((bits) => Math.abs(halfToNumber(bits))));
        // The scale itself is rounded to f16, which can move the largest value by 127 of its steps.
        const allowed = largest / 127 / 2 + 127 * largest * 2 ** -17 + 127 * 2 ** -25 + 1e-6;
        const misses = [...input].map((bits, i) =>
          Math.abs(signed(bytes[2 + i]) * scale - halfToNumber(bits)),
        );
        expect(Math.max(...misses)).toBeLessThanOrEqual(allowed);
      }),
    );
  });
});
