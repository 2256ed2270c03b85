/**
 * Draws lines of drafts at random for reading by hand: `draw-lines.ts OUT.tsv [--count 200] [--seed 1]`. Half of them are
 * joins of question and answer or rewrites resting on several clauses, half rest on one; drafts are made of all dev sets
 * at the default length. OUT holds id, line and evidence and is not kept in the repository; verdicts are, by id.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BatchDialogue } from '../../shared/contract/batch.ts';
import { dialogueToTranscript, draftVisit, loadDraftKnowledge } from '../../shared/draft/index.ts';

const SETS = ['aci_valid', 'aci_train', 'aci_test1', 'primock57_dev', 'mts_valid'];
const DATA = new URL('../../../shared/data/', import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
const [target] = positionals;
if (target === undefined) throw new Error('usage: draw-lines.ts OUT.tsv [--count N] [--seed N]');

/** mulberry32: the same seed draws the same lines. */
const random = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const drawn = <T>(all: readonly T[], count: number, next: () => number): readonly T[] =>
  all
    .map((each) => ({ each, at: next() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ each }) => each);

const knowledge = loadDraftKnowledge();
const joins: string[] = [];
const singles: string[] = [];
for (const set of SETS)
  for (const line of readFileSync(new URL(`${set}.jsonl`, DATA), 'utf8')
    .split('\n')
    .filter(Boolean)) {
    const row = BatchDialogue.parse(JSON.parse(line));
    const transcript = dialogueToTranscript(row);
    const turns = new Map(transcript.turns.map((turn) => [turn.id, turn]));
    const { facts, note } = draftVisit({ transcript, knowledge });
    const factOf = new Map(facts.map((fact) => [fact.id, fact]));
    for (const section of note.sections)
      for (const item of section.items) {
        const words = item.evidence.map((each) => {
          const turn = each.source === 'transcript' ? turns.get(each.turn) : undefined;
          return turn && each.source === 'transcript'
            ? `${turn.speaker}: ${turn.text.slice(each.start, each.end)}`
            : each.source;
        });
        // A line of the plan also cites the heading that it stands under.
        const own = item.facts.length > 0 ? (factOf.get(item.facts[0] ?? '')?.evidence.length ?? 0) : 0;
        (own > 1 ? joins : singles).push(
          [`${row.id}/${item.id}`, section.id, item.text, words.join(' | ')].join('\t'),
        );
      }
  }
const next = random(Number(values.seed));
const half = Math.floor(Number(values.count) / 2);
const lines = [...drawn(joins, half, next), ...drawn(singles, Number(values.count) - half, next)];
writeFileSync(target, `${lines.join('\n')}\n`);
process.stdout.write(
  `${String(lines.length)} of ${String(joins.length)} joins and ${String(singles.length)} others\n`,
);
