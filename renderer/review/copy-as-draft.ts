import type { ClipboardEvent } from 'react';
import { DRAFT_LINE } from './editor/pasted.ts';

/** What is copied out of drafted text that is only shown says what it is, as the editor's does: DRAFT stands over it. */
export const copyAsDraft = (event: ClipboardEvent<HTMLElement>): void => {
  const words = getSelection()?.toString() ?? '';
  if (words === '') return;
  event.preventDefault();
  event.clipboardData.setData('text/plain', [DRAFT_LINE, '', words].join('\n'));
};
