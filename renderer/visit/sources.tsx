import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { Chart } from '../../shared/contract/chart.ts';
import type { Transcript } from '../../shared/contract/transcript.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useTranscript } from '../api/queries.ts';

/** What footnotes lead to. The transcript comes a moment after the note. */
export interface Sources {
  readonly transcript: Transcript | undefined;
  readonly chart: Chart | undefined;
}

const SourcesContext = createContext<Sources>({ transcript: undefined, chart: undefined });

export const useSources = (): Sources => useContext(SourcesContext);

export const SourcesProvider = ({
  view,
  children,
}: {
  readonly view: VisitView;
  readonly children: ReactNode;
}): ReactNode => {
  const { data: transcript } = useTranscript(view.summary.id, view.transcript?.entry);
  const { chart } = view;
  const sources = useMemo(() => ({ transcript, chart }), [transcript, chart]);
  return <SourcesContext value={sources}>{children}</SourcesContext>;
};
