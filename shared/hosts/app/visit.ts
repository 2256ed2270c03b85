import type { Progress, Settlement, VisitState, VisitSummary, VisitView } from '../../contract/app.ts';
import type { Chart } from '../../contract/chart.ts';
import type { FootnoteError } from '../../contract/errors.ts';
import type { Flag } from '../../contract/flag.ts';
import type { VisitDrafts } from './services.ts';

/** A visit as the host holds it. A value: every change makes a new one. */
export interface Visit {
  readonly id: string;
  readonly sample: boolean;
  readonly createdAt: string;
  readonly audio?: Uint8Array;
  readonly chart?: Chart;
  readonly drafted?: VisitDrafts;
  readonly progress?: Progress;
  readonly error?: FootnoteError;
  readonly settled: Readonly<Record<string, Settlement>>;
  readonly seen: readonly string[];
}

export const stateOf = (visit: Visit): VisitState => {
  if (visit.progress) return 'transcribing';
  if (visit.error) return 'stopped';
  if (visit.drafted) return 'draft';
  return visit.chart ? 'briefed' : 'new';
};

const openFlags = (visit: Visit): readonly Flag[] =>
  (visit.drafted?.flags ?? []).filter((flag) => !Object.hasOwn(visit.settled, flag.id));

export const summaryOf = (visit: Visit): VisitSummary => {
  const open = openFlags(visit);
  const interrupt = open.filter((flag) => flag.severity === 'interrupt').length;
  const patient = visit.chart?.patient;
  return {
    id: visit.id,
    sample: visit.sample,
    state: stateOf(visit),
    createdAt: visit.createdAt,
    ...(patient && {
      patient: {
        name: patient.name,
        sex: patient.sex,
        id: patient.identifiers[0]?.value ?? patient.id,
        ...(patient.birthDate && { birthDate: patient.birthDate }),
      },
    }),
    hasAudio: visit.audio !== undefined,
    ...(visit.drafted && { durationMs: visit.drafted.transcript.durationMs }),
    open: { interrupt, show: open.length - interrupt },
    ...(visit.progress && { progress: visit.progress }),
    ...(visit.error && { error: visit.error }),
  };
};

export const viewOf = (visit: Visit): VisitView => ({
  summary: summaryOf(visit),
  ...(visit.chart && { chart: visit.chart }),
  ...(visit.drafted && { transcript: visit.drafted.transcript }),
  ...(visit.drafted?.drafted && { note: visit.drafted.drafted.note }),
  instructions: [...(visit.drafted?.drafted?.instructions ?? [])],
  flags: [...(visit.drafted?.flags ?? [])],
  settled: { ...visit.settled },
  seen: [...visit.seen],
});
