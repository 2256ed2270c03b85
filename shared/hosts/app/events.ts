import type { AppEvent } from '../../contract/app.ts';

export interface Events {
  readonly tell: (event: AppEvent) => void;
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
}

export const makeEvents = (): Events => {
  const listeners = new Set<(event: AppEvent) => void>();
  return {
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
