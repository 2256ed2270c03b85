import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { EvalPart, EvalRow } from './table.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** Bars of issue 9. The language is found out, as on the command line where none is given. */
const VISITS = [
  { name: 'visit-a', wer: 6, bare: 'bare engine 6.2', speaker: 95 },
  { name: 'visit-b', wer: 11, bare: 'bare engine 12.4', speaker: 95 },
  { name: 'visit-c-noisy', wer: 32, bare: 'bare engine 43.7', speaker: 88 },
] as const;

const SCORE =
  /WER (?<wer>[\d.]+) deleted (?<deleted>\d+) inserted (?<inserted>\d+) of (?<of>\d+) speaker (?<speaker>[\d.]+)/;

/** Words heard and who spoke: our transcripts of the spoken visits through the shared scorer. */
export const hearing: EvalPart = {
  name: 'hearing',
  run: async ({ shared, out, say }) => {
    const rows: EvalRow[] = [];
    for (const visit of VISITS) {
      const heard = join(out, `${visit.name}.json`);
      say(`hearing ${visit.name}`);
      const audio = join(shared, 'audio', `${visit.name}.flac`);
      await run('node', [
        join(root, 'shared/hosts/cli/bin.mjs'),
        'transcribe',
        '--audio',
        audio,
        '--out',
        heard,
      ]);
      const truth = join(shared, 'audio', `${visit.name}.json`);
      const { stdout } = await run('python3', [join(shared, 'eval/score_hearing.py'), truth, heard]);
      const score = SCORE.exec(stdout)?.groups;
      if (!score) throw new Error(`the scorer printed no figures for ${visit.name}`);
      const wer = Number(score['wer']);
      rows.push({
        figure: `word error, ${visit.name}`,
        value: `${wer.toFixed(1)} % (${score['deleted'] ?? ''} deleted, ${score['inserted'] ?? ''} inserted of ${score['of'] ?? ''})`,
        bar: `at most ${String(visit.wer)} %`,
        met: wer <= visit.wer,
        anchor: visit.bare,
        data: 'two synthetic voices, base q8_0',
      });
      rows.push({
        figure: `right speaker, ${visit.name}`,
        value: `${score['speaker'] ?? ''} %`,
        bar: `at least ${String(visit.speaker)} %`,
        met: Number(score['speaker']) >= visit.speaker,
        data: 'of words heard right',
      });
    }
    return rows;
  },
};
