import { visitCommand } from '../../../contract/commands.ts';
import { succeed, type Result } from '../../../contract/errors.ts';
import { MOST_CHART_BYTES } from '../../../chart/read-chart.ts';
import { composeStages } from '../../compose.ts';
import { commandLineGround, openDrafter } from '../../drafters.ts';
import { documentsOf } from '../../visit-documents.ts';
import { runVisit } from '../../visit-run.ts';
import { cliCommand, type CommandContext } from '../command.ts';
import { about, type Outcome } from '../failure.ts';
import { checkFile, readBytes, readText } from '../input-file.ts';
import { openOutFolder, type OutFolder } from '../out-folder.ts';
import { ensureSpeech } from '../speech.ts';
import type { z } from 'zod';

type Input = z.output<typeof visitCommand.input>;
type Output = z.output<typeof visitCommand.output>;

const STAGE_NAMES = { transcribe: 'listening', draft: 'drafting' } as const;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;

const writeAll = async (folder: OutFolder, files: ReadonlyMap<string, string>): Promise<Result<void>> => {
  for (const [name, content] of files) {
    const written = await folder.write(name, content);
    if (!written.ok) return written;
  }
  return folder.keep();
};

const run = async (input: Input, { terminal, signal }: CommandContext): Promise<Outcome<Output>> => {
  const audio = about(await checkFile(input.audio), input.audio);
  if (!audio.ok) return audio;
  const chart =
    input.chart === undefined
      ? undefined
      : about(await readBytes(input.chart, MOST_CHART_BYTES), input.chart);
  if (chart && !chart.ok) return chart;
  const questions =
    input.questions === undefined ? undefined : about(await readText(input.questions), input.questions);
  if (questions && !questions.ok) return questions;

  const stages = composeStages();
  // Both are refused before minutes of listening.
  const charted = chart && about(stages.readChart(chart.value, input.patient), input.chart);
  if (charted && !charted.ok) return charted;
  const model = await openDrafter(input.drafter, commandLineGround());
  if (!model.ok) return model;
  const folder = about(await openOutFolder(input.out), input.out);
  if (!folder.ok) return folder;

  try {
    const ready = about(await ensureSpeech(input, { terminal, signal }));
    if (!ready.ok) return ready;
    const drafts = await runVisit(stages, {
      audio: input.audio,
      chart: charted?.value,
      questions: questions ? stages.readQuestions(questions.value) : [],
      speech: ready.value,
      engine: input.engine,
      language: input.language,
      secondListening: input.secondListening,
      model: model.value,
      signal,
      onProgress: (stage, share) => {
        if (stage in STAGE_NAMES) terminal.progress(STAGE_NAMES[stage as keyof typeof STAGE_NAMES], share);
      },
    });
    if (!drafts.ok) return about(drafts, drafts.error.code.startsWith('audio') ? input.audio : undefined);
    const files = documentsOf(drafts.value);
    const written = about(await writeAll(folder.value, files), input.out);
    if (!written.ok) return written;
    return succeed({
      out: input.out,
      files: [...files.keys()],
      speechFound: drafts.value.drafted !== undefined,
      flags: [...drafts.value.flags],
      timings: { ...drafts.value.timings },
      durationMs: drafts.value.transcript.durationMs,
    });
  } finally {
    await model.value?.close();
    await folder.value.drop();
  }
};

export const visit = cliCommand({
  operation: visitCommand,
  run,
  say: (output, terminal) => {
    if (!output.speechFound)
      terminal.print('No speech was found in this recording; it is kept, and nothing was drafted.');
    terminal.print(
      `${output.speechFound ? 'Drafts' : 'Files'} are in ${output.out}: ${output.files.join(', ')}`,
    );
    const urgent = output.flags.filter((flag) => flag.severity === 'interrupt');
    if (output.speechFound)
      terminal.print(`To look at: ${String(output.flags.length)}, of which ${String(urgent.length)} first:`);
    for (const flag of urgent) terminal.print(`  - ${flag.message}`);
    terminal.print(`The recording lasts ${seconds(output.durationMs)}. Time taken:`);
    for (const [stage, ms] of Object.entries(output.timings))
      terminal.print(`  ${stage.padEnd(14)}${seconds(ms).padStart(9)}`);
  },
});
