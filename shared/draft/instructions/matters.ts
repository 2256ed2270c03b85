import type { Evidence } from '../../contract/evidence.ts';
import type { Fact } from '../../contract/fact.ts';

/** A statement of the visit for the sheet, with every fact it is made of. */
export interface Matter {
  readonly fact: Fact;
  readonly facts: readonly string[];
  /** What the speech that this is a piece of was filed as. */
  readonly filed?: Fact['kind'];
}

const CONDITION =
  /^(?:(?:and|so|but|then|again|also|okay|in the meantime|obviously),? )*(?:if|when|unless|in case)\b/i;
/** Segments that go on with a condition rather than say what follows from it. */
const GOES_ON =
  /^(?:or|and|if|indeed|by|so|in|from|with|like|such|but if|after|within|for|not|they (?:persist|continue|last)|it (?:persists|continues|lasts))\b/i;
/** Signs that are named before what to do about them. */
const NAMES_SIGNS =
  /^(?:\W|so|and|but|the|some)*(?:things|symptoms|signs) (?:that )?(?:you (?:should|need to|want to) )?(?:to )?(?:look|watch) out for\b/i;
const CONSEQUENCE =
  /\b(?:call|ring|phone|contact) (?:me|us|the)|\b(?:come back|come and see|let (?:me|us) know|go to|see me|see us|give (?:me|us)|get back|get in touch|call 9)/i;
const TRAILING_CONDITION = /^(?<head>.+?),? (?:and|but|so|then) (?<condition>(?:if|unless|in case) [^,]*)$/i;
/** How what follows from a condition opens: something to do, or what the clinic will do. */
const FOLLOWS_FROM =
  /^(?:please |do |then |just )*(?:we (?:will|can|could|may|should|want you|would like you|need you)|i (?:want|would like|need|will|am going)|you (?:can|should|need|must|will|may|have to)|call|come|go|give|get|take|see|let|feel free|ring|stop|make|book|return|contact)\b/i;

/** "If that is normal we will do an MRI": what follows from it is said in it, without a pause. */
const HOLDS_ITS_OWN = /^\S+(?: \S+){2,} (?:we|i) (?:will|can|could) \S/i;

const isBareCondition = (said: string): boolean =>
  !CONSEQUENCE.test(said) &&
  CONDITION.test(said) &&
  said
    .split(/, /)
    .slice(1)
    .every((segment) => GOES_ON.test(segment));

/** A condition, or signs that are named, without what to do about them. */
export const isOpenCondition = (said: string): boolean =>
  isBareCondition(said) || (NAMES_SIGNS.test(said) && !CONSEQUENCE.test(said));

type Place = Extract<Evidence, { source: 'transcript' }>;

const placeOf = (fact: Fact, end: 'first' | 'last'): Place | undefined => {
  const places = fact.evidence.filter((each): each is Place => each.source === 'transcript');
  return end === 'first' ? places[0] : places.at(-1);
};

/** What may lie between two clauses of one sentence: "… , you know, …". */
const NEAR = 24;

const follows = (before: Fact, after: Fact): boolean => {
  const from = placeOf(before, 'last');
  const to = placeOf(after, 'first');
  return (
    before.speaker === after.speaker &&
    from?.turn !== undefined &&
    from.turn === to?.turn &&
    to.start >= from.end &&
    to.start - from.end <= NEAR
  );
};

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const conditionOf = (fact: Fact): { readonly head?: string; readonly condition: string } | undefined => {
  const said = fact.said ?? '';
  if (isBareCondition(said) || (NAMES_SIGNS.test(said) && !CONSEQUENCE.test(said)))
    return { condition: said };
  const groups = TRAILING_CONDITION.exec(said)?.groups;
  const condition = groups?.['condition'] ?? '';
  return isBareCondition(condition) ? { head: groups?.['head'] ?? '', condition } : undefined;
};

const joined = (condition: string, before: Matter, after: Matter): Matter => {
  const text = `${condition}, ${lower(after.fact.said ?? after.fact.text)}`;
  return {
    fact: {
      ...after.fact,
      kind:
        after.fact.kind === 'follow-up' || CONSEQUENCE.test(after.fact.said ?? '')
          ? 'return-precaution'
          : after.fact.kind,
      certainty: 'conditional',
      text,
      said: text,
      subject: before.fact.subject.role === 'patient' ? after.fact.subject : before.fact.subject,
      evidence: [...before.fact.evidence, ...after.fact.evidence],
    },
    facts: [...before.facts, ...after.facts],
  };
};

/**
 * Facts as matters, in order. A condition that was said in one breath with what is to be done comes back together with
 * it: "…, and if it is not better" belongs to "we will get a scan", which must not stand on a sheet alone.
 */
export const mattersOf = (facts: readonly Fact[]): Matter[] => {
  const found: Matter[] = [];
  let open: { readonly matter: Matter; readonly condition: string } | undefined;
  for (const fact of facts) {
    let matter: Matter = { fact, facts: [fact.id] };
    if (open) {
      const isFollowed = follows(open.matter.fact, fact) && FOLLOWS_FROM.test(fact.said ?? '');
      if (isFollowed) matter = joined(open.condition, open.matter, matter);
      else if (open.matter.fact.said === open.condition) found.push(open.matter);
      open = undefined;
    }
    const condition = matter.facts.length > 1 ? undefined : conditionOf(fact);
    if (!condition) {
      found.push(matter);
      continue;
    }
    if (condition.head)
      found.push({
        ...matter,
        fact: { ...fact, certainty: 'certain', said: condition.head, text: condition.head },
      });
    if (HOLDS_ITS_OWN.test(condition.condition)) {
      const { condition: said } = condition;
      found.push({ ...matter, fact: { ...fact, certainty: 'conditional', said, text: said } });
      continue;
    }
    open = { matter, condition: condition.condition };
  }
  if (open && open.matter.fact.said === open.condition) found.push(open.matter);
  return found;
};
