import { BatchDialogue, BatchNote, type BatchVerification } from '../../../contract/batch.ts';
import { verifyCommand } from '../../../contract/commands.ts';
import { refuse, succeed } from '../../../contract/errors.ts';
import { composeStages } from '../../compose.ts';
import { parseLines, writeLines } from '../batch.ts';
import { readCharts } from '../charts-folder.ts';
import { cliCommand } from '../command.ts';
import { about } from '../failure.ts';
import { readText } from '../input-file.ts';

export const verify = cliCommand({
  operation: verifyCommand,
  run: async (input) => {
    const spoken = about(await readText(input.transcripts), input.transcripts);
    if (!spoken.ok) return spoken;
    const written = about(await readText(input.notes), input.notes);
    if (!written.ok) return written;
    const dialogues = about(parseLines(spoken.value, BatchDialogue), input.transcripts);
    if (!dialogues.ok) return dialogues;
    const notes = about(parseLines(written.value, BatchNote), input.notes);
    if (!notes.ok) return notes;

    const stages = composeStages();
    const byId = new Map(dialogues.value.map((dialogue) => [dialogue.id, dialogue]));
    const charts = await readCharts(
      stages,
      input.charts,
      notes.value.map(({ id }) => id),
    );
    if (!charts.ok) return charts;
    const verified: BatchVerification[] = [];
    for (const [index, note] of notes.value.entries()) {
      const dialogue = byId.get(note.id);
      if (!dialogue) return about(refuse('batch-no-dialogue', { line: index + 1 }), input.notes);
      const transcript = stages.transcriptOf(dialogue);
      verified.push({ id: note.id, ...stages.verify(transcript, charts.value.get(note.id), note.note) });
    }
    const kept = about(await writeLines(input.out, verified), input.out);
    return kept.ok ? succeed({ out: input.out, verified: verified.length }) : kept;
  },
  say: ({ out, verified }, terminal) => {
    terminal.print(`${String(verified)} notes checked: ${out}`);
  },
});
