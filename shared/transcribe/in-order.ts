/** An item and what became of it. */
export interface Done<In, Out> {
  readonly item: In;
  readonly result: Out;
}

/**
 * Works on up to `lanes()` items at a time, and holds one more ready so that no lane waits; gives the results in the
 * order of the items. With one lane an item is only asked for when the one before it is done. Stopping early waits
 * for what is under way.
 */
export async function* inOrder<In, Out>(
  items: AsyncIterable<In>,
  lanes: () => number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Done<In, Out>> {
  const underWay: { readonly item: In; readonly result: Promise<Out> }[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // A rejection is reported when its turn comes; until then it is not unhandled.
      result.catch(() => undefined);
      underWay.push({ item, result });
      const most = lanes() > 1 ? lanes() + 1 : 1;
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
