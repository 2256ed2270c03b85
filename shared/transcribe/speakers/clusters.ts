/** A stretch of speech as one point, and how much speech it is. */
export interface Member {
  readonly point: Float64Array;
  readonly weight: number;
}

export interface Cluster<M extends Member> {
  readonly centre: Float64Array;
  readonly members: readonly M[];
}

const ROUNDS = 20;
/** Past this, a long stretch says no more of where its voice lies. */
const MOST_WEIGHT = 150;
/**
 * How far apart two groups must lie, in their own spread along the line between them, and in moments of one voice.
 * Tuned on synthetic voices, see tests/evals/hearing.
 */
const APART = { spreads: 4.5, moments: 3.2 } as const;
/** A small group is more easily set apart by chance: the loudest laugh, the only whisper. */
const FAR = { spreads: 6.5, moments: 4.5 } as const;
const SMALL_SHARE = 0.15;
/** How far apart (spreads) the halves of one cloud of very many points lie: twice the mean of half a normal distribution. */
const HALVES = 2 * Math.sqrt(2 / Math.PI);
/** How much farther than such halves two groups must lie where the visit has its two voices without them. */
const BEYOND_CHANCE = 1.4;
/** Median of absolute deviations to standard deviation, where deviations are normal. */
const NORMAL = 1.4826;
/** A person says more than this share of what is said, and not all of it in one go. */
const LEAST_SHARE = 0.03;
const LEAST_STRETCHES = 2;
/** A visit has a clinician and a patient; a third voice has to be better founded than the second. */
const FEWEST_PEOPLE = 2;
/** The clinician, the patient, and one more. */
const MOST_VOICES = 3;
/** Groups to begin with: more than voices, so that two of them are not forced into one. */
const FIRST_GROUPS = 6;

const weightOf = ({ weight }: Member): number => Math.min(weight, MOST_WEIGHT);

const distance = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += ((a[k] ?? 0) - (b[k] ?? 0)) ** 2;
  return sum;
};

const centreOf = (members: readonly Member[]): Float64Array => {
  const centre = new Float64Array(members[0]?.point.length ?? 0);
  const total = members.reduce((sum, member) => sum + weightOf(member), 0) || 1;
  for (const member of members)
    member.point.forEach((value, k) => {
      centre[k] = (centre[k] ?? 0) + (value * weightOf(member)) / total;
    });
  return centre;
};

interface Split<M extends Member> {
  readonly parts: readonly [readonly M[], readonly M[]];
  readonly cost: number;
}

/** Two means from a first guess; null where one of them loses all its members. */
const twoMeans = <M extends Member>(
  members: readonly M[],
  guess: (member: M) => boolean,
): Split<M> | null => {
  let parts: readonly [readonly M[], readonly M[]] = [
    members.filter((member) => !guess(member)),
    members.filter(guess),
  ];
  let cost = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (parts.some((part) => part.length === 0)) return null;
    const [a, b] = [centreOf(parts[0]), centreOf(parts[1])];
    const isSecond = members.map(({ point }) => distance(point, b) < distance(point, a));
    const now = members.reduce(
      (sum, member) =>
        sum + weightOf(member) * Math.min(distance(member.point, a), distance(member.point, b)),
      0,
    );
    parts = [members.filter((_, k) => isSecond[k] !== true), members.filter((_, k) => isSecond[k] === true)];
    if (now >= cost) break;
    cost = now;
  }
  return parts.some((part) => part.length === 0) ? null : { parts, cost };
};

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The best of the splits that start from either side of the median of each feature. */
const bestSplit = <M extends Member>(members: readonly M[]): Split<M> | null => {
  const width = members[0]?.point.length ?? 0;
  const splits = Array.from({ length: width }, (_, k) => {
    const median = medianOf(members.map(({ point }) => point[k] ?? 0));
    return twoMeans(members, ({ point }) => (point[k] ?? 0) > median);
  });
  return splits.reduce((best, split) => (split && (!best || split.cost < best.cost) ? split : best), null);
};

const amount = (members: readonly Member[]): number => members.reduce((sum, { weight }) => sum + weight, 0);

/** Standard deviation of a group along a line, from the median of what its members lie off: a few mixed ones do not widen it. */
const spreadOf = (offsets: readonly number[]): number => {
  const middle = medianOf(offsets);
  return NORMAL * medianOf(offsets.map((offset) => Math.abs(offset - middle)));
};

/**
 * How far apart (moments) the halves of one voice lie by chance. Few pieces in many features always have a direction in
 * which they lie wide, by the square root of features over pieces (the Marchenko-Pastur edge), and that is where they
 * are split. In noise there are fewer pieces with a pitch, and people lie nearer together: then it matters.
 */
const chanceLength = (pieces: number, features: number): number =>
  HALVES * (1 + Math.sqrt(features / pieces));

/** How far apart two groups lie: 1 and more is far enough to be two people; `beside` where other groups are there too. */
const apartness = (first: readonly Member[], second: readonly Member[], beside: boolean): number => {
  const [a, b] = [centreOf(first), centreOf(second)];
  const length = Math.sqrt(distance(a, b));
  const along = ({ point }: Member): number =>
    point.reduce((sum, value, k) => sum + value * ((b[k] ?? 0) - (a[k] ?? 0)), 0) / (length || 1);
  const spread = Math.hypot(spreadOf(first.map(along)), spreadOf(second.map(along))) / Math.SQRT2;
  const smaller = Math.min(amount(first), amount(second)) / (amount(first) + amount(second));
  const least = smaller < SMALL_SHARE ? FAR : APART;
  const chance = beside ? BEYOND_CHANCE * chanceLength(first.length + second.length, a.length) : 0;
  return Math.min(length / Math.max(least.moments, chance), length / (spread + 1e-6) / least.spreads);
};

const costOf = (members: readonly Member[]): number => {
  const centre = centreOf(members);
  return members.reduce((sum, member) => sum + weightOf(member) * distance(member.point, centre), 0);
};

type Groups<M extends Member> = readonly (readonly M[])[];

/** Splits the widest group again and again. */
const splitUp = <M extends Member>(members: readonly M[]): Groups<M> => {
  let groups: Groups<M> = [members];
  while (groups.length < FIRST_GROUPS) {
    const order = groups.map((group) => ({ group, cost: costOf(group) })).sort((a, b) => b.cost - a.cost);
    const widest = order.flatMap(({ group }) => {
      const split = group.length > 1 ? bestSplit(group) : null;
      return split ? [{ group, parts: split.parts }] : [];
    })[0];
    if (!widest) break;
    groups = groups.flatMap((group) => (group === widest.group ? widest.parts : [group]));
  }
  return groups;
};

interface Pair {
  readonly first: number;
  readonly second: number;
  readonly apart: number;
}

const pairsOf = (groups: Groups<Member>): readonly Pair[] =>
  groups.flatMap((group, first) =>
    groups.slice(first + 1).map((other, k) => ({
      first,
      second: first + 1 + k,
      apart: apartness(group, other, groups.length > FEWEST_PEOPLE),
    })),
  );

const merge = <M extends Member>(groups: Groups<M>, { first, second }: Pair): Groups<M> => [
  ...groups.filter((_, at) => at !== first && at !== second),
  [...(groups[first] ?? []), ...(groups[second] ?? [])],
];

/** The pair to be merged next: of a group that is no person, else of two groups that are not apart; null when done. */
const nextPair = (groups: Groups<Member>): Pair | null => {
  const all = groups.reduce((sum, group) => sum + amount(group), 0);
  const isPerson = (at: number): boolean => {
    const group = groups[at] ?? [];
    return group.length >= LEAST_STRETCHES && amount(group) >= LEAST_SHARE * all;
  };
  const pairs = [...pairsOf(groups)].sort((a, b) => a.apart - b.apart);
  const together = pairs.find(({ apart }) => apart < 1);
  if (together) return together;
  const odd = pairs.find(({ first, second }) => !isPerson(first) || !isPerson(second));
  if (odd) return odd;
  return groups.length > MOST_VOICES ? (pairs[0] ?? null) : null;
};

/** Groups of members that lie clearly apart, the largest first; one group where nothing does. */
export const cluster = <M extends Member>(members: readonly M[]): readonly Cluster<M>[] => {
  let groups = splitUp(members);
  for (let pair = nextPair(groups); pair; pair = nextPair(groups)) groups = merge(groups, pair);
  return [...groups]
    .sort((a, b) => amount(b) - amount(a))
    .map((group) => ({ centre: centreOf(group), members: group }));
};
