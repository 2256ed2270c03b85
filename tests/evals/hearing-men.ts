import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { figure, footnote, scorer } from './footnote-run.ts';
import type { EvalPart, EvalRow } from './table.ts';

const run = promisify(execFile);

const Visit = z.object({
  dialogue: z.array(z.object({ speaker: z.string(), text: z.string() })),
  metadata: z.object({ speaker_swap_models_flagging: z.number().nullish() }),
});

/** Two men each, in quiet and with pink noise 10 dB below them. */
const PAIRS = [
  { doctor: 'rms', patient: 'awb', snr: null, bar: 95 },
  { doctor: 'kal16', patient: 'rms', snr: null, bar: 95 },
  { doctor: 'awb', patient: 'kal16', snr: '10', bar: 88 },
] as const;
const TURNS = '40';

/** Who spoke where both are men: the first visits of ACI-Bench valid whose speakers are not in doubt, spoken by flite. */
export const hearingMen: EvalPart = {
  name: 'hearing-men',
  run: async ({ shared, out, say }) => {
    const lines = (await readFile(join(shared, 'data/aci_valid.jsonl'), 'utf8')).trim().split('\n');
    const visits = lines
      .map((line) => Visit.parse(JSON.parse(line)))
      .filter(({ metadata, dialogue }) => !metadata.speaker_swap_models_flagging && dialogue.length >= 50);
    const rows: EvalRow[] = [];
    for (const [k, { doctor, patient, snr, bar }] of PAIRS.entries()) {
      say(`two men, ${doctor} and ${patient}`);
      const dialogue = join(out, `men-${String(k)}.jsonl`);
      await writeFile(dialogue, `${JSON.stringify({ ...visits[k], id: 'men' })}\n`);
      const wav = join(out, `men-${String(k)}.wav`);
      const noise = snr === null ? [] : ['--snr', snr];
      const voices = ['--doctor', doctor, '--patient', patient, '--max-turns', TURNS, ...noise];
      await run('python3', [join(shared, 'eval/speak_visit.py'), dialogue, 'men', wav, ...voices]);
      const heard = join(out, `men-${String(k)}-heard.json`);
      await footnote('transcribe', '--audio', wav, '--out', heard);
      const printed = await scorer(shared, 'score_hearing.py', wav.replace('.wav', '.json'), heard);
      const share = figure(printed, /speaker ([\d.]+)/u);
      rows.push({
        figure: `right speaker, two men (${doctor}, ${patient}${snr === null ? '' : `, ${snr} dB`})`,
        value: `${share.toFixed(1)} %`,
        bar: `at least ${String(bar)} %`,
        met: share >= bar,
        data: `${TURNS} turns of ACI-Bench valid; of words heard right`,
      });
    }
    return rows;
  },
};
