import Store from 'electron-store';
import { z } from 'zod';

/** Settings that say nothing about a patient. */
export const Settings = z.object({
  window: z.object({ width: z.number().int().min(640), height: z.number().int().min(480) }).optional(),
});
export type Settings = z.infer<typeof Settings>;

export interface SettingsPort {
  readonly read: () => Settings;
  readonly write: (settings: Settings) => void;
}

/** Kept by electron-store, which works only inside Electron; whatever is unreadable there counts as not set. */
export const makeSettings = (): SettingsPort => {
  const store = new Store<Record<string, unknown>>({ name: 'settings', clearInvalidConfig: true });
  return {
    read: () => Settings.catch({}).parse(store.store),
    write: (settings) => {
      store.store = settings;
    },
  };
};
