/** A line that a person made: random, so that two windows never make the same one. */
export const newLineId = (): string => `w${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`;
