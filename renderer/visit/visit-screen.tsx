import './visit.css';
import { Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { VisitView } from '../../shared/contract/app.ts';
import type { Flag } from '../../shared/contract/flag.ts';
import type { Note } from '../../shared/contract/note.ts';
import { useChange, useClient, useVisit } from '../api/queries.ts';
import { goTo, type Part } from '../app/route.ts';
import { SheetView } from '../instructions/sheet-view.tsx';
import { useText } from '../language/language.ts';
import { ErrorPanel, errorOf } from '../ui/error-panel.tsx';
import { BeforeDraft } from './before-draft.tsx';
import { ChartPanel } from './chart-panel.tsx';
import { SourceList } from './evidence-panel.tsx';
import { FlagList } from './flag-list.tsx';
import { LineList } from './line-list.tsx';
import { noteLines, openFirst, restingOn, saidIn, sheetLines, type Line, type LineSection } from './links.ts';
import { PlayerBar, PlayerProvider, usePlayer } from './player.tsx';
import { RestingLines } from './resting-lines.tsx';
import { TranscriptView, type Picked } from './transcript-view.tsx';
import { VisitHead } from './visit-head.tsx';

/** The loudest open flag about each line. */
const asksOf = (view: VisitView): ReadonlyMap<string, Flag['severity']> => {
  const asks = new Map<string, Flag['severity']>();
  for (const flag of view.flags) {
    if (!flag.about || view.settled[flag.id]) continue;
    if (asks.get(flag.about) !== 'interrupt') asks.set(flag.about, flag.severity);
  }
  return asks;
};

const turnsUnder = (sections: readonly LineSection[]): ReadonlySet<string> =>
  new Set(
    sections.flatMap(({ lines }) =>
      lines.flatMap(({ evidence }) =>
        evidence.flatMap((one) => (one.source === 'transcript' ? [one.turn] : [])),
      ),
    ),
  );

/** A line counts as looked at when its source has been on the screen this long, in ms: passing over is not looking. */
const LOOKED_AFTER_MS = 700;

const useSeen = (view: VisitView, line: string | undefined): void => {
  const see = useChange('lines.see');
  const visit = view.summary.id;
  const isNew = line !== undefined && !view.seen.includes(line);
  const { mutate } = see;
  useEffect(() => {
    if (!isNew) return undefined;
    const timer = setTimeout(() => {
      mutate({ visit, line });
    }, LOOKED_AFTER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isNew, line, mutate, visit]);
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
  const { t } = useText();
  const player = usePlayer();
  const [selected, setSelected] = useState<string>();
  const [peeked, setPeeked] = useState<string>();
  const [picked, setPicked] = useState<Picked>();
  const [flag, setFlag] = useState<string>();
  const [tongue, setTongue] = useState('en');
  const lines = useMemo(() => noteLines(note), [note]);
  const sheet = view.instructions.find((one) => one.language === tongue);
  const sections = useMemo(
    () => (part === 'sheet' && sheet ? sheetLines(sheet) : lines),
    [part, sheet, lines],
  );
  const all = sections.flatMap((section) => section.lines);
  const shown = all.find((line) => line.id === (peeked ?? selected));
  useSeen(view, part === 'note' && shown?.id === selected ? selected : undefined);

  const play = (line: Line): void => {
    const first = line.evidence.find((one) => one.source === 'transcript');
    const said = first && view.transcript && saidIn(view.transcript, first);
    if (said) player?.playWords(said.startMs, said.endMs);
  };
  const openFlag = (one: Flag): void => {
    setFlag(one.id === flag ? undefined : one.id);
    if (one.about) setSelected(one.about);
  };
  const nextFlag = (): void => {
    const open = openFirst(view.flags.filter((one) => !view.settled[one.id]));
    const next = open[(open.findIndex((one) => one.id === flag) + 1) % open.length];
    if (next && next.id !== flag) openFlag(next);
  };
  const show = (to: Part) => () => {
    goTo({ screen: 'visit', visit: view.summary.id, part: to });
  };
  useHotkeys([
    ['F', nextFlag],
    ['1', show('note')],
    ['2', show('transcript')],
    ['3', show('sheet')],
  ]);

  const lineProps = {
    selected,
    onSelect: setSelected,
    onPeek: setPeeked,
    onPlay: play,
    asks: asksOf(view),
    seen: new Set(view.seen),
  };
  return (
    <>
      <div className="visit-centre">
        {part === 'note' && (
          <div className="paper">
            <LineList label={t('visit.note.label')} sections={lines} {...lineProps} />
          </div>
        )}
        {part === 'transcript' && view.transcript && (
          <TranscriptView
            transcript={view.transcript}
            picked={picked}
            restingTurns={turnsUnder(lines)}
            onPick={setPicked}
          />
        )}
        {part === 'sheet' && (
          <SheetView
            sheet={sheet}
            languages={view.instructions.map(({ language }) => language)}
            language={tongue}
            onLanguage={setTongue}
            lines={<LineList label={t('visit.sheet')} sections={sections} {...lineProps} />}
          />
        )}
      </div>
      <aside className="visit-right" aria-label={t('visit.evidence')}>
        <div className="evidence" aria-live="polite">
          <Title order={2} size="h5">
            {t('visit.evidence')}
          </Title>
          {part === 'transcript' ? (
            <RestingLines
              lines={picked && restingOn(lines, picked.turn, picked.start, picked.end)}
              onShow={(line) => {
                setSelected(line);
                show('note')();
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
        <PlayerBar durationMs={view.summary.durationMs ?? 0} />
        <Title order={2} size="h5" mt="md" mb="xs">
          {t('visit.flags')}
        </Title>
        <FlagList view={view} expanded={flag} onOpen={openFlag} />
      </aside>
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
      <div className={`visit${ready ? '' : ' without-note'}`}>
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
