/**
 * Drafts every visit of a data file: `draft-notes.ts IN.jsonl OUT.jsonl [--words N,M] [--engine NAME]`. OUT has lines
 * `{id, note}` for each length (% in OUT stands for it) as the scorers of the evaluation data read them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BatchDialogue } from '../../shared/contract/batch.ts';
import {
  dialogueToTranscript,
  draftVisit,
  loadDraftKnowledge,
  renderNoteText,
} from '../../shared/draft/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { words: { type: 'string' }, engine: { type: 'string' } },
});
const [source, target] = positionals;
if (source === undefined || target === undefined) throw new Error('usage: draft-notes.ts IN.jsonl OUT.jsonl');
const knowledge = loadDraftKnowledge();
const rows = readFileSync(source, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line): unknown => JSON.parse(line))
  .filter((row) => values.engine === undefined || (row as { engine?: string }).engine === values.engine)
  .map((row) => BatchDialogue.parse(row));
for (const length of (values.words ?? '').split(',')) {
  const words = length === '' ? {} : { words: Number(length) };
  const lines = rows.map((row) => {
    const { note } = draftVisit({ transcript: dialogueToTranscript(row), knowledge, ...words });
    return JSON.stringify({ id: row.id, note: renderNoteText(note) });
  });
  writeFileSync(target.replace('%', length), `${lines.join('\n')}\n`);
}
