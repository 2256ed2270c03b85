import type { AppEvent } from '../../contract/app.ts';
import { stateOf, type Visit } from './visit.ts';

/** Where the host holds its visits. Every change is announced. */
export interface Shelf {
  readonly all: () => readonly Visit[];
  readonly find: (id: string) => Visit | undefined;
  readonly keep: (visit: Visit) => void;
  /** Applies an edit to the visit as it is now; false where it has been removed meanwhile. */
  readonly change: (id: string, edit: (visit: Visit) => Visit) => boolean;
  readonly remove: (id: string) => boolean;
  readonly subscribe: (listener: (event: AppEvent) => void) => () => void;
  readonly clear: () => void;
}

/** A shelf in memory: nothing on it outlives the host. */
export const makeMemoryShelf = (): Shelf => {
  const visits = new Map<string, Visit>();
  const listeners = new Set<(event: AppEvent) => void>();
  const keep = (visit: Visit): void => {
    visits.set(visit.id, visit);
    const event: AppEvent = {
      visit: visit.id,
      state: stateOf(visit),
      ...(visit.progress && { progress: visit.progress }),
    };
    for (const listener of listeners) listener(event);
  };
  return {
    all: () => [...visits.values()],
    find: (id) => visits.get(id),
    keep,
    change: (id, edit) => {
      const visit = visits.get(id);
      if (visit) keep(edit(visit));
      return visit !== undefined;
    },
    remove: (id) => visits.delete(id),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear: () => {
      visits.clear();
      listeners.clear();
    },
  };
};
