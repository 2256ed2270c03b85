import { DATA_KINDS, type DataKind, type RetentionRules, type VisitSummary } from '../contract/vault.ts';

const DAY_MS = 86_400_000;

/**
 * What a clinic gets that has set nothing: the recording and the transcript go 30 days after approval, drafts after a
 * year, what was approved stays.
 */
export const DEFAULT_RETENTION: RetentionRules = [
  { kind: 'audio', after: 'approval', days: 30 },
  { kind: 'transcript', after: 'approval', days: 30 },
  { kind: 'drafts', after: 'approval', days: 365 },
  { kind: 'approved', after: 'approval', days: null },
];

export interface Due {
  readonly visit: string;
  readonly kinds: readonly DataKind[];
}

/** How many days the clinic keeps sound after approval; undefined where it has no such rule, or keeps it for good. */
export const daysOfSound = (rules: RetentionRules): number | undefined =>
  rules.find(({ kind, after }) => kind === 'audio' && after === 'approval')?.days ?? undefined;

const since = (summary: VisitSummary, after: RetentionRules[number]['after']): string | undefined =>
  ({ approval: summary.approvedAt, closing: summary.closedAt, creation: summary.createdAt })[after];

const isDue = (summary: VisitSummary, rules: RetentionRules, kind: DataKind, now: Date): boolean => {
  if (summary.shredded.includes(kind) || summary.recording) return false;
  // Sound is the only source of a note that nobody has vouched for yet.
  if (kind === 'audio' && summary.approvedAt === undefined) return false;
  return rules.some((rule) => {
    const from = rule.kind === kind ? since(summary, rule.after) : undefined;
    return from !== undefined && rule.days !== null && now.getTime() - Date.parse(from) >= rule.days * DAY_MS;
  });
};

/**
 * Which kinds of which visits have had their time. Nothing is due while the clock stands before the latest time ever
 * recorded: a clock that was set wrong must not decide what is destroyed.
 */
export const dueForShredding = (
  visits: Iterable<VisitSummary>,
  rules: RetentionRules,
  now: Date,
  lastSeen: string,
): readonly Due[] => {
  if (now.toISOString() < lastSeen) return [];
  return [...visits].flatMap((summary) => {
    const kinds = DATA_KINDS.filter((kind) => isDue(summary, rules, kind, now));
    // What was approved is the last to go: without its key, nothing of the visit can be read.
    const all = kinds.includes('approved')
      ? DATA_KINDS.filter((kind) => !summary.shredded.includes(kind))
      : kinds;
    return all.length > 0 ? [{ visit: summary.visit, kinds: all }] : [];
  });
};
