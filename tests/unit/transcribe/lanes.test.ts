import { describe, expect, it } from 'vitest';
import { succeed } from '../../../shared/contract/errors.ts';
import { makeCrew } from '../../../shared/transcribe/engines/crew.ts';
import type { Engine, Heard } from '../../../shared/transcribe/engines/engine.ts';
import { inOrder } from '../../../shared/transcribe/in-order.ts';

interface Pending {
  readonly item: number;
  readonly finish: () => void;
}

/** Work that ends when the test says so. */
const makeWork = () => {
  const pending: Pending[] = [];
  const begun: number[] = [];
  const work = (item: number): Promise<string> =>
    new Promise((resolve) => {
      begun.push(item);
      pending.push({
        item,
        finish: () => {
          resolve(`done ${String(item)}`);
        },
      });
    });
  const finish = (item: number): void => {
    pending.find((each) => each.item === item)?.finish();
  };
  return { work, begun, finish };
};

async function* numbers(count: number): AsyncGenerator<number> {
  for (let k = 1; k <= count; k += 1) yield await Promise.resolve(k);
}

/** Lets everything that can go on without the work ending go on. */
const settled = async (): Promise<void> => {
  for (let k = 0; k < 30; k += 1) await Promise.resolve();
};

describe('inOrder', () => {
  it('gives results in the order of the items, also where a later one is done first', async () => {
    const { work, begun, finish } = makeWork();
    const results = inOrder(numbers(3), () => 2, work);
    const first = results.next();
    await settled();
    // The third is for the first lane, which is busy.
    expect(begun).toEqual([1, 2]);
    finish(2);
    finish(1);
    expect((await first).value).toEqual({ item: 1, result: 'done 1' });
    expect((await results.next()).value).toEqual({ item: 2, result: 'done 2' });
    const third = results.next();
    await settled();
    expect(begun).toEqual([1, 2, 3]);
    finish(3);
    expect((await third).value).toEqual({ item: 3, result: 'done 3' });
    expect((await results.next()).done).toBe(true);
  });

  it('gives the same item to the same lane, whichever is done first', async () => {
    const { work, finish } = makeWork();
    const lanesOf: number[] = [];
    const results = inOrder(
      numbers(4),
      () => 2,
      (item, lane) => {
        lanesOf[item] = lane;
        return work(item);
      },
    );
    const first = results.next();
    await settled();
    finish(2);
    await settled();
    finish(1);
    await first;
    await settled();
    finish(3);
    finish(4);
    for (let read = 2; read <= 4; read += 1) {
      const next = results.next();
      await settled();
      finish(3);
      finish(4);
      await next;
    }
    expect(lanesOf.slice(1)).toEqual([0, 1, 0, 1]);
  });

  it('with one lane begins an item only when the one before it is done', async () => {
    const { work, begun, finish } = makeWork();
    const results = inOrder(numbers(2), () => 1, work);
    const first = results.next();
    await settled();
    expect(begun).toEqual([1]);
    finish(1);
    await first;
    const second = results.next();
    await settled();
    expect(begun).toEqual([1, 2]);
    finish(2);
    expect((await second).value).toEqual({ item: 2, result: 'done 2' });
  });

  it('waits for what is under way when it is stopped early', async () => {
    const { work, finish } = makeWork();
    const results = inOrder(numbers(3), () => 2, work);
    const first = results.next();
    await settled();
    finish(1);
    await first;
    let hasEnded = false;
    const end = results.return(undefined).then(() => {
      hasEnded = true;
    });
    await settled();
    expect(hasEnded).toBe(false);
    finish(2);
    finish(3);
    await end;
    expect(hasEnded).toBe(true);
  });
});

describe('makeCrew', () => {
  /** An engine that notes when it is at work, and ends a passage when the test says so. */
  const makeMember = () => {
    const ends: (() => void)[] = [];
    let closed = false;
    const heard: Heard = { language: 'en', words: [], meanLogProbability: null };
    const engine: Engine = {
      identity: { name: 'native', version: '1', model: 'base', sha256: '' },
      canDrop: true,
      lanes: [],
      prepare: () => undefined,
      detectLanguage: () => Promise.resolve(succeed('en')),
      listen: () =>
        new Promise((resolve) => {
          ends.push(() => {
            resolve(succeed(heard));
          });
        }),
      close: () => {
        closed = true;
        return Promise.resolve();
      },
    };
    return { engine, ends, isClosed: () => closed };
  };

  it('offers its members to hear at the same time, and hears with the first what is asked of itself', async () => {
    const [one, other] = [makeMember(), makeMember()];
    const crew = makeCrew(one.engine, other.engine);
    expect(crew.lanes).toEqual([one.engine, other.engine]);
    const heard = crew.listen({ samples: new Float32Array(1), language: 'en' });
    expect([one.ends.length, other.ends.length]).toEqual([1, 0]);
    one.ends[0]?.();
    expect((await heard).ok).toBe(true);
  });

  it('closes all of them', async () => {
    const [one, other] = [makeMember(), makeMember()];
    await makeCrew(one.engine, other.engine).close();
    expect([one.isClosed(), other.isClosed()]).toEqual([true, true]);
  });
});
