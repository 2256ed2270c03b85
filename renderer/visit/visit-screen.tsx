import './visit.css';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, type ReactNode } from 'react';
import type { Note } from '../../shared/contract/note.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useAppState, useClient, useVisit } from '../api/queries.ts';
import { usePerson } from '../app/person.ts';
import { goTo, PARTS, type Part } from '../app/route.ts';
import { ApprovePart } from '../approve/approve-part.tsx';
import { HistoryPart } from '../audit/history-part.tsx';
import { SheetPart } from '../instructions/sheet-part.tsx';
import { RecordPart } from '../record/record-part.tsx';
import { NoteDesk } from '../review/note-desk.tsx';
import { useReviewDesk } from '../review/use-review-desk.ts';
import { usePhrases } from '../settings/phrases.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { BeforeDraft, OwnAssessment } from './before-draft.tsx';
import { LeftPanel } from './left-panel.tsx';
import { PlayerProvider } from './player.tsx';
import { ReviewAside } from './review-aside.tsx';
import { SoundChanged } from './sound-changed.tsx';
import { SourcesProvider } from './sources.tsx';
import { TranscriptPart } from './transcript-part.tsx';
import { VisitHead } from './visit-head.tsx';

interface PartProps {
  readonly view: VisitView;
  readonly part: Part;
}

/** Whether this person may change the texts of this visit now. */
const useMayType = (view: VisitView): boolean => {
  const { role } = usePerson();
  return role !== 'administrator' && !view.approval;
};

/** The keys that go from part to part, by their place in the head of the visit. */
const usePartKeys = (visit: string): void => {
  useHotkeys(
    PARTS.map((part, index) => [
      String(index + 1),
      () => {
        goTo({ screen: 'visit', visit, part });
      },
    ]),
  );
};

/**
 * A drafted visit. The note's editor stays where it is while other parts are shown, so that what can be undone stays
 * undoable and the caret stays in its line.
 */
const Drafted = ({ view, note, part }: PartProps & { readonly note: Note }): ReactNode => {
  const person = usePerson();
  const state = useAppState();
  const mayType = useMayType(view);
  const phrases = usePhrases();
  const isShown = part === 'note';
  const desk = useReviewDesk({ view, note, person, bufferKey: state.data?.bufferKey, isShown });
  const { handle, flush } = desk.text;
  useEffect(() => {
    if (isShown) handle.current?.focus();
    else void flush();
  }, [isShown, handle, flush]);
  const durationMs = view.transcript?.durationMs ?? 0;
  return (
    <>
      <div className="visit-centre" hidden={!isShown}>
        {view.withheld === 'assessment' && <OwnAssessment visit={view.summary.id} />}
        <NoteDesk desk={desk} mayType={mayType} phrases={phrases} />
      </div>
      {isShown && <ReviewAside desk={desk} mayType={mayType} durationMs={durationMs} />}
      {part === 'transcript' && <TranscriptPart view={view} desk={desk} mayType={mayType} />}
      {part === 'sheet' && <SheetPart view={view} person={person} mayType={mayType} phrases={phrases} />}
      {part === 'approve' && <ApprovePart view={view} flush={flush} />}
    </>
  );
};

const Middle = ({ view, part }: PartProps): ReactNode => {
  const { summary, note } = view;
  if (part === 'record') return <RecordPart view={view} />;
  if (part === 'history') return <HistoryPart visit={summary.id} />;
  if (note && !summary.error && !summary.progress) return <Drafted view={view} note={note} part={part} />;
  return (
    <div className="visit-centre wide">
      <BeforeDraft view={view} />
    </div>
  );
};

const Visit = ({ view, part }: PartProps): ReactNode => {
  const client = useClient();
  const { summary } = view;
  usePartKeys(summary.id);
  useEffect(() => {
    // A part begins at its top; the note goes back to the line that was worked on.
    if (part !== 'note') scrollTo(0, 0);
  }, [part]);
  const isTwo = part === 'record' || part === 'history' || part === 'approve' || !view.note;
  return (
    <>
      <VisitHead view={view} part={part} />
      <SoundChanged view={view} />
      <SourcesProvider view={view}>
        <div className={`visit-grid${isTwo ? ' without-note' : ''}${part === 'sheet' ? ' with-sheet' : ''}`}>
          {part !== 'sheet' && <LeftPanel view={view} />}
          {summary.hasSound ? (
            <PlayerProvider address={client.audioAddress(summary.id)}>
              <Middle view={view} part={part} />
            </PlayerProvider>
          ) : (
            <Middle view={view} part={part} />
          )}
        </div>
      </SourcesProvider>
    </>
  );
};

/** One visit: chart at the left, the part that is worked on in the middle, what it rests on at the right. */
const VisitScreen = ({ visit, part }: { readonly visit: string; readonly part: Part }): ReactNode => {
  const view = useVisit(visit);
  if (view.data) return <Visit view={view.data} part={part} />;
  if (view.error)
    return (
      <ErrorPanel
        error={errorOf(view.error)}
        onAgain={() => {
          void view.refetch();
        }}
      />
    );
  return <Waiting />;
};

export default VisitScreen;
