import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documents } from '../../docs/generate.ts';

const root = resolve(import.meta.dirname, '../..');
const folders = ['docs', 'electron', 'renderer', 'resources', 'shared', 'tests'];
const markdown = [
  ...readdirSync(root),
  ...folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  ),
].filter((file) => file.endsWith('.md'));

describe('what is written from the code', () => {
  it.each([...documents()])('%s is what `npm run docs` writes', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });
});

describe('links and paths in documents', () => {
  it.each(markdown)('%s leads somewhere', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(resolve(root, dirname(file), link)))).toEqual([]);
  });

  it.each(markdown)('%s names folders and files that are there', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const paths = [
      ...text.matchAll(/`((?:shared|renderer|electron|tests|resources|docs)\/[\w./-]*\w)`/g),
    ].map(([, path = '']) => path);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
