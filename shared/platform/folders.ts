import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

const ofSystem = (env: Environment, platform: NodeJS.Platform): { cache: string; data: string } => {
  const home = homedir();
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
    return { cache: join(local, 'Footnote', 'Cache'), data: join(local, 'Footnote', 'Data') };
  }
  if (platform === 'darwin') {
    const library = join(home, 'Library');
    return {
      cache: join(library, 'Caches', 'Footnote'),
      data: join(library, 'Application Support', 'Footnote'),
    };
  }
  return {
    cache: join(env['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'footnote'),
    data: join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'footnote'),
  };
};

/**
 * Where Footnote keeps things. `cache` holds weights and engines and can be rebuilt; `data` holds the vault and cannot.
 * FOOTNOTE_CACHE and FOOTNOTE_DATA override.
 */
export const footnoteFolders = (
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): { readonly cache: string; readonly data: string } => {
  const system = ofSystem(env, platform);
  return { cache: env['FOOTNOTE_CACHE'] ?? system.cache, data: env['FOOTNOTE_DATA'] ?? system.data };
};
