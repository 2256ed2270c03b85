import { build, Platform, type AfterPackContext } from 'electron-builder';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { buildApp } from './build.ts';
import { buildShippedEngine } from './engine.ts';
import { writeNotices } from './notices.ts';
import { writePartsList } from './parts-list.ts';
import { describeSizes } from './sizes.ts';
import { makeStandIn } from './stand-in.ts';

const root = resolve(import.meta.dirname, '../..');

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const electronVersion = async (): Promise<string> => {
  const described: unknown = JSON.parse(
    await readFile(join(root, 'node_modules/electron/package.json'), 'utf8'),
  );
  return z.object({ version: z.string() }).parse(described).version;
};

interface Wanted {
  /** The unpacked layout alone, without installers. */
  readonly dir: boolean;
  readonly engine: boolean;
  readonly standIn: boolean;
}

/** Says what one packed app is made of, beside it and on the screen. */
const tellSizes = async ({ appOutDir, packager }: AfterPackContext): Promise<void> => {
  const sizes = await describeSizes(packager.getResourcesDir(appOutDir));
  await writeFile(`${appOutDir}.sizes.md`, `${sizes}\n`);
  say(sizes);
};

/** Packs what `out/` holds, around Electron's own files in `electronDist`. */
const pack = async ({ dir }: Wanted, electronDist: string): Promise<readonly string[]> => {
  const settings = z
    .record(z.string(), z.unknown())
    .parse(parse(await readFile(join(root, 'electron-builder.yml'), 'utf8')));
  return build({
    projectDir: root,
    targets: Platform.current().createTarget(dir ? 'dir' : undefined),
    publish: 'never',
    config: { ...settings, electronDist, electronVersion: await electronVersion(), afterPack: tellSizes },
  });
};

const distribute = async (wanted: Wanted): Promise<readonly string[]> => {
  const missing: string[] = [];
  const binary = join(root, 'node_modules/electron/dist');
  const hasElectron = await isThere(join(binary, 'version'));
  await buildApp(root);
  await writeNotices(root, join(root, 'out/notices/THIRD-PARTY.txt'));
  await writePartsList(root, join(root, 'out/notices/parts.cdx.json'));
  if (wanted.engine) {
    const taken = await buildShippedEngine(root, join(root, 'out/engine'));
    say(`The engine starts; on this processor it takes ${taken}.`);
  } else if (!(await isThere(join(root, 'out/engine/engine.json'))))
    missing.push(
      'the speech engine is not inside: build it with --engine, else setup brings one on first start',
    );
  if (!hasElectron)
    missing.push(
      `Electron ${await electronVersion()}'s binary is not on this machine: "npx install-electron" fetches it where the network allows`,
    );
  if (hasElectron) await pack(wanted, binary);
  else if (wanted.standIn) {
    const folder = await mkdtemp(join(tmpdir(), 'footnote-stand-in-'));
    try {
      await makeStandIn(folder, await electronVersion());
      await pack(wanted, folder);
      missing.push('the layout in dist/ was made around a stand-in: it cannot be started');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const others = ['win32', 'darwin', 'linux'].filter((system) => system !== process.platform);
  missing.push(
    `installers for ${others.join(' and ')} are made on those systems: see .github/workflows/installers.yml`,
  );
  return missing;
};

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    engine: { type: 'boolean', default: false },
    'stand-in': { type: 'boolean', default: false },
  },
});
const missing = await distribute({ dir: values.dir, engine: values.engine, standIn: values['stand-in'] });
say('Missing here:');
for (const line of missing) say(`- ${line}`);
