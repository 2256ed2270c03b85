import { keepToPagePolicy } from './app/page-policy.ts';

// The contract's schemas are made when their modules load, so the page's policy has to be settled before.
keepToPagePolicy();
void import('./app/start.tsx').then(({ start }) => {
  start();
});
