import { z } from 'zod';
import { anyOf } from './any-of.ts';
import { knowledgeFolder, readKnowledge } from './folder.ts';

const words = z.array(z.string().min(2));

export const ProblemListFile = z.strictObject({
  source: z.string().min(1),
  date: z.iso.date(),
  groups: z.array(
    z.strictObject({
      id: z.string(),
      /** 1 weighs on most decisions, 2 is treated for years; what is in no group weighs 3. */
      weight: z.union([z.literal(1), z.literal(2)]),
      /** The disease itself first, then what belongs to it. */
      names: words,
      /** Says nothing new beside the disease. */
      implies: words.optional(),
    }),
  ),
  /** Over within weeks as a rule, and what says that it is not. */
  acute: words,
  lasting: words,
  /** Circumstances of life, shown on a line of their own. */
  social: words,
  /** Kept in problem lists and no problem. */
  aside: words,
  /** Procedures that are paperwork. */
  paperwork: words,
});

export interface ProblemGroup {
  readonly id: string;
  readonly weight: number;
  /** Place of a name among the group's: 0 is the disease itself; undefined where it is not of the group. */
  readonly placeOf: (name: string) => number | undefined;
  readonly implies: (name: string) => boolean;
}

/** How a problem list is put in order. */
export interface ProblemList {
  readonly groups: readonly ProblemGroup[];
  readonly isAcute: (name: string) => boolean;
  readonly isSocial: (name: string) => boolean;
  readonly isAside: (name: string) => boolean;
  readonly isPaperwork: (name: string) => boolean;
}

// "Retinopathy due to type 2 diabetes" is no name of diabetes itself.
const COMPLICATION = /\b(due to|associated with|caused by|secondary to)\b/i;

/** Reads brief-problems.json. Throws where it does not fit: a fault of the build. */
export const loadProblemList = (folder: string = knowledgeFolder()): ProblemList => {
  const file = readKnowledge(folder, 'brief-problems.json', ProblemListFile);
  const isAcute = anyOf(file.acute);
  const isLasting = anyOf(file.lasting);
  return {
    groups: file.groups.map(({ id, weight, names, implies = [] }) => {
      const tests = names.map((name) => anyOf([name]));
      return {
        id,
        weight,
        placeOf: (name) => {
          const place = tests.findIndex((test) => test(name));
          return place < 0 ? undefined : COMPLICATION.test(name) ? names.length + place : place;
        },
        implies: anyOf(implies),
      };
    }),
    isAcute: (name) => isAcute(name) && !isLasting(name),
    isSocial: anyOf(file.social),
    isAside: anyOf(file.aside),
    isPaperwork: anyOf(file.paperwork),
  };
};
