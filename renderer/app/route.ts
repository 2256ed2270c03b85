import { useSyncExternalStore } from 'react';

export type Part = 'note' | 'transcript' | 'sheet';
export type Route =
  { readonly screen: 'today' } | { readonly screen: 'visit'; readonly visit: string; readonly part: Part };

const PARTS: readonly Part[] = ['note', 'transcript', 'sheet'];

/** The address after `#`. Anything unknown is the work list. */
export const routeOf = (hash: string): Route => {
  const [, screen, visit, part] = hash.replace(/^#/, '').split('/');
  if (screen !== 'visit' || !visit || !/^[A-Za-z0-9_-]{1,64}$/.test(visit)) return { screen: 'today' };
  return { screen: 'visit', visit, part: PARTS.find((known) => known === part) ?? 'note' };
};

export const addressOf = (route: Route): string =>
  route.screen === 'today' ? '#/' : `#/visit/${route.visit}/${route.part}`;

export const goTo = (route: Route): void => {
  location.hash = addressOf(route);
};

const subscribe = (changed: () => void): (() => void) => {
  addEventListener('hashchange', changed);
  return () => {
    removeEventListener('hashchange', changed);
  };
};

export const useRoute = (): Route => routeOf(useSyncExternalStore(subscribe, () => location.hash));
