/** Runs tasks one after the other, in the order asked for; a task that rejects does not stop the next. */
export type TaskQueue = <T>(task: () => Promise<T>) => Promise<T>;

export const makeTaskQueue = (): TaskQueue => {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task, task);
    last = run.catch(() => undefined);
    return run;
  };
};
