import './visit.css';
import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import type { Note } from '../../shared/contract/note.ts';
import { useClient, useVisit } from '../api/queries.ts';
import type { Part } from '../app/route.ts';
import { SheetView } from '../instructions/sheet-view.tsx';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { BeforeDraft } from './before-draft.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { SourceList } from './evidence-panel.tsx';
import { FlagList } from './flag-list.tsx';
import { LineList } from './line-list.tsx';
import { restingOn, saidIn, type Line } from './links.ts';
import { PlayerBar, PlayerProvider, usePlayer } from './player.tsx';
import { RestingLines } from './resting-lines.tsx';
import { TranscriptView } from './transcript-view.tsx';
import { asksOf, turnsUnder, useDesk, type Desk } from './use-desk.ts';
import { VisitHead } from './visit-head.tsx';

interface DeskProps {
  readonly view: VisitView;
  readonly part: Part;
  readonly desk: Desk;
}

/** The middle: note, what was said, or the patient's sheet. */
const Centre = ({ view, part, desk }: DeskProps): ReactNode => {
  const { t } = useText();
  const player = usePlayer();
  const play = (line: Line): void => {
    const first = line.evidence.find((one) => one.source === 'transcript');
    const said = first && view.transcript && saidIn(view.transcript, first);
    if (said) player?.playWords(said.startMs, said.endMs);
  };
  if (part === 'transcript' && view.transcript)
    return (
      <TranscriptView
        transcript={view.transcript}
        picked={desk.picked}
        restingTurns={turnsUnder(desk.note)}
        onPick={desk.pick}
      />
    );
  const lines = (
    <LineList
      label={t(part === 'sheet' ? 'visit.sheet' : 'visit.note.label')}
      sections={desk.sections}
      selected={desk.selected}
      onSelect={desk.select}
      onPeek={desk.peek}
      onPlay={play}
      asks={asksOf(view)}
      seen={new Set(view.seen)}
    />
  );
  if (part === 'sheet')
    return (
      <SheetView
        sheet={desk.sheet}
        languages={view.instructions.map(({ language }) => language)}
        language={desk.tongue}
        onLanguage={desk.setTongue}
        lines={lines}
      />
    );
  return <div className="paper">{lines}</div>;
};

/** The right: where the chosen line comes from, its sound, and what to look at. */
const Sources = ({ view, part, desk }: DeskProps): ReactNode => {
  const { t } = useText();
  const { shown, picked } = desk;
  return (
    <aside className="visit-right" aria-label={t('visit.evidence')}>
      <div className="evidence" aria-live="polite">
        <Title order={2} size="h5">
          {t('visit.evidence')}
        </Title>
        {part === 'transcript' ? (
          <RestingLines
            lines={picked && restingOn(desk.note, picked.turn, picked.start, picked.end)}
            onShow={(line) => {
              desk.select(line);
              desk.show('note');
            }}
          />
        ) : shown ? (
          <SourceList
            evidence={shown.evidence}
            firstMark={shown.firstMark}
            transcript={view.transcript}
            chart={view.chart}
          />
        ) : (
          <p className="hint">{t('visit.evidence.none')}</p>
        )}
      </div>
      <PlayerBar durationMs={view.transcript?.durationMs ?? 0} />
      <Title order={2} size="h5" mt="md" mb="xs">
        {t('visit.flags')}
      </Title>
      <FlagList view={view} expanded={desk.flag} onOpen={desk.openFlag} />
    </aside>
  );
};

const Drafted = ({
  view,
  note,
  part,
}: {
  readonly view: VisitView;
  readonly note: Note;
  readonly part: Part;
}): ReactNode => {
  const desk = useDesk(view, note, part);
  return (
    <>
      <div className="visit-centre">
        <Centre view={view} part={part} desk={desk} />
      </div>
      <Sources view={view} part={part} desk={desk} />
    </>
  );
};

const Visit = ({ view, part }: { readonly view: VisitView; readonly part: Part }): ReactNode => {
  const { t } = useText();
  const client = useClient();
  const { note, summary } = view;
  const ready = note && !summary.progress && !summary.error;
  return (
    <>
      <VisitHead
        view={view}
        part={part}
        lines={note?.sections.reduce((count, section) => count + section.items.length, 0) ?? 0}
      />
      <div className={`visit-grid${ready ? '' : ' without-note'}`}>
        <aside className="visit-left" aria-label={t('visit.chart')}>
          <ChartPanel chart={view.chart} />
        </aside>
        {ready ? (
          <PlayerProvider address={client.audioAddress(summary.id)}>
            <Drafted view={view} note={note} part={part} />
          </PlayerProvider>
        ) : (
          <div className="visit-centre">
            <BeforeDraft view={view} />
          </div>
        )}
      </div>
    </>
  );
};

/** One visit: chart at the left, the draft in the middle, where it comes from at the right. */
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
  return null;
};

export default VisitScreen;
