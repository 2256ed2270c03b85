import type { Action, Role } from '../contract/people.ts';

/**
 * Who may do what. A scribe edits and marks ready; approving, and anything that leaves as final, is the clinician's. An
 * administrator runs the clinic's record, sees which visits there are, and neither reads nor signs their notes.
 */
const ALLOWED: Readonly<Record<Role, readonly Action[]>> = {
  clinician: [
    'list-visits',
    'read-visit',
    'record',
    'draft',
    'edit',
    'mark-ready',
    'answer',
    'approve',
    'addendum',
    'release-final',
    'view-audit',
  ],
  scribe: ['list-visits', 'read-visit', 'record', 'draft', 'edit', 'mark-ready'],
  administrator: [
    'list-visits',
    'delete-visit',
    'manage-people',
    'change-settings',
    'change-egress',
    'view-audit',
    'back-up',
  ],
};

export const actionsOf = (role: Role): readonly Action[] => ALLOWED[role];

export const may = (role: Role, action: Action): boolean => ALLOWED[role].includes(action);
