import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';

const here = (path: string): string => resolve(import.meta.dirname, path);

// The pages. `base: './'` because the loopback host serves them under a path that only one launch knows, and Electron
// under a scheme of its own; the host puts a fresh nonce where the placeholder stands.
const pages: UserConfig = {
  root: here('renderer'),
  base: './',
  plugins: [react()],
  html: { cspNonce: '__FOOTNOTE_NONCE__' },
  build: {
    outDir: here('out/renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    // Data addresses are refused by the policy; every asset is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

// The preload script of the desktop shell (`--mode preload`): one file, because a sandboxed one can load no other.
const preload: UserConfig = {
  root: here('electron'),
  build: {
    outDir: here('out/electron'),
    emptyOutDir: false,
    minify: false,
    lib: { entry: here('electron/preload/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
};

export default defineConfig(({ mode }) => (mode === 'preload' ? preload : pages));
