import type { Action, Role } from '../contract/people.ts';

/**
 * Who may do what. A scribe edits and marks ready; approving, and anything that leaves as final, is the clinician's. An
 * administrator runs the clinic's record and does not sign notes.
 */
const ALLOWED: Readonly<Record<Role, readonly Action[]>> = {
  clinician: ['record', 'draft', 'edit', 'mark-ready', 'approve', 'addendum', 'release-final', 'view-audit'],
  scribe: ['record', 'draft', 'edit', 'mark-ready'],
  administrator: [
    'delete-visit',
    'manage-people',
    'change-settings',
    'change-egress',
    'view-audit',
    'back-up',
  ],
};

export const may = (role: Role, action: Action): boolean => ALLOWED[role].includes(action);
