import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SpeedReport } from '../../../shared/contract/commands.ts';
import { footnote, temporaryFolder } from '../../fixtures/footnote.ts';
import { speak, SPOKEN } from '../../fixtures/spoken.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('footnote bench', () => {
  it('times the same recording both ways and gives their ratio', async () => {
    const audio = await speak(folder.path, SPOKEN);
    const ran = await footnote([
      ...['bench', '--audio', audio, '--model', 'tiny.en-q8_0'],
      ...['--rounds', '1', '--json'],
    ]);
    expect(ran.status).toBe(0);
    const report = SpeedReport.parse(JSON.parse(ran.stdout));
    expect(report.rounds).toBe(1);
    expect(report.ratio).toBeCloseTo(report.oursMs / report.bareMs, 1);
    expect(ran.stdout + ran.stderr).not.toMatch(/knee/iu);
  });

  it('names the recording it cannot find', async () => {
    const ran = await footnote(['bench', '--audio', join(folder.path, 'gone.wav'), '--rounds', '1']);
    expect(ran.status).toBe(3);
    expect(ran.stderr).toMatch(/gone\.wav: there is no such file/u);
  });
});
