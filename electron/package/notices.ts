import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
/** Bytes that the checker may print: a few hundred packages take one megabyte. */
const MOST_OUTPUT = 50e6;

/** One package that is inside the app, as the licence checker reports it. */
export interface Part {
  /** `name@version`. */
  readonly name: string;
  /** SPDX names, as the package says. */
  readonly licence: string;
  readonly licenceFile?: string | undefined;
  readonly source?: string | undefined;
}

/**
 * Licences that a part of the app may have: permissive ones, fonts, and weak copyleft by file (MPL) or by module that
 * can be replaced (LGPL; see DECISIONS). Not GPL or AGPL.
 */
export const MAY_CONTAIN: ReadonlySet<string> = new Set([
  ...['MIT', 'MIT*', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'],
  ...['Unlicense', 'CC0-1.0', 'OFL-1.1', 'Python-2.0', 'Zlib', 'WTFPL', 'MPL-2.0', 'LGPL-3.0-or-later'],
]);

/** Whether every licence of an "and", or one of an "or", may be inside. */
export const mayContain = (licence: string): boolean => {
  const bare = licence.replace(/[()]/gu, '').trim();
  if (/ OR /u.test(bare)) return bare.split(' OR ').some(mayContain);
  if (/ AND |,/u.test(bare)) return bare.split(/ AND |,/u).every(mayContain);
  return MAY_CONTAIN.has(bare);
};

const Found = z.record(
  z.string(),
  z.object({
    licenses: z.union([z.string(), z.array(z.string())]),
    licenseFile: z.string().optional(),
    repository: z.string().optional(),
  }),
);

/** Every package that is installed for the running app, and not only for building it. */
export const partsOf = async (root: string): Promise<readonly Part[]> => {
  const checker = join(root, 'node_modules/license-checker-rseidelsohn/bin/license-checker-rseidelsohn.js');
  const options = ['--production', '--excludePrivatePackages', '--json'];
  const { stdout } = await run(process.execPath, [checker, ...options], {
    cwd: root,
    maxBuffer: MOST_OUTPUT,
  });
  const found = Found.parse(JSON.parse(stdout));
  return Object.entries(found).map(([name, { licenses, licenseFile, repository }]) => ({
    name,
    licence: [licenses].flat().join(' AND '),
    licenceFile: licenseFile,
    source: repository,
  }));
};

const entryOf = async ({ name, licence, licenceFile, source }: Part): Promise<string> => {
  const text = licenceFile === undefined ? '' : (await readFile(licenceFile, 'utf8')).trim();
  return [`${name} (${licence})`, ...(source === undefined ? [] : [source]), '', text].join('\n');
};

/**
 * Writes the notices that go into every installer. Rejects, with the names, where a part has a licence that the app
 * may not contain.
 */
export const writeNotices = async (root: string, path: string): Promise<void> => {
  const parts = await partsOf(root);
  const refused = parts.filter(({ licence }) => !mayContain(licence));
  if (refused.length > 0)
    throw new Error(
      `may not be inside: ${refused.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`,
    );
  const data = await readFile(join(root, 'resources/notices/data.md'), 'utf8');
  const entries = await Promise.all(parts.map(entryOf));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, [data.trim(), ...entries].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n');
};
