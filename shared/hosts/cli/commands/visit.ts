import type { z } from 'zod';
import type { Chart } from '../../../contract/chart.ts';
import { visitCommand } from '../../../contract/commands.ts';
import type { LanguageModel } from '../../../contract/drafters.ts';
import { refuse, succeed, type Result } from '../../../contract/errors.ts';
import { keepMemoryOutOfCrashFiles } from '../../../platform/core-dumps.ts';
import { MOST_CHART_BYTES } from '../../../chart/read-chart.ts';
import { sheetVisit } from '../../app/draft-entry.ts';
import { keepDrafts, keepIncoming } from '../../app/keep-visit.ts';
import { composeStages } from '../../compose.ts';
import { commandLineGround, openDrafter } from '../../drafters.ts';
import type { Stages } from '../../stages.ts';
import { footnoteVersion } from '../../version.ts';
import { documentsOf } from '../../visit-documents.ts';
import { runVisit } from '../../visit-run.ts';
import { cliCommand, type CommandContext } from '../command.ts';
import { about, type Outcome } from '../failure.ts';
import { checkFile, readBytes, readText } from '../input-file.ts';
import { openOutFolder, type OutFolder } from '../out-folder.ts';
import { openRecordAs, type OpenRecord } from '../record.ts';
import { ensureSpeech } from '../speech.ts';

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

/** What the files hold that were named beside the recording, read before minutes of listening. */
interface Incoming {
  readonly chart: Chart | undefined;
  readonly questions: readonly string[];
}

const readIncoming = async (stages: Stages, input: Input): Promise<Outcome<Incoming>> => {
  const audio = about(await checkFile(input.audio), input.audio);
  if (!audio.ok) return audio;
  const bytes =
    input.chart === undefined
      ? undefined
      : about(await readBytes(input.chart, MOST_CHART_BYTES), input.chart);
  if (bytes && !bytes.ok) return bytes;
  const questions =
    input.questions === undefined ? undefined : about(await readText(input.questions), input.questions);
  if (questions && !questions.ok) return questions;
  const chart = bytes && about(stages.readChart(bytes.value, input.patient), input.chart);
  if (chart && !chart.ok) return chart;
  return succeed({
    chart: chart?.value,
    questions: questions ? stages.readQuestions(questions.value) : [],
  });
};

/** Where the visit goes: into plain files, into the record, or both. All are opened before anything is heard. */
interface Places {
  readonly folder: OutFolder | undefined;
  readonly atWork: OpenRecord | undefined;
  readonly model: LanguageModel | undefined;
  readonly close: () => Promise<void>;
}

const openPlaces = async (input: Input, { terminal }: CommandContext): Promise<Outcome<Places>> => {
  if (input.out === undefined && !input.vault) return about(refuse('out-missing'));
  const model = await openDrafter(input.drafter, commandLineGround());
  if (!model.ok) return model;
  const folder = input.out === undefined ? undefined : about(await openOutFolder(input.out), input.out);
  const close = async (atWork?: OpenRecord): Promise<void> => {
    await model.value?.close();
    if (folder?.ok) await folder.value.drop();
    await atWork?.close();
  };
  const atWork =
    input.vault && folder?.ok !== false ? await openRecordAs(input.as, terminal, 'draft') : undefined;
  const refused = [folder, atWork].find((one) => one?.ok === false);
  if (refused?.ok === false) {
    await close();
    return refused;
  }
  return succeed({
    folder: folder?.ok ? folder.value : undefined,
    atWork: atWork?.ok ? atWork.value : undefined,
    model: model.value,
    close: () => close(atWork?.ok ? atWork.value : undefined),
  });
};

const hearAndDraft = async (
  input: Input,
  stages: Stages,
  incoming: Incoming,
  { folder, atWork, model }: Places,
  context: CommandContext,
): Promise<Outcome<Output>> => {
  const { terminal, signal } = context;
  const ready = about(await ensureSpeech(input, context));
  if (!ready.ok) return ready;
  const kept =
    atWork && about(await keepIncoming(stages, atWork, { audio: input.audio, ...incoming }), input.audio);
  if (kept && !kept.ok) return kept;
  const record = kept?.value;
  if (record) terminal.tell(`The recording is kept, encrypted, as visit ${record.visit}.`);
  const drafts = await runVisit(stages, {
    audio: input.audio,
    ...incoming,
    speech: ready.value,
    engine: input.engine,
    language: input.language,
    secondListening: input.secondListening,
    sheet: atWork && record && sheetVisit(atWork.clinic.settings(), record.state().createdAt),
    model,
    signal,
    onProgress: (stage, share) => {
      if (stage in STAGE_NAMES) terminal.progress(STAGE_NAMES[stage as keyof typeof STAGE_NAMES], share);
    },
  });
  if (!drafts.ok) return about(drafts, drafts.error.code.startsWith('audio') ? input.audio : undefined);
  if (atWork && record) {
    const written = await keepDrafts(stages, record, drafts.value, footnoteVersion(), atWork.who.person);
    if (!written.ok) return about(written);
  }
  const files = folder ? documentsOf(drafts.value) : new Map<string, string>();
  const written = folder ? about(await writeAll(folder, files), input.out) : undefined;
  if (written && !written.ok) return written;
  return succeed({
    ...(input.out !== undefined && { out: input.out }),
    files: [...files.keys()],
    ...(record && { visit: record.visit }),
    speechFound: drafts.value.drafted !== undefined,
    flags: [...drafts.value.flags],
    timings: { ...drafts.value.timings },
    durationMs: drafts.value.transcript.durationMs,
  });
};

const run = async (input: Input, context: CommandContext): Promise<Outcome<Output>> => {
  keepMemoryOutOfCrashFiles();
  const stages = composeStages();
  const incoming = await readIncoming(stages, input);
  if (!incoming.ok) return incoming;
  const places = await openPlaces(input, context);
  if (!places.ok) return places;
  try {
    return await hearAndDraft(input, stages, incoming.value, places.value, context);
  } finally {
    await places.value.close();
  }
};

export const visit = cliCommand({
  operation: visitCommand,
  run,
  say: (output, terminal) => {
    if (!output.speechFound)
      terminal.print('No speech was found in this recording; it is kept, and nothing was drafted.');
    if (output.out !== undefined)
      terminal.print(
        `${output.speechFound ? 'Drafts' : 'Files'} are in ${output.out}: ${output.files.join(', ')}`,
      );
    if (output.visit !== undefined)
      terminal.print(`The visit is in the record, encrypted, as ${output.visit}; footnote serve opens it.`);
    const urgent = output.flags.filter((flag) => flag.severity === 'interrupt');
    if (output.speechFound)
      terminal.print(`To look at: ${String(output.flags.length)}, of which ${String(urgent.length)} first:`);
    for (const flag of urgent) terminal.print(`  - ${flag.message}`);
    terminal.print(`The recording lasts ${seconds(output.durationMs)}. Time taken:`);
    for (const [stage, ms] of Object.entries(output.timings))
      terminal.print(`  ${stage.padEnd(14)}${seconds(ms).padStart(9)}`);
  },
});
