import type * as Runtime from 'onnxruntime-node';

/**
 * The runtime, loaded when it is first needed. By itself it reports to its maker over the network and keeps an
 * identifier of the machine in the person's folder; it looks for this variable when it loads, and then does neither.
 */
export const loadOnnxRuntime = (): Promise<typeof Runtime> => {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return import('onnxruntime-node');
};

/** One thread, no arena: the speech engine has the processor, and what is given to these small models is little. */
export const SMALL_SESSION = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  enableCpuMemArena: false,
} as const;
