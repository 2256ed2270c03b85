import { fileURLToPath } from 'node:url';
import { benchCommand } from '../../../contract/commands.ts';
import { measureSpeed } from '../../bench-speed.ts';
import { cliCommand } from '../command.ts';
import { about } from '../failure.ts';
import { checkFile } from '../input-file.ts';
import { ensureInstalled } from '../speech.ts';

const SAMPLE = fileURLToPath(new URL('../../../../resources/samples/visit.flac', import.meta.url));

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export const bench = cliCommand({
  operation: benchCommand,
  run: async ({ audio = SAMPLE, model, language, rounds }, { terminal, signal }) => {
    const file = about(await checkFile(audio), audio);
    if (!file.ok) return file;
    const ready = about(await ensureInstalled({ model, engine: 'native' }, { terminal, signal }));
    if (!ready.ok) return ready;
    const measured = await measureSpeed({
      audio,
      installed: ready.value,
      language,
      rounds,
      signal,
      onRound: (done) => {
        terminal.progress('measuring', done / rounds);
      },
    });
    return about(measured, measured.ok || !measured.error.code.startsWith('audio') ? undefined : audio);
  },
  say: ({ ratio, oursMs, bareMs, rounds }, terminal) => {
    terminal.print(
      `transcribe over the bare engine, same settings: ${ratio.toFixed(3)} (${seconds(oursMs)} over ${seconds(bareMs)}, median of ${String(rounds)})`,
    );
  },
});
