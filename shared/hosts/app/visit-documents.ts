import type { VisitState } from '../../contract/visit-record.ts';

/** The documents as they stand, or as they were signed where the drafts were destroyed. */
export const standingDocuments = (state: VisitState): VisitState['documents'] => {
  if (!state.approval || Object.keys(state.documents).length > 0) return state.documents;
  const signed = JSON.parse(state.approval.canonical) as { documents: VisitState['documents'] };
  return signed.documents;
};
