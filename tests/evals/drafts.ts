/**
 * What must hold of every draft, and what is reported by snippet and by sex: lines without evidence, faults by the check
 * that shares no code with the drafter, ROUGE-1 on MTS-Dialog snippets, time per word of a short and of a long visit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BatchDialogue } from '../../shared/contract/batch.ts';
import {
  type DraftKnowledge,
  dialogueToTranscript,
  draftVisit,
  loadDraftKnowledge,
} from '../../shared/draft/index.ts';
import { figure, scorer } from './footnote-run.ts';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EvalContext, EvalPart, EvalRow } from './table.ts';
import { median } from '../../shared/platform/median.ts';

const SETS = ['aci_valid.jsonl', 'aci_test1.jsonl', 'primock57_dev.jsonl', 'mts_valid.jsonl'] as const;
const SHORT = 1_300;
const LONG = 30_000;
const SLOWER_AT_MOST = 1.3;
const ROUNDS = 5;

const read = (shared: string, set: string): readonly string[] =>
  readFileSync(join(shared, 'data', set), 'utf8')
    .split('\n')
    .filter(Boolean);

const Checked = z.object({ lines: z.number(), faults: z.number(), kinds: z.record(z.string(), z.number()) });

const execute = promisify(execFile);

const lexical = async (transcripts: string, drafted: string): Promise<z.infer<typeof Checked>> => {
  const script = join(import.meta.dirname, 'lexical-check.py');
  const { stdout } = await execute('python3', [script, '--transcripts', transcripts, '--drafts', drafted]);
  return Checked.parse(JSON.parse(stdout));
};

/** Lines without evidence and faults by the independent check, over all drafts at their default length. */
const faults = async ({ shared, out }: EvalContext, knowledge: DraftKnowledge): Promise<EvalRow[]> => {
  let lines = 0;
  let bare = 0;
  let faulty = 0;
  const kinds: string[] = [];
  for (const set of SETS) {
    const rows = read(shared, set).map((line) => {
      const row = BatchDialogue.parse(JSON.parse(line));
      const { sections } = draftVisit({ transcript: dialogueToTranscript(row), knowledge }).note;
      const items = sections.flatMap((section) => section.items);
      bare += items.filter((item) => item.evidence.length === 0).length;
      return JSON.stringify({ id: row.id, sections });
    });
    const drafted = join(out, `drafts-${set}`);
    writeFileSync(drafted, `${rows.join('\n')}\n`);
    const checked = await lexical(join(shared, 'data', set), drafted);
    lines += checked.lines;
    faulty += checked.faults;
    kinds.push(...Object.entries(checked.kinds).map(([kind, count]) => `${kind} ${String(count)} in ${set}`));
  }
  const data = `${SETS.join(', ')}; default length`;
  return [
    {
      figure: 'lines of the note without evidence',
      value: `${String(bare)} of ${String(lines)}`,
      bar: '0',
      met: bare === 0,
      data,
    },
    {
      figure: 'lines whose number, drug, side or denial is not in their evidence, independent check',
      value: `${String(faulty)} of ${String(lines)}${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}`,
      bar: '0',
      met: faulty === 0,
      data,
    },
  ];
};

/** Snippets against the section that was written of them; titles and labels are left out of the draft. */
const snippets = async ({ shared, out }: EvalContext, knowledge: DraftKnowledge): Promise<EvalRow> => {
  const rows = read(shared, 'mts_valid.jsonl').map((line) => {
    const row = BatchDialogue.parse(JSON.parse(line));
    const { sections } = draftVisit({ transcript: dialogueToTranscript(row), knowledge }).note;
    const texts = sections.flatMap((section) => section.items.map((item) => item.text));
    return JSON.stringify({ id: row.id, note: texts.join(' ') });
  });
  const drafted = join(out, 'mts-valid-notes.jsonl');
  writeFileSync(drafted, `${rows.join('\n')}\n`);
  const printed = await scorer(shared, 'score_notes.py', join(shared, 'data/mts_valid.jsonl'), drafted);
  return {
    figure: 'ROUGE-1 by snippet, headers left out',
    value: figure(printed, /full note\s+([\d.]+)/).toFixed(1),
    anchor: 'published systems 29.5-40.9',
    data: 'MTS-Dialog valid, 100 snippets',
  };
};

const Turns = z.object({ dialogue: z.array(z.object({ speaker: z.string(), text: z.string() })) });

/** A visit of so many words, made of the turns of many visits one after the other. */
const ofWords = (shared: string, wanted: number): z.infer<typeof Turns>['dialogue'] => {
  const dialogue: z.infer<typeof Turns>['dialogue'] = [];
  let words = 0;
  for (const line of [...read(shared, 'primock57_dev.jsonl'), ...read(shared, 'aci_valid.jsonl')])
    for (const turn of Turns.parse(JSON.parse(line)).dialogue) {
      if (words >= wanted) return dialogue;
      words += turn.text.split(/\s+/).length;
      dialogue.push(turn);
    }
  return dialogue;
};

/** Time per word, short and long visit taken in turns in one process. */
const growth = ({ shared }: EvalContext, knowledge: DraftKnowledge): EvalRow => {
  const visits = [SHORT, LONG].map((words) => {
    const dialogue = ofWords(shared, words);
    const said = dialogue.reduce((sum, turn) => sum + turn.text.split(/\s+/).length, 0);
    return { said, transcript: dialogueToTranscript({ id: 'long', dialogue }) };
  });
  const perWord = visits.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1)
    visits.forEach(({ said, transcript }, index) => {
      // The short one is repeated so that both run about as long.
      const times = Math.max(1, Math.round(LONG / said));
      const start = performance.now();
      for (let time = 0; time < times; time += 1) draftVisit({ transcript, knowledge });
      if (round > 0) perWord[index]?.push((performance.now() - start) / times / said);
    });
  const [short, long] = perWord.map(median);
  const ratio = (long ?? 0) / (short ?? 1);
  return {
    figure: 'time per word, 30,000 against 1,300 words, median of five in turns',
    value: ratio.toFixed(2),
    bar: String(SLOWER_AT_MOST),
    met: ratio <= SLOWER_AT_MOST,
    data: 'turns of PriMock57 and ACI-Bench valid, one after the other',
  };
};

export const drafts: EvalPart = {
  name: 'drafts',
  run: async (context) => {
    const knowledge = loadDraftKnowledge();
    context.say('drafting all dev sets, independent check');
    const rows = await faults(context, knowledge);
    context.say('snippets and time per word');
    return [...rows, await snippets(context, knowledge), growth(context, knowledge)];
  },
};
