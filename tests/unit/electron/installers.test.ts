import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { shippedParts } from '../../../electron/package/engine.ts';
import { mayContain, partsOf } from '../../../electron/package/notices.ts';
import { partsOfApp, sizeTable } from '../../../electron/package/sizes.ts';

const root = resolve(import.meta.dirname, '../../..');

const Settings = z.object({
  publish: z.null(),
  linux: z.object({ target: z.array(z.string()) }),
  mac: z.object({
    target: z.array(z.string()),
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
  it('is made for three systems, and per user on Windows', async () => {
    const { linux, mac, win, nsis } = await settings();
    expect(linux.target).toEqual(['AppImage', 'deb']);
    expect(mac.target).toEqual(['dmg']);
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

const Workflow = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.object({
    installers: z.object({
      strategy: z.object({ matrix: z.object({ include: z.array(z.object({ os: z.string() })) }) }),
      steps: z.array(
        z.object({
          run: z.string().optional(),
          with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        }),
      ),
    }),
  }),
});

describe('where the installers are made', () => {
  it('is each system and each chip of the Mac, after the checks, with its own engine; nothing is published', async () => {
    const text = await readFile(join(root, '.github/workflows/installers.yml'), 'utf8');
    const { permissions, jobs } = Workflow.parse(parse(text));
    expect(permissions).toEqual({ contents: 'read' });
    const machines = jobs.installers.strategy.matrix.include.map(({ os }) => os);
    expect(machines).toEqual(['ubuntu-22.04', 'macos-14', 'macos-15-intel', 'windows-2022']);
    const commands = jobs.installers.steps.flatMap(({ run }) => run ?? []);
    expect(commands.slice(-3)).toEqual([
      'npm audit --omit dev --audit-level high',
      'npm run check',
      'npm run dist -- --engine',
    ]);
    const kept = String(jobs.installers.steps.at(-1)?.with?.['path']).trim().split(/\s+/u);
    expect(kept).toEqual(
      expect.arrayContaining(['dist/*.AppImage', 'dist/*.deb', 'dist/*.dmg', 'dist/*.exe']),
    );
  });
});

describe('the engine laid into an installer', () => {
  it.each([
    [
      ['libggml.so', 'libggml.so.0', 'libggml.so.0.15.1', 'libggml-cpu-x64.so', 'libparakeet.so.1', 'bench'],
      ['whisper-server', 'libggml.so.0', 'libggml-cpu-x64.so'],
    ],
    [
      ['libggml.dylib', 'libggml.0.dylib', 'libggml.0.15.1.dylib', 'libggml-cpu-apple_m1.so'],
      ['whisper-server', 'libggml.0.dylib', 'libggml-cpu-apple_m1.so'],
    ],
    [
      ['whisper.dll', 'ggml-cpu-haswell.dll', 'whisper-cli.exe'],
      ['whisper-server', 'whisper.dll', 'ggml-cpu-haswell.dll'],
    ],
  ])('holds its server, every variant, and each library once, of %j', (built, shipped) => {
    expect(shippedParts(['whisper-server', ...built])).toEqual(shipped);
  });
});

describe('the sizes of a packed app', () => {
  it('tell what is ours from what is of others, in the archive and beside it', () => {
    const file = (path: string, bytes: number, isBeside = false) => ({ path, bytes, isBeside });
    const rows = partsOfApp([
      file('shared/hosts/compose.js', 2_000_000),
      file('out/renderer/index.html', 500_000),
      file('resources/knowledge/drugs.json', 300_000),
      file('node_modules/zod/index.js', 400_000),
      file('node_modules/onnxruntime-node/bin/x.node', 900_000, true),
      file('node_modules/codec-parser/a.js', 100_000, true),
    ]);
    expect(rows.map(({ bytes }) => bytes)).toEqual([2_500_000, 300_000, 0, 400_000, 100_000, 900_000]);
    expect(sizeTable(rows)).toContain("| Footnote's code: pages, bridge, shell, host | 2.5 |");
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
