import { useEffect, useState } from 'react';

export type MicrophoneTrouble = 'refused' | 'missing' | 'busy';

export interface Microphone {
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  /** Loudness of the last moment, 0..1. */
  readonly level: number;
  readonly trouble: MicrophoneTrouble | undefined;
}

const REMEMBERED = 'footnote.microphone';
export const rememberedMicrophone = (): string => localStorage.getItem(REMEMBERED) ?? '';
export const rememberMicrophone = (device: string): void => {
  localStorage.setItem(REMEMBERED, device);
};

const troubleOf = (thrown: unknown): MicrophoneTrouble => {
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
};

/** The room as it is: what a browser would change for a phone call stays off. */
export const roomSound = (device: string): MediaStreamConstraints => ({
  audio: {
    ...(device !== '' && { deviceId: device }),
    autoGainControl: false,
    noiseSuppression: false,
    echoCancellation: false,
  },
});

const loudness = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  // From -60 dB to full scale.
  const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
  return Math.min(1, Math.max(0, (decibels + 60) / 60));
};

/** Listens to a microphone without keeping anything, while `isOn`. */
export const useMicrophone = (device: string, isOn: boolean): Microphone => {
  const [state, setState] = useState<Microphone>({ devices: [], level: 0, trouble: undefined });
  useEffect(() => {
    if (!isOn) return undefined;
    let stop = (): void => undefined;
    let isWanted = true;
    const listen = async (): Promise<void> => {
      const stream = await navigator.mediaDevices.getUserMedia(roomSound(device));
      const context = new AudioContext();
      const meter = context.createAnalyser();
      meter.fftSize = 2_048;
      context.createMediaStreamSource(stream).connect(meter);
      const samples = new Float32Array(meter.fftSize);
      const timer = setInterval(() => {
        meter.getFloatTimeDomainData(samples);
        setState((before) => ({ ...before, level: loudness(samples) }));
      }, 80);
      stop = () => {
        clearInterval(timer);
        for (const track of stream.getTracks()) track.stop();
        void context.close();
      };
      if (!isWanted) {
        stop();
        return;
      }
      const found = await navigator.mediaDevices.enumerateDevices();
      const devices = found
        .filter(({ kind }) => kind === 'audioinput')
        .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
      setState((before) => ({ ...before, devices, trouble: undefined }));
    };
    listen().catch((thrown: unknown) => {
      if (isWanted) setState({ devices: [], level: 0, trouble: troubleOf(thrown) });
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [device, isOn]);
  return state;
};
