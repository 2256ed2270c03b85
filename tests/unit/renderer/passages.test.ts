import { describe, expect, it } from 'vitest';
import { besideOf, cardsOf, isShownIn, passageIn } from '../../../renderer/review/passages.ts';
import type { Evidence, TranscriptEvidence } from '../../../shared/contract/evidence.ts';

const said = (turn: string, start: number, end: number): TranscriptEvidence => ({
  source: 'transcript',
  turn,
  start,
  end,
});
const charted: Evidence = { source: 'chart', resource: 'MedicationRequest/1', path: '' };
const line = (id: string, ...evidence: Evidence[]) => ({ id, text: id, facts: [], evidence });

describe('the sources of a line', () => {
  it('share a card where one passage shows them all, and not where the turn lies far apart', () => {
    expect(cardsOf([said('t1', 0, 10), charted, said('t1', 40, 60)]).map(({ places }) => places)).toEqual([
      [0, 2],
      [1],
    ]);
    expect(cardsOf([said('t1', 0, 10), said('t1', 400, 420)])).toHaveLength(2);
    expect(cardsOf([said('t1', 0, 10), said('t2', 12, 20)])).toHaveLength(2);
  });
  it('are marked in the words around them, which are cut where the turn goes on', () => {
    const text = `${'a '.repeat(100)}take two and rest${' b'.repeat(100)}`;
    const parts = passageIn(text, [
      { start: 213, end: 217 },
      { start: 200, end: 208 },
    ]);
    expect(parts.filter(({ isMarked }) => isMarked).map((part) => part.text)).toEqual(['take two', 'rest']);
    expect(parts[0]?.text).toBe('…');
    expect(parts.at(-1)?.text).toBe('…');
    expect(parts.map((part) => part.text).join('')).toContain('take two and rest');
  });
  it('hold what a point rests on where it was said in the same passage or charted in the same entry', () => {
    const shown = [said('t1', 0, 10), charted];
    expect(isShownIn(shown, said('t1', 20, 30))).toBe(true);
    expect(isShownIn(shown, charted)).toBe(true);
    expect(isShownIn(shown, said('t2', 0, 10))).toBe(false);
  });
});

describe('the lines beside one', () => {
  const sections = [
    {
      id: 'plan',
      title: 'Plan',
      lines: [
        line('apart', said('t1', 0, 10)),
        line('charted', said('t1', 12, 20), charted),
        line('splint', said('t1', 22, 30)),
        line('ice', said('t1', 32, 40)),
        line('rest', said('t1', 42, 50)),
        line('other', said('t2', 0, 10)),
      ],
    },
  ];
  it('are those next to it that rest on the same passage alone', () => {
    expect(besideOf(sections, 'ice').map(({ id }) => id)).toEqual(['splint', 'rest']);
  });
  it('are none where the line rests on the chart as well, or was said elsewhere', () => {
    expect(besideOf(sections, 'charted')).toEqual([]);
    expect(besideOf(sections, 'other')).toEqual([]);
    expect(besideOf(sections, 'unknown')).toEqual([]);
  });
});
