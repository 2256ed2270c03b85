/** IEEE 754 half precision (f16) as 16 bits, both ways. Node 20 has no Float16Array. */

const EXPONENT_BIAS = 15;
const SMALLEST_NORMAL = 2 ** -14;
const STEP_OF_SUBNORMALS = 2 ** -24;

/** The number that the 16 bits stand for; every f16 is exact as a double. */
export const halfToNumber = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * STEP_OF_SUBNORMALS;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * 2 ** (exponent - EXPONENT_BIAS) * (1 + fraction / 1024);
};

/** All 65,536 values at once: a converted model looks up some seventy million of them. */
export const halfTable = (): Float32Array =>
  Float32Array.from({ length: 0x10000 }, (_, bits) => halfToNumber(bits));

/** Ties go to the even neighbour, as the processor's own conversion does. */
const roundToEven = (value: number): number => {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
};

/** The nearest f16 to a number, as 16 bits; beyond the largest f16 it is an infinity. */
export const numberToHalf = (value: number): number => {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  // A subnormal that rounds up to 1024 steps carries into the exponent field and is the smallest normal number.
  if (size < SMALLEST_NORMAL) return sign | roundToEven(size / STEP_OF_SUBNORMALS);
  if (size >= 65520) return sign | 0x7c00;
  let exponent = Math.floor(Math.log2(size));
  // log2 may round up across a power of two.
  if (2 ** exponent > size) exponent -= 1;
  // Adding rather than or-ing lets a fraction of 1024 carry into the exponent.
  return sign | (((exponent + EXPONENT_BIAS) << 10) + roundToEven((size / 2 ** exponent - 1) * 1024));
};
