import type { VisitStage } from '../../shared/contract/vault.ts';

export const STATE_COLOURS: Readonly<Record<VisitStage, string>> = {
  // Grey on grey could not be read behind an open dialog.
  new: 'blue',
  briefed: 'blue',
  recording: 'red',
  transcribing: 'pine',
  draft: 'yellow',
  'ready-for-review': 'yellow',
  approved: 'pine',
  closed: 'gray',
};
