import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfTable, halfToNumber, numberToHalf } from '../../../shared/setup/convert/half.ts';

describe('half precision', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0xfc00, -Infinity],
  ])('%i stands for %f and back', (bits, value) => {
    expect(halfToNumber(bits)).toBe(value);
    expect(numberToHalf(value)).toBe(bits);
  });

  it('goes there and back for every value there is', () => {
    const table = halfTable();
    for (let bits = 0; bits < 0x10000; bits += 1) {
      const value = table[bits] as number;
      if (Number.isNaN(value)) continue;
      if (numberToHalf(value) !== bits)
        expect.fail(`${String(bits)} came back as ${String(numberToHalf(value))}`);
    }
  });

  it('sends a tie to the even neighbour', () => {
    expect(numberToHalf(1 + 1 / 2048)).toBe(0x3c00);
    expect(numberToHalf(1 + 3 / 2048)).toBe(0x3c02);
    expect(numberToHalf(65519)).toBe(0x7bff);
    expect(numberToHalf(65520)).toBe(0x7c00);
  });

  it('never picks a value while its neighbour is nearer', () => {
    fc.assert(
      fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
        const bits = numberToHalf(value);
        const miss = Math.abs(halfToNumber(bits) - value);
        const size = bits & 0x7fff;
        for (const other of [size - 1, size + 1].filter((n) => n >= 0 && n < 0x7c00))
          expect(Math.abs(halfToNumber((bits & 0x8000) | other) - value)).toBeGreaterThanOrEqual(miss);
      }),
    );
  });
});
