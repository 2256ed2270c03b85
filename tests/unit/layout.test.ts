import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
let folder = '';
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Names of the rules that a tree of made-up files breaks. */
const broken = async (files: Record<string, string>): Promise<string[]> => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-layout-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const config = await extractConfig(join(root, '.dependency-cruiser.cjs'));
  const { output } = await cruise([...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))], {
    ...config.options,
    tsConfig: {},
    baseDir: folder,
    ruleSet: { forbidden: config.forbidden ?? [] },
    validate: true,
  });
  if (typeof output === 'string') throw new Error('expected a result object');
  return [...new Set(output.summary.violations.map((violation) => violation.rule.name))];
};

describe('the import rules', () => {
  it.each([
    ['electron-only-in-its-shell', { 'shared/capture/a.ts': "import 'electron';" }],
    [
      'renderer-sees-contract-only',
      { 'renderer/a.ts': "import '../shared/draft/b.ts';", 'shared/draft/b.ts': 'export {};' },
    ],
    [
      'shared-stands-alone',
      { 'shared/draft/a.ts': "import '../../renderer/b.ts';", 'renderer/b.ts': 'export {};' },
    ],
    ['contract-is-browser-safe', { 'shared/contract/a.ts': "import 'node:fs';" }],
    [
      'draft-keeps-to-itself',
      { 'shared/draft/a.ts': "import '../chart/b.ts';", 'shared/chart/b.ts': 'export {};' },
    ],
    [
      'draft-facts-comes-first',
      { 'shared/draft/facts/a.ts': "import '../note/b.ts';", 'shared/draft/note/b.ts': 'export {};' },
    ],
    [
      'language-is-ground',
      { 'shared/language/a.ts': "import '../chart/b.ts';", 'shared/chart/b.ts': 'export {};' },
    ],
    ['no-cycles', { 'shared/draft/a.ts': "import './b.ts';", 'shared/draft/b.ts': "import './a.ts';" }],
    [
      'not-to-dev-dep',
      { 'shared/draft/a.ts': "import 'vitest';", 'package.json': '{"devDependencies":{"vitest":"1"}}' },
    ],
  ])('%s fires', async (rule, files) => {
    expect(await broken(files as Record<string, string>)).toContain(rule);
  });

  it('says nothing about a stage that keeps to contract and ground', async () => {
    const files = {
      'shared/draft/a.ts': "import '../contract/b.ts';\nimport '../language/c.ts';",
      'shared/contract/b.ts': 'export {};',
      'shared/language/c.ts': 'export {};',
    };
    expect(await broken(files)).toEqual([]);
  });
});
