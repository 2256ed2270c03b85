import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { mayContain, partsOf } from '../../../electron/package/notices.ts';

const root = resolve(import.meta.dirname, '../../..');

const Settings = z.object({
  publish: z.null(),
  linux: z.object({ target: z.array(z.string()) }),
  mac: z.object({
    target: z.array(z.object({ target: z.string(), arch: z.array(z.string()) })),
    hardenedRuntime: z.boolean(),
    entitlements: z.string(),
    extendInfo: z.object({ NSMicrophoneUsageDescription: z.string() }),
  }),
  win: z.object({ target: z.array(z.string()) }),
  nsis: z.object({ perMachine: z.boolean(), deleteAppDataOnUninstall: z.boolean() }),
});

const settings = async (): Promise<z.infer<typeof Settings>> =>
  Settings.parse(parse(await readFile(join(root, 'electron-builder.yml'), 'utf8')));

describe('what the installers are told', () => {
  it('is made for three systems, both chips of the Mac, and per user on Windows', async () => {
    const { linux, mac, win, nsis } = await settings();
    expect(linux.target).toEqual(['AppImage', 'deb']);
    expect(mac.target).toEqual([{ target: 'dmg', arch: ['x64', 'arm64'] }]);
    expect(win.target).toEqual(['nsis']);
    expect(nsis.perMachine).toBe(false);
  });

  it('keeps the record when the app is removed, and asks nobody for updates', async () => {
    const { nsis, publish } = await settings();
    expect(nsis.deleteAppDataOnUninstall).toBe(false);
    expect(publish).toBeNull();
  });

  it('asks for the microphone under the hardened runtime, with a sentence that says when it listens', async () => {
    const { mac } = await settings();
    expect(mac.hardenedRuntime).toBe(true);
    expect(await readFile(join(root, mac.entitlements), 'utf8')).toContain(
      'com.apple.security.device.audio-input',
    );
    expect(mac.extendInfo.NSMicrophoneUsageDescription).toContain('when you press Record');
  });
});

describe('licences', () => {
  it('are such that every part may be inside the app', async () => {
    const parts = await partsOf(root);
    expect(parts.length).toBeGreaterThan(100);
    expect(parts.filter(({ licence }) => !mayContain(licence))).toEqual([]);
  });

  it.each(['GPL-3.0', 'AGPL-3.0-only', 'GPL-2.0-only AND MIT', 'UNKNOWN', 'SSPL-1.0'])(
    '%s may not',
    (licence) => {
      expect(mayContain(licence)).toBe(false);
    },
  );

  it.each(['MIT', '(MIT OR GPL-3.0)', 'MIT AND Apache-2.0'])('%s may', (licence) => {
    expect(mayContain(licence)).toBe(true);
  });
});
