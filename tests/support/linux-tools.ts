import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/**
 * What electron-builder would fetch to make a deb and an AppImage, from this machine: squashfs-tools and
 * desktop-file-utils of the system, a stand-in for fpm, and one for the small program at the head of an AppImage (it
 * only says so). Gives the variables by which electron-builder is told.
 */
export const makeLinuxTools = async (folder: string): Promise<Record<string, string>> => {
  await mkdir(join(folder, 'runtimes'), { recursive: true });
  await mkdir(join(folder, 'lib/x64'), { recursive: true });
  for (const tool of ['mksquashfs', 'desktop-file-validate'])
    await symlink(`/usr/bin/${tool}`, join(folder, tool));
  const runtime = join(folder, 'runtimes/runtime-x64');
  await writeFile(runtime, '#!/bin/sh\necho "This stands in for the head of an AppImage." >&2\nexit 1\n');
  await chmod(runtime, 0o755);
  return {
    APPIMAGE_TOOLS_PATH: folder,
    CUSTOM_FPM_PATH: resolve(import.meta.dirname, '../fixtures/fpm.mjs'),
  };
};
