import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeLinuxTools } from '../support/linux-tools.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const packed = join(root, 'dist', 'linux-unpacked');
const archive = join(packed, 'resources', 'app.asar');

let said = '';
let inside: readonly string[] = [];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote package é 🙂 '));
  // electron-builder links files instead of copying them where it finds itself in a test of Vitest; a person's does not.
  const env = { ...process.env, VITEST: undefined, ...(await makeLinuxTools(join(folder, 'tools'))) };
  const dist = ['--import', 'tsx', 'electron/package/dist.ts', '--stand-in'];
  said = (await run(process.execPath, dist, { cwd: root, maxBuffer: 1e8, env })).stdout;
  inside = listPackage(archive, { isPack: false });
}, 600_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const holdsUnder = (path: string): boolean => inside.some((each) => each.startsWith(path));

describe('the packaged layout, around a stand-in for Electron', () => {
  it('names what this machine lacks', () => {
    expect(said).toContain("Electron 45.4.1's binary is not on this machine");
    expect(said).toContain('cannot be started');
    expect(said).toContain('win32 and darwin');
  });

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(packed, 'footnote'));
    const off = '0'.charCodeAt(0);
    const on = '1'.charCodeAt(0);
    expect(wire[FuseV1Options.RunAsNode]).toBe(off);
    expect(wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(off);
    expect(wire[FuseV1Options.EnableNodeCliInspectArguments]).toBe(off);
    expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(on);
    expect(wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(on);
    expect(wire[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(off);
  });

  it('holds pages, bridge, host, data and notices', () => {
    const described: unknown = JSON.parse(extractFile(archive, 'package.json').toString('utf8'));
    const { main } = z.object({ main: z.string() }).parse(described);
    expect(inside).toContain(`/${main}`);
    for (const path of [
      '/out/renderer/index.html',
      '/out/electron/preload.cjs',
      '/shared/hosts/compose.js',
      '/shared/transcribe/engines/supervise.mjs',
      '/resources/knowledge/drugs.json',
      '/out/notices/THIRD-PARTY.txt',
      '/out/notices/parts.cdx.json',
    ])
      expect(inside).toContain(path);
  });

  it('holds no sources, tests, tools for building, or other systems’ engines', () => {
    for (const path of [
      '/tests',
      '/renderer',
      '/docs',
      '/node_modules/vite',
      '/node_modules/react',
      '/node_modules/esbuild',
    ])
      expect(holdsUnder(path)).toBe(false);
    expect(inside.filter((path) => /\.tsx?$/u.test(path))).toEqual([]);
    expect(inside.filter((path) => /darwin|win32/u.test(path) && /\.(node|dll|dylib)$/u.test(path))).toEqual(
      [],
    );
  });

  it('is told by what it is made of, and what its first run fetches', async () => {
    const sizes = await readFile(`${packed}.sizes.md`, 'utf8');
    expect(said).toContain(sizes.trim());
    expect(sizes).toMatch(/^\| speech model `ggml-base-q8_0\.bin` \| 81\.8 \|$/mu);
    const [, ours] = /^\| Footnote's code[^|]*\| ([\d.]+) \|$/mu.exec(sizes) ?? [];
    expect(Number(ours)).toBeGreaterThan(1);
  });

  it('leaves the parts that can be replaced outside the archive', async () => {
    const parts = await readdir(join(`${archive}.unpacked`, 'node_modules'));
    expect(parts).toContain('codec-parser');
  });

  it('names every part with its licence', async () => {
    const notices = await readFile(join(root, 'out/notices/THIRD-PARTY.txt'), 'utf8');
    expect(notices).toContain('LOINC is a registered trademark');
    expect(notices).toMatch(/^openai@\S+ \(Apache-2\.0\)$/mu);
    const list: unknown = JSON.parse(await readFile(join(root, 'out/notices/parts.cdx.json'), 'utf8'));
    expect(z.object({ components: z.array(z.unknown()) }).parse(list).components.length).toBeGreaterThan(100);
  });

  it('works from what was packed alone, under a path with spaces, accents and an emoji', async () => {
    const app = join(folder, 'app');
    extractAll(archive, app);
    const compose = pathToFileURL(join(app, 'shared/hosts/compose.js')).href;
    const chart = join(app, 'resources/samples/chart.json');
    const program = `
      import { readFile } from 'node:fs/promises';
      const { composeStages } = await import(${JSON.stringify(compose)});
      const stages = composeStages();
      const chart = await stages.readChart(await readFile(${JSON.stringify(chart)}));
      console.log(JSON.stringify(stages.brief(chart.value, {})));`;
    const brief = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder });
    expect(brief.stdout).toContain('lisinopril');

    // What is loaded only once it is needed is inside too: voices found, a browser's sound read, Word written.
    const module = (path: string): string => JSON.stringify(pathToFileURL(join(app, path)).href);
    const later = `
      const { makeSileroDetector, FRAME_SAMPLES } = await import(${module('shared/transcribe/voice/silero.js')});
      const detector = await makeSileroDetector();
      const voice = await detector.next(new Float32Array(FRAME_SAMPLES));
      await detector.close();
      const { decodeWebm } = await import(${module('shared/capture/decode/webm.js')});
      const sound = await decodeWebm('/no such file.webm').next().catch((error) => error.code);
      const { renderWord } = await import(${module('shared/deliver/formats/word.js')});
      const word = await renderWord({ title: 'A visit', isDraft: true, sections: [] });
      console.log(JSON.stringify({ voice: voice < 0.5, sound, word: word.length > 1000 }));`;
    const loaded = await run(process.execPath, ['--input-type=module', '--eval', later], { cwd: folder });
    expect(JSON.parse(loaded.stdout)).toEqual({ voice: true, sound: 'ENOENT', word: true });
  });
});

/** The one file in dist/ with that ending. */
const installer = async (ending: string): Promise<string> => {
  const found = (await readdir(join(root, 'dist'))).filter((name) => name.endsWith(ending));
  expect(found).toHaveLength(1);
  return join(root, 'dist', found[0] ?? '');
};
/** The program stands in for Electron: that it was reached is that it says so. */
const startedBy = async (program: string, ...args: string[]): Promise<string> =>
  run(program, args).then(
    () => 'ended well',
    (error: unknown) => z.object({ stderr: z.string() }).parse(error).stderr,
  );

describe('the installers of this system, around the same stand-in', () => {
  it('are a deb that puts the app, its entry in the menu and its guard in their places', async () => {
    const deb = await installer('.deb');
    const told = (await run('dpkg-deb', ['--field', deb])).stdout;
    expect(told).toMatch(/^Package: footnote$/mu);
    expect(told).toMatch(/^Depends: .*\blibgtk-3-0\b.*\blibgomp1\b/mu);
    expect(told).toMatch(/^Description: Visit notes with a footnote/mu);
    const to = join(folder, 'installed by the deb, é');
    await run('dpkg-deb', ['--extract', deb, to]);
    await access(join(to, 'opt/Footnote/resources/app.asar'));
    await access(join(to, 'opt/Footnote/resources/apparmor-profile'));
    const entry = join(to, 'usr/share/applications/footnote.desktop');
    await run('desktop-file-validate', [entry]);
    expect(await readFile(entry, 'utf8')).toMatch(/^Exec=\/opt\/Footnote\/footnote/mu);
    expect(await startedBy(join(to, 'opt/Footnote/footnote'))).toContain('stands in for Electron');
  });

  it('are an AppImage that starts the app from wherever it is laid', async () => {
    const image = await installer('.AppImage');
    const bytes = await readFile(image);
    const at = bytes.indexOf('hsqs');
    const to = join(folder, 'laid é 🙂');
    await run('unsquashfs', ['-quiet', '-no-progress', '-offset', String(at), '-dest', to, image], {
      maxBuffer: 1e8,
    });
    await run('desktop-file-validate', [join(to, 'footnote.desktop')]);
    await access(join(to, 'resources/app.asar'));
    expect(await startedBy(join(to, 'AppRun'), '--no-sandbox')).toContain('stands in for Electron');
  });
});
