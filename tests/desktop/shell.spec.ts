import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron } from 'playwright';

/**
 * The real shell, where its binary is. Run by hand or by a machine that has it: `npx tsx tests/desktop/shell.spec.ts`.
 * Prints one line: passed, failed, or skipped with the reason.
 */
const root = resolve(import.meta.dirname, '../..');

const electronBinary = (): string | undefined => {
  const folder = join(createRequire(import.meta.url).resolve('electron/package.json'), '..', 'dist');
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
};

const specs = async (executablePath: string): Promise<void> => {
  const app = await _electron.launch({ executablePath, args: [root] });
  try {
    const page = await app.firstWindow();
    await page.getByRole('button', { name: /sample visit|visita de muestra/ }).waitFor();
    const reach = await page.evaluate(() => ({
      node: 'require' in globalThis || 'process' in globalThis,
      bridge: Object.keys((globalThis as { footnote?: object }).footnote ?? {}).sort(),
    }));
    if (reach.node) throw new Error('the page can reach Node');
    if (reach.bridge.join() !== 'call,capture,captureWork,listen,print')
      throw new Error('the bridge offers more than the contract');
    const microphone = await page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'given',
        () => 'refused',
      ),
    );
    if (microphone !== 'refused') throw new Error('the microphone is open though no recording is armed');
  } finally {
    await app.close();
  }
};

const binary = electronBinary();
if (binary) {
  await specs(binary);
  process.stdout.write('1 passed, 0 failed\n');
} else process.stdout.write('0 passed, 0 failed, 1 skipped (no Electron binary on this machine)\n');
