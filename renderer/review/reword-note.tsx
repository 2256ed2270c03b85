import type { ReactNode } from 'react';
import { RewordPanel } from './reword-panel.tsx';
import type { ReviewDesk } from './use-review-desk.ts';

/** Other words for the line of the note that is looked at. */
export const RewordNote = ({ desk }: { readonly desk: ReviewDesk }): ReactNode => (
  <RewordPanel
    visit={desk.view.summary.id}
    document="note"
    tasks={['rewrite']}
    sections={desk.text.text}
    line={desk.shown?.id}
    text={desk.text}
  />
);
