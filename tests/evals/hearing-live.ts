import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { LiveFigures } from './hearing/live-visit.ts';
import type { EvalPart, EvalRow } from './table.ts';
import { median } from '../../shared/platform/median.ts';

const run = promisify(execFile);

const BARS = { window: 1.5, longer: 1.2, memoryMb: 10 } as const;
/** Minutes at the end of each visit that are fed at the speed of speech; `LIVE_PACED=20` feeds all of it so. */
const PACED = process.env['LIVE_PACED'] ?? '2';

const liveVisit = async (audio: string, minutes: number): Promise<LiveFigures> => {
  const script = resolve(import.meta.dirname, 'hearing/live-visit.ts');
  const paced = String(Math.min(minutes, Number(PACED)));
  const args = ['--expose-gc', '--import', 'tsx', script, audio, String(minutes), paced];
  const { stdout } = await run(process.execPath, args);
  return JSON.parse(stdout) as LiveFigures;
};

const rowOf = (figure: string, value: number, bar: number, digits: number, data: string): EvalRow => ({
  figure,
  value: value.toFixed(digits),
  bar: `at most ${String(bar)}`,
  met: value <= bar,
  data,
});

/**
 * The wait between Stop and the last word, with provisional text on as in the app, over the time the engine alone takes
 * for a full window in the same process: by the clock, and in
 * processor time, which a machine that has other work does not change; for visits of four and twenty minutes, and what memory the longer one takes.
 */
export const hearingLive: EvalPart = {
  name: 'hearing-live',
  run: async ({ shared, say }) => {
    const audio = join(shared, 'audio/visit-a.flac');
    const ratios: number[] = [];
    const rows: EvalRow[] = [];
    for (const minutes of [4, 20]) {
      say(`live, ${String(minutes)} minutes`);
      const { windows, afterStop, earlyMb, lateMb, words } = await liveVisit(audio, minutes);
      const windowMs = median(windows.map(({ ms }) => ms));
      const windowWork = median(windows.map(({ processorMs }) => processorMs));
      const data = `visit-a repeated, ${String(words)} words, the last ${PACED} min at the speed of speech; wait ${(afterStop.ms / 1000).toFixed(2)} s, window ${(windowMs / 1000).toFixed(2)} s`;
      ratios.push(afterStop.processorMs / windowWork);
      const figure = `live, ${String(minutes)} min: last word after Stop over one window`;
      rows.push(
        rowOf(`${figure}, by the clock`, afterStop.ms / windowMs, BARS.window, 2, data),
        rowOf(`${figure}, in processor time`, afterStop.processorMs / windowWork, BARS.window, 2, data),
      );
      if (earlyMb > 0)
        rows.push(
          rowOf(
            'live: memory of our process, MB from minute 5 to the end',
            lateMb - earlyMb,
            BARS.memoryMb,
            1,
            data,
          ),
        );
    }
    const [short = NaN, long = NaN] = ratios;
    rows.push(
      rowOf(
        'live: work after the longer visit over the shorter, in processor time',
        long / short,
        BARS.longer,
        2,
        'the same',
      ),
    );
    return rows;
  },
};
