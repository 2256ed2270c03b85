import { parse } from 'node:path';
import { readTranscript } from '../../../capture/import-transcripts/read-transcript.ts';
import { BatchDialogue, type BatchDraft } from '../../../contract/batch.ts';
import type { Chart } from '../../../contract/chart.ts';
import { draftCommand } from '../../../contract/commands.ts';
import { refuse, succeed } from '../../../contract/errors.ts';
import type { Transcript } from '../../../contract/transcript.ts';
import { composeStages } from '../../compose.ts';
import { flagsOfDraft } from '../../draft-flags.ts';
import { commandLineGround, openDrafter } from '../../drafters.ts';
import type { Stages, VisitDraft } from '../../stages.ts';
import { parseLines, writeLines } from '../batch.ts';
import { readCharts } from '../charts-folder.ts';
import { cliCommand } from '../command.ts';
import { about, type Outcome } from '../failure.ts';
import { readBytes, readText } from '../input-file.ts';

interface BatchVisit {
  readonly id: string;
  readonly transcriptBy: (stages: Stages) => Transcript;
}

/** Transcripts as other products write them; anything else is read as JSON lines. */
const FROM_ELSEWHERE = /\.(?:json|vtt|srt|txt)$/i;

const readVisits = async (path: string): Promise<Outcome<readonly BatchVisit[]>> => {
  if (FROM_ELSEWHERE.test(path)) {
    const bytes = about(await readBytes(path), path);
    if (!bytes.ok) return bytes;
    const transcript = about(readTranscript(bytes.value), path);
    if (!transcript.ok) return transcript;
    return succeed([{ id: parse(path).name, transcriptBy: () => transcript.value }]);
  }
  const text = about(await readText(path), path);
  if (!text.ok) return text;
  const dialogues = about(parseLines(text.value, BatchDialogue), path);
  if (!dialogues.ok) return dialogues;
  return succeed(
    dialogues.value.map((dialogue) => ({
      id: dialogue.id,
      transcriptBy: (stages: Stages) => stages.transcriptOf(dialogue),
    })),
  );
};

const batchDraft = (
  stages: Stages,
  id: string,
  transcript: Transcript,
  chart: Chart | undefined,
  drafted: VisitDraft,
): BatchDraft => ({
  id,
  note: stages.noteText(drafted.note),
  sections: drafted.note.sections,
  instructions: { en: stages.sheetText(stages.instructions(drafted.facts, chart, 'en')) },
  flags: [...flagsOfDraft(stages, drafted, transcript, chart)],
});

export const draft = cliCommand({
  operation: draftCommand,
  run: async (input, { signal, terminal }) => {
    const visits = await readVisits(input.transcripts);
    if (!visits.ok) return visits;
    const stages = composeStages();
    const ids = visits.value.map(({ id }) => id);
    const charts = await readCharts(stages, input.charts, ids);
    if (!charts.ok) return charts;
    const opened = await openDrafter(input.drafter, commandLineGround());
    if (!opened.ok) return opened;
    const model = opened.value;
    const drafts: BatchDraft[] = [];
    try {
      for (const { id, transcriptBy } of visits.value) {
        const chart = charts.value.get(id);
        const transcript = transcriptBy(stages);
        const embedded = stages.draft(transcript, chart, { words: input.words });
        const drafted = model
          ? await stages.draftWith(model, { transcript, chart, embedded, signal })
          : embedded;
        if (signal.aborted) return refuse('cancelled');
        drafts.push(batchDraft(stages, id, transcript, chart, drafted));
        if (model) terminal.progress('drafting', drafts.length / visits.value.length);
      }
    } finally {
      await model?.close();
    }
    const written = about(await writeLines(input.out, drafts), input.out);
    return written.ok ? succeed({ out: input.out, drafted: drafts.length }) : written;
  },
  say: ({ out, drafted }, terminal) => {
    terminal.print(`${String(drafted)} drafts: ${out}`);
  },
});
