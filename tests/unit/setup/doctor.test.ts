import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoctorCheck } from '../../../shared/contract/setup.ts';
import { doctor } from '../../../shared/setup/doctor.ts';

let cache = '';
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'footnote-doctor-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const checks = async (folder: string, id: DoctorCheck['id']): Promise<readonly DoctorCheck[]> => {
  const report = await doctor({ cache: folder });
  return report.ok ? report.value.filter((check) => check.id === id) : [];
};

describe('doctor', () => {
  it('goes through the machine and says that a model is missing', async () => {
    const report = await doctor({ cache });
    const lines = report.ok ? report.value : [];
    expect(lines.find(({ id }) => id === 'node')?.state).toBe('good');
    expect(lines.find(({ id }) => id === 'disk')?.text).toMatch(/^(?:Only )?[\d.]+ GB are free/u);
    expect(lines.filter(({ id }) => id === 'model')).toEqual([
      { id: 'model', state: 'bad', text: 'No speech model is installed; run setup.' },
    ]);
  });

  it('names a damaged model', async () => {
    await mkdir(join(cache, 'models'));
    await writeFile(join(cache, 'models', 'ggml-base-q8_0.bin'), 'half a file');
    const [model] = await checks(cache, 'model');
    expect(model).toMatchObject({ state: 'bad' });
    expect(model?.text).toMatch(/"base" is damaged/u);
  });

  it('names a folder that cannot be written', async () => {
    const file = join(cache, 'a-file');
    await writeFile(file, '');
    const [folder] = await checks(join(file, 'cache'), 'folder');
    expect(folder).toMatchObject({ state: 'bad' });
    expect(folder?.text).toContain(join(file, 'cache'));
  });
});
