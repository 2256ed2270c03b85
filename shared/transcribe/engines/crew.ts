import type { Engine } from './engine.ts';

/**
 * Several engines of the same weights as one, so that as many passages are heard at the same time: a recogniser writes
 * its words one after the other, and two that have one thread each are done before one that has both. What is asked of
 * the crew itself goes to the first. All of them are closed together.
 */
export const makeCrew = (first: Engine, ...others: readonly Engine[]): Engine => {
  const members = [first, ...others];
  return {
    identity: first.identity,
    canDrop: first.canDrop,
    lanes: members,
    prepare: () => {
      for (const member of members) member.prepare();
    },
    detectLanguage: (passage) => first.detectLanguage(passage),
    listen: (listening) => first.listen(listening),
    close: async () => {
      await Promise.all(members.map((member) => member.close()));
    },
  };
};
