import { BatchDialogue, type BatchDraft } from '../../../contract/batch.ts';
import { draftCommand } from '../../../contract/commands.ts';
import { succeed } from '../../../contract/errors.ts';
import { composeStages } from '../../compose.ts';
import { numberFlags } from '../../recording-flags.ts';
import { parseLines, writeLines } from '../batch.ts';
import { readCharts } from '../charts-folder.ts';
import { cliCommand } from '../command.ts';
import { about } from '../failure.ts';
import { readText } from '../input-file.ts';

export const draft = cliCommand({
  operation: draftCommand,
  run: async (input) => {
    const text = about(await readText(input.transcripts), input.transcripts);
    if (!text.ok) return text;
    const dialogues = about(parseLines(text.value, BatchDialogue), input.transcripts);
    if (!dialogues.ok) return dialogues;
    const stages = composeStages();
    const ids = dialogues.value.map(({ id }) => id);
    const charts = await readCharts(stages, input.charts, ids);
    if (!charts.ok) return charts;
    const drafts = dialogues.value.map((dialogue): BatchDraft => {
      const chart = charts.value.get(dialogue.id);
      const transcript = stages.transcriptOf(dialogue);
      const drafted = stages.draft(transcript, chart, input.words);
      return {
        id: dialogue.id,
        note: stages.noteText(drafted.note),
        sections: drafted.note.sections,
        instructions: { en: stages.sheetText(stages.instructions(drafted.facts, chart, 'en')) },
        flags: [...numberFlags([...drafted.flags, ...(chart ? stages.conflicts(drafted.facts, chart) : [])])],
      };
    });
    const written = about(await writeLines(input.out, drafts), input.out);
    return written.ok ? succeed({ out: input.out, drafted: drafts.length }) : written;
  },
  say: ({ out, drafted }, terminal) => {
    terminal.print(`${String(drafted)} drafts: ${out}`);
  },
});
