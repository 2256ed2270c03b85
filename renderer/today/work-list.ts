import type { Role } from '../../shared/contract/people.ts';
import type { VisitSummary } from '../../shared/contract/visits.ts';

/** Piles of the day, by what has to be done next. */
export const PILES = ['all', 'record', 'review', 'approve', 'done'] as const;
export type Pile = (typeof PILES)[number];

/** Which pile a visit lies on. */
export const groupOf = (visit: Pick<VisitSummary, 'state'>): Exclude<Pile, 'all'> => {
  switch (visit.state) {
    case 'new':
    case 'briefed':
    case 'recording':
    case 'transcribing':
      return 'record';
    case 'draft':
      return 'review';
    case 'ready-for-review':
      return 'approve';
    case 'approved':
    case 'closed':
      return 'done';
  }
};

/** The visit that waits longest for this person: what is to approve before what is to review. */
export const nextFor = (role: Role, visits: readonly VisitSummary[]): VisitSummary | undefined => {
  const waiting = [...visits].filter(({ progress }) => !progress).reverse();
  const on = (pile: Pile): VisitSummary | undefined => waiting.find((visit) => groupOf(visit) === pile);
  return (role === 'clinician' ? on('approve') : undefined) ?? on('review');
};

/** Whether the words of a search are in the name, whatever the case and the accents. */
export const matches = (visit: Pick<VisitSummary, 'label'>, wanted: string): boolean => {
  const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const text = plain(visit.label);
  return plain(wanted)
    .split(/\s+/)
    .every((word) => text.includes(word));
};
