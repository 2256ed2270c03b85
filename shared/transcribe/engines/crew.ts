import type { Engine } from './engine.ts';

/**
 * Several engines of the same weights as one, so that as many passages are heard at the same time: a recogniser writes
 * its words one after the other, and two that have one thread each are done before one that has both. Each passage
 * goes to a member that is free, else it waits. All of them are closed together.
 */
export const makeCrew = (first: Engine, ...others: readonly Engine[]): Engine => {
  const members = [first, ...others];
  const free = [...members];
  const waiting: ((member: Engine) => void)[] = [];
  const withMember = async <T>(work: (member: Engine) => Promise<T>): Promise<T> => {
    const member =
      free.shift() ??
      (await new Promise<Engine>((resolve) => {
        waiting.push(resolve);
      }));
    try {
      return await work(member);
    } finally {
      const next = waiting.shift();
      if (next) next(member);
      else free.push(member);
    }
  };
  return {
    identity: first.identity,
    canDrop: first.canDrop,
    lanes: members.length,
    prepare: () => {
      for (const member of members) member.prepare();
    },
    detectLanguage: (passage) => withMember((member) => member.detectLanguage(passage)),
    listen: (listening) => withMember((member) => member.listen(listening)),
    close: async () => {
      await Promise.all(members.map((member) => member.close()));
    },
  };
};
