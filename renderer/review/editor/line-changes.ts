import type { LineChange } from '../../../shared/contract/vault.ts';
import type { EvidencedLine, EvidencedSection } from './written.ts';

type Line = Extract<LineChange, { op: 'set' }>['line'] & EvidencedLine;
type Section = EvidencedSection<Line>;

const sameLine = (one: Line, other: Line): boolean =>
  one === other ||
  (one.text === other.text &&
    one.group === other.group &&
    JSON.stringify(one.evidence) === JSON.stringify(other.evidence));

/** Indexes of a longest rising run in `places`: the lines that need not move. */
const rising = (places: readonly number[]): ReadonlySet<number> => {
  const best: { readonly length: number; readonly before: number }[] = [];
  let last = -1;
  places.forEach((place, index) => {
    let before = -1;
    for (let earlier = 0; earlier < index; earlier += 1)
      if (
        (places[earlier] ?? 0) < place &&
        (before < 0 || (best[earlier]?.length ?? 0) > (best[before]?.length ?? 0))
      )
        before = earlier;
    best.push({ length: (best[before]?.length ?? 0) + 1, before });
    if (last < 0 || (best[index]?.length ?? 0) > (best[last]?.length ?? 0)) last = index;
  });
  const kept = new Set<number>();
  for (let at = last; at >= 0; at = best[at]?.before ?? -1) kept.add(at);
  return kept;
};

const isRising = (places: readonly number[]): boolean =>
  places.every((place, index) => index === 0 || place > (places[index - 1] ?? 0));

/** Ids of the lines that stay in their section, in their order. */
const staying = (base: Section, now: Section): ReadonlySet<string> => {
  const place = new Map(base.lines.map(({ id }, index) => [id, index]));
  const shared = now.lines.flatMap(({ id }) => (place.has(id) ? [{ id, place: place.get(id) ?? 0 }] : []));
  const places = shared.map((one) => one.place);
  if (isRising(places)) return new Set(shared.map(({ id }) => id));
  const kept = rising(places);
  return new Set(shared.flatMap(({ id }, index) => (kept.has(index) ? [id] : [])));
};

const putIn = (document: string, base: Section, now: Section, stay: ReadonlySet<string>): LineChange[] => {
  const before = new Map(base.lines.map((line) => [line.id, line]));
  return now.lines.flatMap((line, index): LineChange[] => {
    if (stay.has(line.id)) {
      const old = before.get(line.id);
      return old && sameLine(old, line) ? [] : [{ op: 'set', document, section: now.id, line }];
    }
    const after = now.lines[index - 1]?.id;
    return [{ op: 'insert', document, section: now.id, ...(after !== undefined && { after }), line }];
  });
};

const arranged = (document: string, base: readonly Section[], now: readonly Section[]): LineChange[] => {
  const same = now.every(({ id, title }, index) => base[index]?.id === id && base[index].title === title);
  return same ? [] : [{ op: 'arrange', document, sections: now.map(({ id, title }) => ({ id, title })) }];
};

/**
 * The changes that make `base` into `now`, to be applied one after the other: sections arranged, lines taken out, then
 * lines set and put in from the top. Both hold the same sections, in any order.
 */
export const changesBetween = (
  document: string,
  base: readonly Section[],
  now: readonly Section[],
): readonly LineChange[] => {
  const pairs = now.flatMap((section) => {
    const old = base.find(({ id }) => id === section.id);
    return old ? [{ old, section, stay: staying(old, section) }] : [];
  });
  return [
    ...arranged(document, base, now),
    ...pairs.flatMap(({ old, stay }) =>
      old.lines
        .filter(({ id }) => !stay.has(id))
        .map(({ id }): LineChange => ({ op: 'remove', document, section: old.id, id })),
    ),
    ...pairs.flatMap(({ old, section, stay }) => putIn(document, old, section, stay)),
  ];
};
