import { transcribeCommand } from '../../../contract/commands.ts';
import { succeed } from '../../../contract/errors.ts';
import { writeWhole } from '../../../platform/atomic-write.ts';
import { composeStages } from '../../compose.ts';
import { transcriptText } from '../../visit-documents.ts';
import { cliCommand } from '../command.ts';
import { about, fileRefusal } from '../failure.ts';
import { checkFile } from '../input-file.ts';
import { ensureSpeech } from '../speech.ts';

export const transcribe = cliCommand({
  operation: transcribeCommand,
  run: async (input, { terminal, signal }) => {
    const audio = about(await checkFile(input.audio), input.audio);
    if (!audio.ok) return audio;
    const ready = about(await ensureSpeech(input, { terminal, signal }));
    if (!ready.ok) return ready;
    const begun = performance.now();
    let wait: { wait?: number } = {};
    const heard = await composeStages().transcribe({
      audio: input.audio,
      speech: ready.value,
      engine: input.engine,
      language: input.language,
      secondListening: input.secondListening,
      signal,
      onProgress: (share) => {
        terminal.progress('listening', share);
      },
      ...(input.live
        ? {
            live: {
              onWait: (ms) => {
                wait = { wait: ms };
              },
            },
          }
        : {}),
    });
    if (!heard.ok) return about(heard, heard.error.code.startsWith('audio') ? input.audio : undefined);
    const took = Math.round(performance.now() - begun);
    try {
      await writeWhole(input.out, transcriptText(heard.value));
    } catch (cause) {
      return about(fileRefusal(cause, 'writing'), input.out);
    }
    return succeed({ out: input.out, transcript: heard.value, timings: { transcribe: took, ...wait } });
  },
  say: ({ out, transcript, timings }, terminal) => {
    if (transcript.turns.length === 0) terminal.print('No speech was found in this recording; it is kept.');
    const length = (transcript.durationMs / 1000).toFixed(0);
    const took = ((timings['transcribe'] ?? 0) / 1000).toFixed(1);
    const wait = timings['wait'];
    if (wait !== undefined)
      terminal.print(`${(wait / 1000).toFixed(1)} s between the last sound and the last word`);
    terminal.print(`${String(transcript.turns.length)} turns from ${length} s of sound in ${took} s: ${out}`);
  },
});
