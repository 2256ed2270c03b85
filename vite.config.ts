import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// The pages. `base: './'` because the loopback host serves them under a path that only one launch knows, and Electron
// under a scheme of its own; the host puts a fresh nonce where the placeholder stands.
export default defineConfig({
  root: resolve(import.meta.dirname, 'renderer'),
  base: './',
  plugins: [react()],
  html: { cspNonce: '__FOOTNOTE_NONCE__' },
  build: {
    outDir: resolve(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    // Data addresses are refused by the policy; every asset is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
