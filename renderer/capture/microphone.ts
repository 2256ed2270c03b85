import type { MicrophoneTrouble } from '../../shared/contract/capture-window.ts';
import { SAMPLE_RATE } from '../../shared/contract/record.ts';
import workletUrl from './worklet.ts?worker&url';

export interface MicrophoneEvents {
  /** 16 kHz mono samples in -1..1, a tenth of a second at a time. */
  readonly onSamples: (samples: Float32Array) => void;
  readonly onTrouble: (trouble: 'lost' | 'muted') => void;
  readonly onBack: () => void;
}

export interface OpenMicrophone {
  readonly id: string;
  readonly label: string;
  /** Off, it takes nothing: what the device hears goes nowhere. */
  readonly take: (on: boolean) => void;
  readonly close: () => void;
}

export type Opened = { readonly microphone: OpenMicrophone } | { readonly trouble: MicrophoneTrouble };

const troubleOf = (cause: unknown): MicrophoneTrouble => {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'in-use' : 'none';
};

// Browsers change what they do by themselves between versions, and with it the loudness: everything is said.
const constraintsOf = (id: string | undefined): MediaStreamConstraints => ({
  audio: {
    ...(id === undefined ? {} : { deviceId: { exact: id } }),
    channelCount: 1,
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  },
});

const streamOf = async (id: string | undefined): Promise<MediaStream> => {
  try {
    return await navigator.mediaDevices.getUserMedia(constraintsOf(id));
  } catch (cause) {
    // The remembered one is not plugged in: another is better than none, and its name is shown.
    const isGone = cause instanceof Error && cause.name === 'OverconstrainedError';
    if (id === undefined || !isGone) throw cause;
    return navigator.mediaDevices.getUserMedia(constraintsOf(undefined));
  }
};

/** Opens a microphone (the usual one where none is named) and passes on its sound. */
export const openMicrophone = async (id: string | undefined, events: MicrophoneEvents): Promise<Opened> => {
  let stream: MediaStream;
  try {
    stream = await streamOf(id);
  } catch (cause) {
    return { trouble: troubleOf(cause) };
  }
  const [track] = stream.getAudioTracks();
  if (!track) return { trouble: 'none' };
  const context = new AudioContext({ sampleRate: SAMPLE_RATE });
  let closed = false;
  const close = (): void => {
    closed = true;
    track.stop();
    void context.close();
  };
  try {
    await context.audioWorklet.addModule(workletUrl);
    await context.resume();
  } catch {
    close();
    return { trouble: 'none' };
  }
  const node = new AudioWorkletNode(context, 'footnote-gatherer', { numberOfOutputs: 0 });
  node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
    if (!closed && track.enabled) events.onSamples(data);
  };
  context.createMediaStreamSource(stream).connect(node);
  track.onended = () => {
    if (closed) return;
    // What still comes after its end is no sound of a room.
    node.port.onmessage = null;
    events.onTrouble('lost');
  };
  track.onmute = () => {
    if (!closed && track.enabled) events.onTrouble('muted');
  };
  track.onunmute = () => {
    if (!closed) events.onBack();
  };
  return {
    microphone: {
      id: track.getSettings().deviceId ?? '',
      label: track.label,
      take: (on) => {
        track.enabled = on;
      },
      close,
    },
  };
};
