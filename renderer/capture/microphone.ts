import type { MicrophoneTrouble } from '../../shared/contract/capture-window.ts';
import { SAMPLE_RATE } from '../../shared/contract/record.ts';
import type { Channels } from '../../shared/contract/vault.ts';
import workletUrl from './worklet.ts?worker&url';

export interface MicrophoneEvents {
  /** 16 kHz samples in -1..1, a tenth of a second at a time, of one channel or of two that differ. */
  readonly onSound: (channels: readonly Float32Array[]) => void;
  readonly onTrouble: (trouble: 'lost' | 'muted') => void;
  readonly onBack: () => void;
}

export interface OpenMicrophone {
  readonly id: string;
  readonly label: string;
  /** How many channels it gives that differ, known once something was heard; one where nothing is heard for a while. */
  readonly channels: () => Promise<Channels>;
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
    channelCount: 2,
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

/** How long (ms) a device is waited for that gives nothing, or silence. */
const SILENT_MS = 600;

/**
 * Tells by its sound whether a device has two microphones: what a browser says of channels is two for any device. Two
 * microphones differ in every sample, in a quiet room too; a tenth of a second tells.
 */
const makeChannelTeller = (): {
  readonly heard: (channels: readonly Float32Array[]) => void;
  readonly channels: () => Promise<Channels>;
} => {
  let found: Channels | undefined;
  let tell: (channels: Channels) => void = () => undefined;
  return {
    heard: (channels) => {
      const [first] = channels;
      if (channels.length === 2) found = 2;
      else if (first?.some((sample) => sample !== 0)) found ??= 1;
      if (found) tell(found);
    },
    channels: () =>
      new Promise((resolve) => {
        if (found) resolve(found);
        const waited = setTimeout(() => {
          resolve(found ?? 1);
        }, SILENT_MS);
        tell = (channels) => {
          clearTimeout(waited);
          resolve(channels);
        };
      }),
  };
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
  const told = makeChannelTeller();
  node.port.onmessage = ({ data }: MessageEvent<readonly Float32Array[]>) => {
    if (closed || !track.enabled) return;
    told.heard(data);
    events.onSound(data);
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
      channels: told.channels,
      take: (on) => {
        track.enabled = on;
      },
      close,
    },
  };
};
