// The entry of a checkout: the desktop app from its TypeScript sources. The packaged app enters at entry.js.
import { register } from 'tsx/esm/api';

register();
await import('./entry.ts');
