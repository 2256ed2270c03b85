import type { Fact } from '../../contract/fact.ts';
import type { Instructions } from '../../contract/instructions.ts';
import type { VisitDocument } from '../../contract/vault.ts';
import { isSheet } from './sheet-views.ts';

const textsOf = ({ sections }: Instructions): ReadonlySet<string> =>
  new Set(sections.flatMap(({ lines }) => lines.map(({ text }) => text)));

/** The fact of another draft that says the same; ids are given anew with each draft. */
const sameIn = (fact: Fact | undefined, facts: readonly Fact[]): Fact | undefined =>
  fact && facts.find((one) => one.kind === fact.kind && (one.said ?? one.text) === (fact.said ?? fact.text));

/**
 * A newly drafted sheet with what a person had put on the one before: each fact that was put back and that the new draft
 * has too, where its lines stood as they were told. Lines that a hand has changed since are carried over as edits are.
 */
export const putBackAgain = (
  sheet: Instructions,
  before: { readonly standing: VisitDocument | undefined; readonly facts: readonly Fact[] },
  facts: readonly Fact[],
  put: (sheet: Instructions, fact: string) => Instructions,
): Instructions => {
  const { standing } = before;
  if (!standing || !isSheet(standing)) return sheet;
  const stood = textsOf(standing);
  return (standing.putBack ?? []).reduce((now, { fact }) => {
    const same = sameIn(
      before.facts.find(({ id }) => id === fact),
      facts,
    );
    if (!same) return now;
    const anew = put(now, same.id);
    const had = textsOf(now);
    const isAsItStood = [...textsOf(anew)].every((text) => had.has(text) || stood.has(text));
    return isAsItStood ? anew : now;
  }, sheet);
};
