/**
 * Reads a slow source in the background, at most `depth` items ahead of whoever consumes it, so that both can work at
 * the same time. A failure of the source surfaces where the missing item would have been; stopping early stops it.
 */
export async function* ahead<T>(source: AsyncGenerator<T>, depth: number): AsyncGenerator<T> {
  const pending: Promise<IteratorResult<T>>[] = [];
  const request = (): void => {
    const next = source.next();
    // The rejection is reported when its turn comes; until then it is not unhandled.
    next.catch(() => undefined);
    pending.push(next);
  };
  try {
    for (let k = 0; k < depth; k += 1) request();
    for (let next = pending.shift(); next; next = pending.shift()) {
      const step = await next;
      if (step.done === true) return;
      request();
      yield step.value;
    }
  } finally {
    await source.return(undefined);
  }
}
