import type { AuditEvent } from '../../shared/contract/settings.ts';

/** The same thing done again and again by the same person, as one row with how many times. */
export interface Run {
  /** The latest of them. */
  readonly event: AuditEvent;
  readonly times: number;
}

const belong = (one: AuditEvent, other: AuditEvent): boolean =>
  one.kind === other.kind &&
  one.by === other.by &&
  one.journal === other.journal &&
  one.clockBehind === other.clockBehind;

export const runsOf = (events: readonly AuditEvent[]): readonly Run[] => {
  const runs: Run[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last && belong(last.event, event)) runs[runs.length - 1] = { ...last, times: last.times + 1 };
    else runs.push({ event, times: 1 });
  }
  return runs;
};
