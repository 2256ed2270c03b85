import { getRawHeader, type DirectoryRecord } from '@electron/asar';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { entryOf, loadManifest, reachOf } from '../../shared/setup/manifest.ts';

export interface PackedFile {
  /** From the root of the archive, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Whether it lies beside the archive as a real file. */
  readonly isBeside: boolean;
}

interface Row {
  readonly what: string;
  readonly bytes: number;
}

const filesIn = (folder: DirectoryRecord, at = ''): readonly PackedFile[] =>
  Object.entries(folder.files).flatMap(([name, entry]) => {
    const path = at === '' ? name : `${at}/${name}`;
    if ('files' in entry) return filesIn(entry, path);
    return [{ path, bytes: entry.size, isBeside: entry.unpacked }];
  });

const sum = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((total, { bytes }) => total + bytes, 0);

/** What a packed app is made of, in the order in which it is ours. */
export const partsOfApp = (files: readonly PackedFile[]): readonly Row[] => {
  const under = (...folders: readonly string[]): number =>
    sum(files.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`))));
  const others = files.filter(({ path }) => path.startsWith('node_modules/'));
  const beside = others.filter(({ isBeside }) => isBeside);
  const onnx = beside.filter(({ path }) => path.startsWith('node_modules/onnxruntime-node/'));
  return [
    {
      what: "Footnote's code: pages, bridge, shell, host",
      bytes: under('out/renderer', 'out/electron', 'electron', 'shared'),
    },
    { what: "Footnote's data: rules, words, small models, the sample visit", bytes: under('resources') },
    { what: 'licence notices and list of parts', bytes: under('out/notices') },
    { what: "others' libraries in the archive", bytes: sum(others) - sum(beside) },
    { what: 'native parts and decoders beside it, ONNX Runtime apart', bytes: sum(beside) - sum(onnx) },
    { what: 'ONNX Runtime, which finds where somebody speaks', bytes: sum(onnx) },
  ];
};

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** The rows as a table, in MB of a million bytes. */
export const sizeTable = (rows: readonly Row[]): string =>
  ['| part | MB |', '|---|---|', ...rows.map(({ what, bytes }) => `| ${what} | ${megabytes(bytes)} |`)].join(
    '\n',
  );

const engineRow = async (folder: string): Promise<Row> => {
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return { what: 'speech engine: not inside', bytes: 0 };
  const variants = names.filter((name) => /^(?:lib)?ggml-cpu-/u.test(name)).length;
  const sizes = await Promise.all(
    names.map(async (name) => ({ bytes: (await stat(join(folder, name))).size })),
  );
  return { what: `speech engine, with ${String(variants)} variants for processors`, bytes: sum(sizes) };
};

/** What the first run brings, by each way that it may take. */
const firstRun = async (): Promise<readonly Row[]> => {
  const manifest = await loadManifest({});
  const model = entryOf(manifest, manifest.default);
  if (!model.ok) throw new Error('the manifest does not hold its own default');
  return reachOf(manifest, model.value).map(({ route, fetches, bytes }) => ({
    what: route === 'hub' ? `speech model \`${fetches}\`` : `or, from a package index, ${fetches}`,
    bytes,
  }));
};

/**
 * What lies in a packed app's folder of resources and what its first run fetches, as a document. Without Electron
 * itself, whose size is its maker's.
 */
export const describeSizes = async (resources: string): Promise<string> => {
  const app = partsOfApp(filesIn(getRawHeader(join(resources, 'app.asar')).header));
  const engine = await engineRow(join(resources, 'engine'));
  const all = [...app, engine];
  return [
    '# What an installed Footnote is made of',
    `${process.platform} ${process.arch}, unpacked, without Electron itself. Written by \`npm run dist\`.`,
    sizeTable([...all, { what: '**together**', bytes: sum(all) }]),
    '## What the first run fetches',
    'Once, after asking; never where a model was laid beside it.',
    sizeTable(await firstRun()),
  ].join('\n\n');
};
