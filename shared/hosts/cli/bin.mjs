#!/usr/bin/env node
// Runs the command line from its TypeScript sources; works from any folder right after `npm ci`.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
await main(process.argv.slice(2));
