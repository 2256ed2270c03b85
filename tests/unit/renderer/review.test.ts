import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runsOf } from '../../../renderer/audit/runs.ts';
import { totalsOf } from '../../../renderer/doing/totals.ts';
import { identifiersShown } from '../../../renderer/record/identifiers.ts';
import { shareOf } from '../../../renderer/record/loudness.ts';
import { differenceOf } from '../../../renderer/review/difference.ts';
import type { WrittenSection } from '../../../renderer/review/editor/written.ts';
import { looksOf, pointsOf, type LooksInput } from '../../../renderer/review/looks.ts';
import { moved } from '../../../renderer/review/moved.ts';
import { makeTextKeeper, type Kept } from '../../../renderer/review/text-keeper.ts';
import { matches } from '../../../renderer/today/work-list.ts';
import { plotOf } from '../../../renderer/visit/trends.ts';
import { refuse, succeed, type Result } from '../../../shared/contract/errors.ts';
import type { Flag } from '../../../shared/contract/flag.ts';
import type { NoteItem } from '../../../shared/contract/note.ts';
import type { LineChange } from '../../../shared/contract/vault.ts';

const item = (id: string, text: string): NoteItem => ({
  id,
  text,
  facts: [],
  evidence: [{ source: 'transcript', turn: 't1', start: 0, end: 3 }],
});
const flag = (id: string, about: string, severity: Flag['severity']): Flag => ({
  id,
  kind: 'unsupported',
  severity,
  message: 'm',
  evidence: [],
  about,
});
const sections = [
  { id: 's', title: 'S', lines: [item('a', 'one'), item('b', 'two 5 mg'), item('c', 'three')] },
];
const input = (part: Partial<LooksInput> = {}): LooksInput => ({
  sections,
  flags: [],
  seen: new Set(),
  risks: { b: ['dose'] },
  edited: new Set(),
  checks: new Map(),
  say: (what) => what,
  ...part,
});

describe('how a line is shown', () => {
  it('asks for a look where it is risky, until it was looked at', () => {
    expect(looksOf(input()).get('b')).toMatchObject({ ask: 'risk', marks: '2' });
    expect(looksOf(input({ seen: new Set(['b']) })).get('b')?.ask).toBeUndefined();
  });
  it('shows the loudest flag about it', () => {
    const flags = [flag('f1', 'a', 'show'), flag('f2', 'a', 'interrupt')];
    expect(looksOf(input({ flags })).get('a')?.ask).toBe('interrupt');
  });
  it('is quiet once an edit is supported, and loud where an edit is contradicted', () => {
    const check = (verdict: 'supported' | 'contradicted') =>
      new Map([['a', { line: 'a', verdict, reasons: [], turns: [], chart: [], risks: [] }]]);
    const edited = new Set(['a']);
    const flags = [flag('f1', 'a', 'show')];
    expect(looksOf(input({ flags, edited, checks: check('supported') })).get('a')?.ask).toBeUndefined();
    expect(looksOf(input({ edited, checks: check('contradicted') })).get('a')?.ask).toBe('interrupt');
  });
  it('comes in the order: what interrupts, other flags, risky lines not yet seen and not flagged', () => {
    const flags = [flag('f1', 'a', 'show'), flag('f2', 'c', 'interrupt')];
    expect(pointsOf(input({ flags })).map((point) => point.line)).toEqual(['c', 'a', 'b']);
  });
});

describe('the difference from the draft', () => {
  it('tells added, reworded and dropped lines apart, word by word', () => {
    const now = [
      { id: 's', title: 'S', lines: [item('a', 'one more'), item('x', 'new'), item('c', 'three')] },
    ];
    expect(differenceOf(sections, now).map(({ id, how }) => `${id} ${how}`)).toEqual([
      'a changed',
      'x added',
      'b removed',
    ]);
    expect(differenceOf(sections, now)[0]?.pieces).toContainEqual({ text: ' more', how: 'added' });
  });
});

describe('the keeper of a text', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const keep = (apply: (changes: readonly LineChange[]) => Promise<Result<unknown>>) => {
    let written: readonly WrittenSection[] = [
      { id: 's', title: 'S', lines: [{ id: 'a', text: 'one', from: [] }] },
    ];
    const kept: Kept[] = [];
    const restarted: string[] = [];
    const buffered: string[] = [];
    const keeper = makeTextKeeper<NoteItem>([{ id: 's', title: 'S', lines: [item('a', 'one')] }], {
      document: 'note',
      read: () => written,
      restart: (to) => restarted.push(to[0]?.lines[0]?.text ?? ''),
      apply,
      blank: (id) => item(id, ''),
      who: 'me',
      buffer: {
        keep: (to) => {
          buffered.push(to[0]?.lines[0]?.text ?? '');
          return Promise.resolve();
        },
        drop: () => {
          buffered.push('dropped');
          return Promise.resolve();
        },
      },
      onText: () => undefined,
      onKept: (now) => kept.push(now),
    });
    const type = (text: string): void => {
      written = [{ id: 's', title: 'S', lines: [{ id: 'a', text, from: [] }] }];
      keeper.touched();
    };
    return { keeper, kept, restarted, buffered, type };
  };

  it('buffers at once, writes when the keys are still, and drops the buffer after', async () => {
    const applied: string[] = [];
    const { type, buffered, kept } = keep((changes) => {
      applied.push(...changes.flatMap((change) => (change.op === 'set' ? [change.line.text] : [])));
      return Promise.resolve(succeed({}));
    });
    type('one t');
    type('one two');
    await vi.advanceTimersByTimeAsync(100);
    expect(buffered).toEqual(['one two']);
    expect(applied).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(applied).toEqual(['one two']);
    expect(buffered.at(-1)).toBe('dropped');
    expect(kept.at(-1)).toBe('saved');
  });
  it('keeps what was typed while the rest was on its way, and never lets the record overwrite it', async () => {
    const applied: string[] = [];
    const answer: (() => void)[] = [];
    const { type, keeper, restarted } = keep(async (changes) => {
      applied.push(...changes.flatMap((change) => (change.op === 'set' ? [change.line.text] : [])));
      await new Promise<void>((resolve) => answer.push(resolve));
      return succeed({});
    });
    type('first');
    await vi.advanceTimersByTimeAsync(1_300);
    type('first second');
    keeper.recordHas([{ id: 's', title: 'S', lines: [item('a', 'first')] }]);
    expect(restarted).toEqual([]);
    answer.shift()?.();
    await vi.advanceTimersByTimeAsync(10);
    answer.shift()?.();
    await vi.advanceTimersByTimeAsync(10);
    expect(applied).toEqual(['first', 'first second']);
  });
  it('says why words are not saved, tries again, and loses none', async () => {
    let isFull = true;
    const { type, kept, keeper } = keep(() => Promise.resolve(isFull ? refuse('disk-full') : succeed({})));
    type('one two');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(kept.at(-1)).toMatchObject({ code: 'disk-full' });
    expect(keeper.changes()).toHaveLength(1);
    isFull = false;
    await vi.advanceTimersByTimeAsync(6_000);
    expect(kept.at(-1)).toBe('saved');
    expect(keeper.changes()).toEqual([]);
  });
  it('takes the text of the record where nothing was typed: an edit that was taken back there', () => {
    const { keeper, restarted } = keep(() => Promise.resolve(succeed({})));
    keeper.recordHas([{ id: 's', title: 'S', lines: [item('a', 'as before')] }]);
    expect(restarted).toEqual(['as before']);
  });
});

describe('small things that screens count on', () => {
  it('moves a section and leaves the list alone where there is no such place', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b'], 0, 5)).toEqual(['a', 'b']);
  });
  it('finds a patient whatever the case, the accents and the order of names', () => {
    expect(matches({ label: 'José Núñez' }, 'nunez jose')).toBe(true);
    expect(matches({ label: 'José Núñez' }, 'nora')).toBe(false);
  });
  it('tells which identifiers are on the screen', () => {
    expect(identifiersShown('Rosa', ['1961-05-14', 'FN-42'])).toEqual([
      'name',
      'birth-date',
      'record-number',
    ]);
    expect(identifiersShown('Rosa', [])).toEqual(['name']);
  });
  it('draws results true to the days between them, with the part of the range that is known', () => {
    const plot = plotOf(
      {
        points: [
          { when: '2026-01-01', value: 5 },
          { when: '2026-01-02', value: 7 },
          { when: '2026-01-11', value: 9 },
        ],
        high: 7,
      },
      { width: 100, height: 40 },
    );
    expect(plot.points.map(({ x }) => x)).toEqual([0, 10, 100]);
    expect(plot.points.map(({ y }) => y)).toEqual([40, 20, 0]);
    expect(plot.range).toEqual({ top: 20, height: 20 });
  });
  it('shows loudness as ears have it: silence at the left, full scale at the right', () => {
    expect([shareOf(0), shareOf(0.001), shareOf(1)]).toEqual([0, 0, 1]);
    expect(shareOf(0.1)).toBeGreaterThan(0.5);
  });
  it('counts shares of what is there, and nothing of nothing', () => {
    expect(totalsOf([])).toEqual({ visits: 0, unseenShare: 0, dismissedShare: 0 });
  });
  it('puts the same deed of the same person in one row', () => {
    const event = (n: number, kind: string) => ({
      journal: 'vault' as const,
      n,
      at: '2026-01-01T00:00:00.000Z',
      by: 'p',
      name: 'P',
      kind,
      chain: '0'.repeat(64),
      readable: true,
    });
    expect(runsOf([event(4, 'seen'), event(3, 'seen'), event(2, 'edit')]).map(({ times }) => times)).toEqual([
      2, 1,
    ]);
  });
});
