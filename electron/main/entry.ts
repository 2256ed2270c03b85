import { startDesktop } from './main.ts';

// Not awaited: Electron is ready only once its entry has loaded, and the start waits for that.
void startDesktop();
