import { BatchDialogue, type BatchDraft } from '../../../contract/batch.ts';
import type { Chart } from '../../../contract/chart.ts';
import { draftCommand } from '../../../contract/commands.ts';
import { refuse, succeed } from '../../../contract/errors.ts';
import { composeStages } from '../../compose.ts';
import { commandLineGround, openDrafter } from '../../drafters.ts';
import { numberFlags } from '../../recording-flags.ts';
import type { Stages, VisitDraft } from '../../stages.ts';
import { parseLines, writeLines } from '../batch.ts';
import { readCharts } from '../charts-folder.ts';
import { cliCommand } from '../command.ts';
import { about } from '../failure.ts';
import { readText } from '../input-file.ts';

const batchDraft = (
  stages: Stages,
  id: string,
  chart: Chart | undefined,
  drafted: VisitDraft,
): BatchDraft => ({
  id,
  note: stages.noteText(drafted.note),
  sections: drafted.note.sections,
  instructions: { en: stages.sheetText(stages.instructions(drafted.facts, chart, 'en')) },
  flags: [...numberFlags([...drafted.flags, ...(chart ? stages.conflicts(drafted.facts, chart) : [])])],
});

export const draft = cliCommand({
  operation: draftCommand,
  run: async (input, { signal, terminal }) => {
    const text = about(await readText(input.transcripts), input.transcripts);
    if (!text.ok) return text;
    const dialogues = about(parseLines(text.value, BatchDialogue), input.transcripts);
    if (!dialogues.ok) return dialogues;
    const stages = composeStages();
    const ids = dialogues.value.map(({ id }) => id);
    const charts = await readCharts(stages, input.charts, ids);
    if (!charts.ok) return charts;
    const opened = await openDrafter(input.drafter, commandLineGround());
    if (!opened.ok) return opened;
    const model = opened.value;
    const drafts: BatchDraft[] = [];
    try {
      for (const dialogue of dialogues.value) {
        const chart = charts.value.get(dialogue.id);
        const transcript = stages.transcriptOf(dialogue);
        const embedded = stages.draft(transcript, chart, input.words);
        const drafted = model
          ? await stages.draftWith(model, { transcript, chart, embedded, signal })
          : embedded;
        if (signal.aborted) return refuse('cancelled');
        drafts.push(batchDraft(stages, dialogue.id, chart, drafted));
        if (model) terminal.progress('drafting', drafts.length / dialogues.value.length);
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
