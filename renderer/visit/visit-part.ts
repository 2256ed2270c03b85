import type { VisitStage } from '../../shared/contract/vault.ts';
import type { Part } from '../app/route.ts';

const FIRST: Readonly<Record<VisitStage, Part>> = {
  new: 'record',
  briefed: 'record',
  recording: 'record',
  transcribing: 'note',
  draft: 'note',
  'ready-for-review': 'note',
  approved: 'approve',
  closed: 'approve',
};

/** Where a visit is taken up from the work list. */
export const firstPart = (state: VisitStage): Part => FIRST[state];
