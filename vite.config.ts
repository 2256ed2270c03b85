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

// The shell and the host it holds (`--mode desktop`): each module a file of its own under the same path as its source, so
// that what is looked for beside a module (resources, programs of ours) is found in the package as in a checkout.
const desktop: UserConfig = {
  root: here('.'),
  publicDir: false,
  build: {
    outDir: here('out/desktop'),
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    ssr: true,
    rolldownOptions: {
      input: [here('electron/main/entry.ts'), here('shared/setup/main.ts')],
      external: ['electron'],
      output: {
        format: 'es',
        preserveModules: true,
        preserveModulesRoot: here('.'),
        entryFileNames: '[name].js',
      },
    },
  },
};

const CONFIGS: Readonly<Record<string, UserConfig>> = { preload, desktop };

export default defineConfig(({ mode }) => CONFIGS[mode] ?? pages);
