import { useHotkeys } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import type { VisitView } from '../../shared/contract/visits.ts';
import type { Flag } from '../../shared/contract/flag.ts';
import type { Instructions } from '../../shared/contract/instructions.ts';
import type { Note } from '../../shared/contract/note.ts';
import { useChange } from '../api/queries.ts';
import { goTo, type Part } from '../app/route.ts';
import { noteLines, openFirst, sheetLines, type Line, type LineSection } from './links.ts';
import type { Picked } from './transcript-view.tsx';

/** The loudest open flag about each line. */
export const asksOf = (view: Pick<VisitView, 'flags' | 'settled'>): ReadonlyMap<string, Flag['severity']> => {
  const asks = new Map<string, Flag['severity']>();
  for (const flag of view.flags) {
    if (!flag.about || view.settled[flag.id]) continue;
    if (asks.get(flag.about) !== 'interrupt') asks.set(flag.about, flag.severity);
  }
  return asks;
};

/** Turns that some line rests on. */
export const turnsUnder = (sections: readonly LineSection[]): ReadonlySet<string> =>
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
  const { mutate } = useChange('lines.see');
  const visit = view.summary.id;
  const isNew = line !== undefined && !view.seen.includes(line);
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

/** What lies on the desk while a draft is reviewed. */
export interface Desk {
  /** The lines of the note, whichever part is shown. */
  readonly note: readonly LineSection[];
  /** The lines of the part that is shown. */
  readonly sections: readonly LineSection[];
  readonly sheet: Instructions | undefined;
  readonly tongue: string;
  readonly setTongue: (tongue: string) => void;
  readonly selected: string | undefined;
  readonly select: (line: string) => void;
  readonly peek: (line: string | undefined) => void;
  /** The line whose source is on the screen: the one under the pointer, else the selected one. */
  readonly shown: Line | undefined;
  readonly picked: Picked | undefined;
  readonly pick: (picked: Picked) => void;
  readonly flag: string | undefined;
  readonly openFlag: (flag: Flag) => void;
  readonly show: (part: Part) => void;
}

/** The state of the desk, and its keys. */
export const useDesk = (view: VisitView, noteOfVisit: Note, part: Part): Desk => {
  const [selected, select] = useState<string>();
  const [peeked, peek] = useState<string>();
  const [picked, pick] = useState<Picked>();
  const [flag, setFlag] = useState<string>();
  const [tongue, setTongue] = useState('en');
  const note = useMemo(() => noteLines(noteOfVisit), [noteOfVisit]);
  const sheet = view.instructions.find((one) => one.language === tongue);
  const sections = useMemo(() => (part === 'sheet' && sheet ? sheetLines(sheet) : note), [part, sheet, note]);
  const shown = sections.flatMap((section) => section.lines).find((line) => line.id === (peeked ?? selected));
  useSeen(view, part === 'note' && shown?.id === selected ? selected : undefined);

  const openFlag = (one: Flag): void => {
    setFlag(one.id === flag ? undefined : one.id);
    if (one.about) select(one.about);
  };
  const nextFlag = (): void => {
    const open = openFirst(view.flags.filter((one) => !view.settled[one.id]));
    const next = open[(open.findIndex((one) => one.id === flag) + 1) % open.length];
    if (next && next.id !== flag) openFlag(next);
  };
  const show = (to: Part): void => {
    goTo({ screen: 'visit', visit: view.summary.id, part: to });
  };
  const showing = (to: Part) => () => {
    show(to);
  };
  useHotkeys([
    ['F', nextFlag],
    ['1', showing('note')],
    ['2', showing('transcript')],
    ['3', showing('sheet')],
  ]);
  return {
    note,
    sections,
    sheet,
    tongue,
    setTongue,
    selected,
    select,
    peek,
    shown,
    picked,
    pick,
    flag,
    openFlag,
    show,
  };
};
