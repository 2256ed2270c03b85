import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const config = parse(readFileSync(resolve(import.meta.dirname, '../../../electron-builder.yml'), 'utf8')) as {
  electronFuses: Record<string, boolean>;
  publish: unknown;
  extraMetadata: { main: string };
  files: readonly (
    string | { readonly from: string; readonly to: string; readonly filter: readonly string[] }
  )[];
  asar: boolean;
};

describe('the packaged app', () => {
  it('sets every fuse, and each to the safe side', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: false,
    });
  });
  it('is one sealed archive and asks nobody for updates', () => {
    expect(config.asar).toBe(true);
    expect(config.publish).toBeNull();
  });
  it('enters where the built shell lies, and a checkout where its sources do', () => {
    for (const folder of ['electron', 'shared'])
      expect(config.files).toContainEqual({ from: `out/desktop/${folder}`, to: folder, filter: ['**/*'] });
    const source = config.extraMetadata.main.replace(/\.js$/, '.ts');
    const root = resolve(import.meta.dirname, '../../..');
    const { main } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { main: string };
    for (const file of [source, main]) expect(existsSync(resolve(root, file)), file).toBe(true);
  });
});
