import type { Evidence } from '../../contract/evidence.ts';
import type { Flag, FlagKind } from '../../contract/flag.ts';

/** A caution from a rule, before it gets an id. `key` says what it is about: of two with one key, one is shown. */
export interface Finding {
  readonly key: string;
  readonly kind: FlagKind;
  readonly severity: Flag['severity'];
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

export const byRule = (rule: string): Evidence => ({ source: 'rule', rule });

const RANK = { interrupt: 0, show: 1 } as const;

/** The most severe finding of each key, interrupting ones first, otherwise in the order of the rules. */
export const folded = (findings: readonly Finding[]): Finding[] => {
  const best = new Map<string, Finding>();
  for (const finding of findings) {
    const known = best.get(finding.key);
    if (!known || RANK[finding.severity] < RANK[known.severity]) best.set(finding.key, finding);
  }
  return [...best.values()].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
};

/** Flags with ids that are the same for the same thing in every visit, so that a dismissal holds. */
export const toFlags = (prefix: string, findings: readonly Finding[]): Flag[] =>
  findings.map(({ kind, severity, message, evidence, key }) => ({
    id: `${prefix}-${key
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 80)}`,
    kind,
    severity,
    message,
    evidence: [...evidence],
  }));
