import type { Microphone } from '../../shared/contract/capture-window.ts';

const REMEMBERED = 'footnote.microphone';

export const listMicrophones = async (): Promise<readonly Microphone[]> => {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
    .map(({ deviceId: id, label }) => ({ id, label }));
};

/** Calls back whenever a device came or went. */
export const watchMicrophones = (changed: () => void): (() => void) => {
  navigator.mediaDevices.addEventListener('devicechange', changed);
  return () => {
    navigator.mediaDevices.removeEventListener('devicechange', changed);
  };
};

/** The choice of this machine; it says nothing of a patient. A page that may keep nothing remembers nothing. */
export const rememberedMicrophone = (): string | undefined => {
  try {
    return localStorage.getItem(REMEMBERED) ?? undefined;
  } catch {
    return undefined;
  }
};

export const rememberMicrophone = (id: string): void => {
  try {
    localStorage.setItem(REMEMBERED, id);
  } catch {
    // The next recording asks again.
  }
};
