import { useSyncExternalStore } from 'react';

/** The parts of a visit, in the order it is walked. */
export const PARTS = ['record', 'note', 'transcript', 'sheet', 'approve', 'history'] as const;
export type Part = (typeof PARTS)[number];

export const TABS = [
  'sound',
  'models',
  'phrases',
  'people',
  'clinic',
  'connections',
  'history',
  'about',
] as const;
export type Tab = (typeof TABS)[number];

export type Route =
  | { readonly screen: 'today' }
  | { readonly screen: 'visit'; readonly visit: string; readonly part: Part }
  | { readonly screen: 'settings'; readonly tab: Tab }
  | { readonly screen: 'doing' };

/** The address after `#`. Anything unknown is the work list. */
export const routeOf = (hash: string): Route => {
  const [, screen, first, second] = hash.replace(/^#/, '').split('/');
  if (screen === 'doing') return { screen };
  if (screen === 'settings') return { screen, tab: TABS.find((tab) => tab === first) ?? 'sound' };
  if (screen !== 'visit' || !first || !/^[A-Za-z0-9_-]{1,64}$/.test(first)) return { screen: 'today' };
  return { screen, visit: first, part: PARTS.find((part) => part === second) ?? 'note' };
};

export const addressOf = (route: Route): string => {
  switch (route.screen) {
    case 'today':
      return '#/';
    case 'visit':
      return `#/visit/${route.visit}/${route.part}`;
    case 'settings':
      return `#/settings/${route.tab}`;
    case 'doing':
      return '#/doing';
  }
};

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
