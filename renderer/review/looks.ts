import type { Flag } from '../../shared/contract/flag.ts';
import type { CheckedLine } from '../../shared/contract/review.ts';
import type { LineLook, LineLooks } from './editor/line-looks.ts';
import type { EvidencedLine, EvidencedSection } from './editor/written.ts';

/** What of a drug, dose, side, negation or allergy a line says. */
export type Risks = Readonly<Record<string, readonly string[]>>;

export interface LooksInput {
  readonly sections: readonly EvidencedSection<EvidencedLine>[];
  /** Flags that are open. */
  readonly flags: readonly Flag[];
  readonly seen: ReadonlySet<string>;
  readonly risks: Risks;
  /** Ids of lines whose words differ from what the record's flags were made of. */
  readonly edited: ReadonlySet<string>;
  readonly checks: ReadonlyMap<string, CheckedLine>;
  /** The words for a kind of flag or for a risk, in the reader's language. */
  readonly say: (what: Flag['kind'] | 'risk' | 'typed') => string;
}

/** Of several flags about a line, the one that asks loudest. */
const loudest = (flags: readonly Flag[]): Flag | undefined =>
  flags.find(({ severity }) => severity === 'interrupt') ?? flags[0];

const askOf = (
  line: EvidencedLine,
  about: readonly Flag[],
  input: LooksInput,
): Pick<LineLook, 'ask' | 'says'> => {
  const check = input.checks.get(line.id);
  const isEdited = input.edited.has(line.id);
  const flag = loudest(about);
  if (flag && !(isEdited && check?.verdict === 'supported'))
    return { ask: flag.severity, says: input.say(flag.kind) };
  // Between the key and the record, the checker speaks for itself.
  if (isEdited && check?.verdict === 'contradicted')
    return { ask: 'interrupt', says: input.say('contradicted') };
  if (isEdited && check?.verdict === 'unsupported') return { ask: 'show', says: input.say('typed') };
  if (input.risks[line.id]?.length && !input.seen.has(line.id))
    return { ask: 'risk', says: input.say('risk') };
  return {};
};

/** How every line is to be shown. */
export const looksOf = (input: LooksInput): LineLooks => {
  const about = new Map<string, Flag[]>();
  for (const flag of input.flags)
    if (flag.about !== undefined) about.set(flag.about, [...(about.get(flag.about) ?? []), flag]);
  const looks = new Map<string, LineLook>();
  let mark = 1;
  for (const { lines } of input.sections)
    for (const line of lines) {
      const marks = line.evidence.map((_one, index) => String(mark + index)).join(', ');
      mark += line.evidence.length;
      looks.set(line.id, {
        marks,
        isSeen: input.seen.has(line.id),
        isUnchecked: input.edited.has(line.id) && !input.checks.has(line.id),
        ...askOf(line, about.get(line.id) ?? [], input),
      });
    }
  return looks;
};

/** One thing to look at: a flag, or a line that says something risky and has not been looked at. */
export type Point =
  | { readonly kind: 'flag'; readonly flag: Flag; readonly line: string | undefined }
  | { readonly kind: 'risk'; readonly line: string };

/** What is left to look at: flags that interrupt, other flags, then risky lines in the note's order. */
export const pointsOf = (
  input: Pick<LooksInput, 'sections' | 'flags' | 'seen' | 'risks'>,
): readonly Point[] => {
  const lines = input.sections.flatMap((section) => section.lines);
  const rank = (flag: Flag): number => (flag.severity === 'interrupt' ? 0 : 1);
  const flags = [...input.flags].sort((one, other) => rank(one) - rank(other));
  const flagged = new Set(flags.map(({ about }) => about));
  return [
    ...flags.map((flag): Point => ({ kind: 'flag', flag, line: flag.about })),
    ...lines
      .filter(({ id }) => input.risks[id]?.length && !input.seen.has(id) && !flagged.has(id))
      .map(({ id }): Point => ({ kind: 'risk', line: id })),
  ];
};
