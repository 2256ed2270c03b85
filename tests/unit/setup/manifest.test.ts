import { describe, expect, it } from 'vitest';
import { entryOf, loadManifest, reachOf } from '../../../shared/setup/manifest.ts';

describe('the manifest', () => {
  it('offers the default model by both names and both routes', async () => {
    const manifest = await loadManifest({});
    for (const name of [manifest.default, 'base', 'base-q8_0']) {
      const entry = entryOf(manifest, name);
      expect(entry).toMatchObject({ ok: true, value: { name: 'base', file: 'ggml-base-q8_0.bin' } });
      if (entry.ok)
        expect(reachOf(manifest, entry.value).map(({ route }) => route)).toEqual(['hub', 'packages']);
    }
  });

  it('has no name, file or hash twice', async () => {
    const { models } = await loadManifest({});
    for (const values of [
      models.flatMap(({ name, aliases }) => [name, ...aliases]),
      models.map(({ file }) => file),
      models.map(({ sha256 }) => sha256),
    ])
      expect(new Set(values).size).toBe(values.length);
  });

  it('shows the hosts and sizes before they are reached', async () => {
    const manifest = await loadManifest({});
    const turbo = entryOf(manifest, 'large-v3-turbo');
    expect(turbo.ok && reachOf(manifest, turbo.value)).toEqual([
      { route: 'hub', host: 'huggingface.co', fetches: 'ggml-large-v3-turbo-q8_0.bin', bytes: 874_188_075 },
    ]);
  });

  it('turns to an organisation’s own mirror, whose host is then the one shown', async () => {
    const manifest = await loadManifest({ HF_ENDPOINT: 'https://mirror.clinic.example/hub/' });
    expect(manifest.hub.url).toMatch(
      /^https:\/\/mirror\.clinic\.example\/hub\/ggerganov\/whisper\.cpp\/resolve\//u,
    );
    const base = entryOf(manifest, 'base');
    expect(base.ok && reachOf(manifest, base.value)[0]?.host).toBe('mirror.clinic.example');
  });
});
