/** An item and what became of it. */
export interface Done<In, Out> {
  readonly item: In;
  readonly result: Out;
}

/**
 * Works on up to `lanes()` items at a time and gives the results in the order of the items. Items go to the lanes in
 * turn, and a lane does one after the other, so that the same items always meet the same lane in the same order; one
 * more is held ready, so that no lane waits for the reader. With one lane an item is only asked for when the one
 * before it is done. Stopping early waits for what is under way.
 */
export async function* inOrder<In, Out>(
  items: AsyncIterable<In>,
  lanes: () => number,
  work: (item: In, lane: number) => Promise<Out>,
): AsyncGenerator<Done<In, Out>> {
  const underWay: { readonly item: In; readonly result: Promise<Out> }[] = [];
  const lastOf: Promise<unknown>[] = [];
  let turn = 0;
  try {
    for await (const item of items) {
      const count = lanes();
      const lane = turn % count;
      turn += 1;
      const result = (lastOf[lane] ?? Promise.resolve()).then(() => work(item, lane));
      // A rejection is reported when its turn comes; until then it is not unhandled, and does not stop its lane.
      lastOf[lane] = result.catch(() => undefined);
      underWay.push({ item, result });
      const most = count > 1 ? count + 1 : 1;
      while (underWay.length >= most) {
        const [oldest] = underWay.splice(0, 1);
        if (oldest) yield { item: oldest.item, result: await oldest.result };
      }
    }
    for (let next = underWay.shift(); next; next = underWay.shift())
      yield { item: next.item, result: await next.result };
  } finally {
    await Promise.allSettled(underWay.map(({ result }) => result));
  }
}
