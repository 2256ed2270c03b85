import type { IdentifierShown } from '../../shared/contract/vault.ts';

/** Which identifiers of the patient are on the screen, for the record: the name, and what the others look like. */
export const identifiersShown = (
  label: string,
  identifiers: readonly string[],
): readonly IdentifierShown[] => {
  const kindOf = (one: string): IdentifierShown =>
    /\b(18|19|20)\d\d\b/.test(one) ? 'birth-date' : 'record-number';
  const kinds: IdentifierShown[] = [
    ...(label.trim() === '' ? [] : (['name'] as const)),
    ...identifiers.map(kindOf),
  ];
  return [...new Set(kinds)];
};
