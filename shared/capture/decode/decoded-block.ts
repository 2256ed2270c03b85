/** Samples as a codec gives them: one array per channel, all of one length, at the file's own rate. */
export interface DecodedBlock {
  readonly channels: readonly Float32Array[];
  readonly rate: number;
}
