/**
 * Writes the parts of the documents that follow from the code: the command line, the operations of the app, the errors,
 * FHIR, and which folder imports which. `npm run docs`; a unit test fails where a file is not what this would write.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { appOperations } from '../shared/contract/app.ts';
import { ERROR_TABLE } from '../shared/contract/errors.ts';
import type { Operation } from '../shared/contract/operation.ts';
import { commands } from '../shared/hosts/cli/commands/index.ts';
import { commandFor } from '../shared/hosts/cli/options.ts';
import { fhirReference } from './fhir-reference.ts';

const root = resolve(import.meta.dirname, '..');

const HEAD = '<!-- Written by `npm run docs` from the code; not by hand. -->\n';

const commandLine = (): string =>
  [
    `${HEAD}\n# The command line\n`,
    'Right after `npm ci`: `npm run --silent footnote -- COMMAND …`. Exit status: 0 done; 2 wrong usage; 3 bad input; 4 something missing that `setup` would bring; 1 a fault of ours.\n',
    ...commands.map(({ operation }) => {
      const command = commandFor(operation);
      return `## ${operation.name}\n\n${operation.summary ?? ''}\n\n\`\`\`\n${command.helpInformation().trim()}\n\`\`\`\n`;
    }),
  ].join('\n');

const operations = (): string => {
  const all: readonly Operation[] = Object.values(appOperations);
  return [
    `${HEAD}\n# What a window can ask of its host\n`,
    "One contract (`shared/contract`), three doors: the loopback routes, the preload bridge, the page's client. Both ends parse.\n",
    '| operation | does | may be refused with |\n|---|---|---|',
    ...all.map(
      ({ name, summary, errors }) =>
        `| \`${name}\` | ${summary ?? ''} | ${errors.map((code) => `\`${code}\``).join(' ')} |`,
    ),
    '\n# Errors\n\nHolds ids and counts, never patient text.\n',
    '| code | what a person reads | exit status |\n|---|---|---|',
    ...Object.entries(ERROR_TABLE).map(
      ([code, { message, exit }]) => `| \`${code}\` | ${message} | ${String(exit)} |`,
    ),
    '',
  ].join('\n');
};

/** The folder that a file counts to: a stage of `shared`, or one of the other top folders. */
const folderOf = (file: string): string => {
  const [top = '', second = ''] = file.split('/');
  return top === 'shared' ? `${top}/${second}` : top;
};

const IMPORT = /^(?:import|export)\b[^'";]*?from '(\.[^']+)'/gm;

const sources = (): readonly string[] =>
  ['electron', 'renderer', 'shared'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .map((file) => `${top}/${file.split(sep).join('/')}`)
      .filter((file) => /\.tsx?$/.test(file))
      .sort(),
  );

/** Which folder imports which, read from the import lines of the sources. */
export const importsByFolder = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const path of sources()) {
    const own = folderOf(path);
    const others = found.get(own) ?? new Set<string>();
    found.set(own, others);
    for (const [, target = ''] of readFileSync(join(root, path), 'utf8').matchAll(IMPORT)) {
      const folder = folderOf(
        relative(root, resolve(root, path, '..', target))
          .split(sep)
          .join('/'),
      );
      if (folder !== own) others.add(folder);
    }
  }
  return found;
};

const MAP_START = '<!-- imports: written by `npm run docs` -->';
const MAP_END = '<!-- end of imports -->';

const importMap = (): string =>
  [
    '| folder | imports |',
    '|---|---|',
    ...[...importsByFolder()].sort().map(
      ([folder, others]) =>
        `| \`${folder}\` | ${
          [...others]
            .sort()
            .map((other) => `\`${other}\``)
            .join(' ') || 'nothing of ours'
        } |`,
    ),
  ].join('\n');

const architecture = (): string => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const from = text.indexOf(MAP_START);
  const to = text.indexOf(MAP_END);
  if (from < 0 || to < from) throw new Error('ARCHITECTURE.md has lost the marks of its import map');
  return `${text.slice(0, from)}${MAP_START}\n\n${importMap()}\n\n${text.slice(to)}`;
};

/** The written documents, by path from the root. */
export const documents = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/reference/command-line.md', commandLine()],
    ['docs/reference/operations.md', operations()],
    ['docs/reference/fhir.md', `${HEAD}\n${fhirReference()}`],
    ['ARCHITECTURE.md', architecture()],
  ]);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  for (const [path, text] of documents()) writeFileSync(join(root, path), text);
