import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Transcript } from '../../../shared/contract/transcript.ts';
import { footnote, temporaryFolder } from '../../fixtures/footnote.ts';
import { speak, SPOKEN } from '../../fixtures/spoken.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('footnote transcribe --live', () => {
  it('takes as long as the recording, writes what was said, and tells how long the last word took', async () => {
    const audio = await speak(folder.path, `${SPOKEN} ${SPOKEN}`);
    const out = join(folder.path, 'live.json');
    const begun = performance.now();
    const ran = await footnote([
      ...['transcribe', '--live', '--audio', audio, '--out', out],
      ...['--model', 'tiny.en-q8_0', '--language', 'en', '--json'],
    ]);
    const took = performance.now() - begun;
    expect(ran.status).toBe(0);
    const transcript = Transcript.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(transcript.turns.map(({ text }) => text).join(' ')).toMatch(/knee hurts.*knee hurts/iu);
    expect(took).toBeGreaterThan(transcript.durationMs);
    const { timings } = JSON.parse(ran.stdout) as { timings: { wait: number; transcribe: number } };
    expect(timings.wait).toBeGreaterThan(0);
    expect(timings.transcribe).toBeGreaterThanOrEqual(transcript.durationMs + timings.wait - 50);
    expect(ran.stderr).not.toMatch(/knee/iu);
  });
});
