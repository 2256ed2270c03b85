import { z } from 'zod';
import { knowledgeFolder, readKnowledge } from '../../knowledge/folder.ts';

const head = { source: z.string().min(1), date: z.iso.date() };
const share = z.number().min(0).max(1);

/** Least likeness at which a name is written in, with and without a cue beside it, and at which it is asked about. */
const Bounds = z.strictObject({ written: share, writtenAlone: share, asked: share, askedOfWords: share });

export type Bounds = z.infer<typeof Bounds>;

const RightWordsFile = z.strictObject({
  ...head,
  /** Words on each side among which a cue is looked for. */
  reach: z.number().int().positive(),
  cues: z.strictObject({ drug: z.array(z.string()), lab: z.array(z.string()) }),
  bounds: z.strictObject({
    charted: Bounds,
    listed: Bounds,
    brand: Bounds,
    /** A clinical term: least likeness, the same where both sound alike in so many consonants, and how far the next one. */
    term: z.strictObject({
      written: share,
      writtenOfSameSound: share,
      leastSound: z.number().int().positive(),
      apart: share,
    }),
    /** A name this much less like what was heard is no rival; for names often taken for each other it must be more. */
    apart: share,
    apartSoundAlike: share,
    /** A name whose ending another of the patient's medicines shares is written in only where it is this like. */
    besideSameEnding: share,
  }),
  givenNames: z.array(z.string()),
});

const SoundAlikes = z.strictObject({
  ...head,
  /** Medicines whose names are taken for each other. */
  groups: z.array(z.array(z.string()).min(2)),
  /** Endings that medicines of one kind share, so that only their beginnings tell them apart. */
  endings: z.array(z.string()),
  /** Pairs of numbers that sound alike, and the units that make a number a dose. */
  numbers: z.array(z.tuple([z.string(), z.string()])),
  doseUnits: z.array(z.string()),
});

export interface RightWordsSettings {
  readonly reach: number;
  readonly cues: Readonly<Record<'drug' | 'lab', ReadonlySet<string>>>;
  readonly bounds: z.infer<typeof RightWordsFile>['bounds'];
  /** Common names of people: as heard they are words, not misheard medicines. */
  readonly givenNames: readonly string[];
  /** For each medicine (lower case) those it is taken for. */
  readonly soundAlikes: ReadonlyMap<string, readonly string[]>;
  readonly endings: readonly string[];
  /** For each number (canonical digits) the one it is taken for. */
  readonly numberTwins: ReadonlyMap<string, string>;
  readonly doseUnits: ReadonlySet<string>;
}

/** Reads right-words.json and sound-alikes.json; throws when a file is not what it should be. */
export const loadRightWordsSettings = (folder: string = knowledgeFolder()): RightWordsSettings => {
  const { reach, cues, bounds, givenNames } = readKnowledge(folder, 'right-words.json', RightWordsFile);
  const { groups, endings, numbers, doseUnits } = readKnowledge(folder, 'sound-alikes.json', SoundAlikes);
  const soundAlikes = new Map<string, string[]>();
  for (const group of groups)
    for (const name of group)
      soundAlikes.set(name, [...(soundAlikes.get(name) ?? []), ...group.filter((other) => other !== name)]);
  return {
    reach,
    cues: { drug: new Set(cues.drug), lab: new Set(cues.lab) },
    bounds,
    givenNames,
    soundAlikes,
    endings,
    numberTwins: new Map(
      numbers.flatMap(([a, b]): [string, string][] => [
        [a, b],
        [b, a],
      ]),
    ),
    doseUnits: new Set(doseUnits),
  };
};
