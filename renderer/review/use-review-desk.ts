import { useHotkeys } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import type { Flag } from '../../shared/contract/flag.ts';
import type { Note, NoteItem } from '../../shared/contract/note.ts';
import type { AtTheDesk } from '../../shared/contract/people.ts';
import type { OmittedLine } from '../../shared/contract/review.ts';
import type { VisitView } from '../../shared/contract/visits.ts';
import { useChange } from '../api/queries.ts';
import { goTo as openPart } from '../app/route.ts';
import { useText } from '../language/language.ts';
import type { Mode } from './editor/reading.ts';
import { besideOf } from './passages.ts';
import { looksOf, pointsOf, type LooksInput, type Point } from './looks.ts';
import type { Sections } from './text-keeper.ts';
import { useCheck, type Checked } from './use-check.ts';
import { useKeptText, type KeptText } from './use-kept-text.ts';

/**
 * A line counts as looked at when its source has been on the screen this long, in ms: passing over is not looking. Lines
 * that share the passage take as long each.
 */
const LOOKED_AFTER_MS = 700;

const useSeen = (view: VisitView, lines: readonly string[]): void => {
  const { mutate } = useChange('lines.see');
  const visit = view.summary.id;
  const unseen = view.approval ? [] : lines.filter((line) => !view.seen.includes(line));
  const waiting = unseen.join(' ');
  useEffect(() => {
    const looked = waiting.split(' ').filter((line) => line !== '');
    if (looked.length === 0) return undefined;
    const timer = setTimeout(() => {
      for (const line of looked) mutate({ visit, line });
    }, LOOKED_AFTER_MS * looked.length);
    return () => {
      clearTimeout(timer);
    };
  }, [waiting, mutate, visit]);
};

export const noteSections = (note: Note): Sections<NoteItem> =>
  note.sections.map(({ id, title, items }) => ({ id, title, lines: items }));

const blankItem = (id: string): NoteItem => ({
  id,
  text: '',
  facts: [],
  evidence: [{ source: 'typed', by: '', at: '' }],
});

/** A line of the note with the number of its first footnote. */
export type ShownLine = NoteItem & { readonly firstMark: number };

/** What lies on the desk while a note is reviewed. */
export interface ReviewDesk {
  readonly view: VisitView;
  readonly text: KeptText<NoteItem>;
  readonly looks: ReturnType<typeof looksOf>;
  readonly checked: Checked;
  readonly openFlags: readonly Flag[];
  readonly points: readonly Point[];
  readonly mode: Mode;
  readonly setMode: (mode: Mode) => void;
  readonly setLine: (line: string | undefined) => void;
  readonly peek: (line: string | undefined) => void;
  /** The line whose source is on the screen: the one under the pointer, else the caret's. */
  readonly shown: ShownLine | undefined;
  /** Lines to be looked at that the source of the shown one shows as well. */
  readonly beside: readonly NoteItem[];
  readonly flag: string | undefined;
  readonly openFlag: (flag: Flag | undefined) => void;
  /** The flag whose reason for dismissal is being asked for. */
  readonly dismissing: string | undefined;
  readonly setDismissing: (flag: string | undefined) => void;
  readonly next: (by?: 1 | -1) => void;
  readonly accept: () => void;
  readonly fix: () => void;
  readonly take: (omitted: OmittedLine) => void;
}

/** Of the lines beside one, those that ask to be looked at and that no flag asks about. */
const riskyBeside = (
  sections: Sections<NoteItem>,
  line: string | undefined,
  risks: VisitView['risks'],
  flags: readonly Flag[],
): readonly NoteItem[] => {
  if (line === undefined || !risks[line]?.length) return [];
  const flagged = new Set(flags.map(({ about }) => about));
  return besideOf(sections, line).filter(({ id }) => risks[id]?.length && !flagged.has(id));
};

const numberedLine = (sections: Sections<NoteItem>, id: string | undefined): ShownLine | undefined => {
  let firstMark = 1;
  for (const { lines } of sections)
    for (const line of lines) {
      if (line.id === id) return { ...line, firstMark };
      firstMark += line.evidence.length;
    }
  return undefined;
};

/** Lines whose words differ from the note that the record's flags were made of. */
const editedSince = (note: Note, text: Sections<NoteItem>): ReadonlySet<string> => {
  const words = new Map(note.sections.flatMap(({ items }) => items.map((item) => [item.id, item.text])));
  return new Set(
    text.flatMap(({ lines }) => lines.filter((line) => words.get(line.id) !== line.text).map(({ id }) => id)),
  );
};

export const isOpen =
  (view: Pick<VisitView, 'settled'>) =>
  (flag: Flag): boolean =>
    view.settled[flag.id] === undefined;

/** How the lines are to be shown, and what of them is left to look at. */
const useLooks = (view: VisitView, note: Note, text: Sections<NoteItem>, checked: Checked) => {
  const { t } = useText();
  return useMemo(() => {
    const flags = view.flags.filter(isOpen(view));
    const input: LooksInput = {
      sections: text,
      flags,
      seen: new Set(view.seen),
      risks: view.risks,
      edited: editedSince(note, text),
      checks: checked.lines,
      say: (what) => t(what === 'risk' || what === 'typed' ? `line.${what}` : `flag.kind.${what}`),
    };
    return { openFlags: flags, looks: looksOf(input), points: pointsOf(input) };
  }, [view, note, text, checked.lines, t]);
};

/** The proposed line of a flag that says something was left out. */
const omissionOf = (flag: Flag, omissions: readonly OmittedLine[]): OmittedLine | undefined => {
  const turns = flag.evidence.flatMap((one) => (one.source === 'transcript' ? [one.turn] : []));
  return flag.kind === 'omitted'
    ? omissions.find(
        ({ text, evidence }) =>
          flag.message.includes(text) && evidence.some(({ turn }) => turns.includes(turn)),
      )
    : undefined;
};

interface PointState {
  readonly flag: string | undefined;
  readonly setFlag: (flag: string | undefined) => void;
  readonly line: string | undefined;
}

/** The point that comes after the one that is looked at, going round. */
const pointAfter = (
  points: readonly Point[],
  { flag, line }: Pick<PointState, 'flag' | 'line'>,
  by: 1 | -1,
): Point | undefined => {
  const now = points.findIndex((point) =>
    point.kind === 'flag' ? point.flag.id === flag : flag === undefined && point.line === line,
  );
  if (now < 0) return by > 0 ? points[0] : points.at(-1);
  return points[(now + by + points.length) % points.length];
};

/** One key each: next and previous point, accept, fix, dismiss. */
const useReviewKeys = (
  isShown: boolean,
  desk: Pick<ReviewDesk, 'next' | 'accept' | 'fix' | 'setDismissing' | 'flag'>,
): void => {
  const forward = (): void => {
    desk.next();
  };
  const back = (): void => {
    desk.next(-1);
  };
  useHotkeys(
    isShown
      ? [
          ['F', forward],
          ['shift+F', back],
          ['F8', forward],
          ['shift+F8', back],
          ['A', desk.accept],
          ['mod+Enter', desk.accept],
          ['X', desk.fix],
          [
            'D',
            () => {
              desk.setDismissing(desk.flag);
            },
          ],
        ]
      : [],
  );
};

export interface ReviewDeskInput {
  readonly view: VisitView;
  readonly note: Note;
  readonly person: AtTheDesk;
  readonly bufferKey: string | undefined;
  /** Whether the note is what is on the screen. */
  readonly isShown: boolean;
}

/** The note with its checker: what is typed is checked as it stands. */
const useCheckedText = ({ view, note, person, bufferKey }: ReviewDeskInput) => {
  const visit = view.summary.id;
  const sections = useMemo(() => noteSections(note), [note]);
  const { checked, check } = useCheck(visit);
  const text = useKeptText<NoteItem>({
    visit,
    document: 'note',
    sections,
    blank: blankItem,
    who: person.label,
    bufferKey,
    onText: check,
  });
  return { text, checked };
};

/** The state of a review and its keys. */
export const useReviewDesk = (input: ReviewDeskInput): ReviewDesk => {
  const { view, note, person, isShown } = input;
  const visit = view.summary.id;
  const { text, checked } = useCheckedText(input);
  const [mode, setMode] = useState<Mode>('reading');
  const [line, setLine] = useState<string>();
  const [peeked, peek] = useState<string>();
  const [flag, setFlag] = useState<string>();
  const [dismissing, setDismissing] = useState<string>();
  const settle = useChange('flags.settle');
  const { openFlags, looks, points } = useLooks(view, note, text.text, checked);
  const shown = numberedLine(text.text, peeked ?? line);
  const beside = riskyBeside(text.text, shown?.id, view.risks, openFlags);
  const isLooking = isShown && shown !== undefined && shown.id === line;
  useSeen(view, isLooking ? [shown, ...beside].map(({ id }) => id) : []);

  const goTo = (id: string | undefined, how: Mode = 'reading'): void => {
    // A pointer that rests on some other line has nothing to say about this one.
    peek(undefined);
    if (id) text.handle.current?.show(id, how);
  };
  const atLine = (id: string | undefined): void => {
    setLine(id);
    peek(undefined);
    // A point about another line is no longer what the keys are about.
    setFlag((now) => (view.flags.find((one) => one.id === now)?.about === id ? now : undefined));
  };
  const openFlag = (one: Flag | undefined): void => {
    setFlag(one?.id);
    setDismissing(undefined);
    // A point about no line is read beside its own sources, not beside those of the line that was looked at before.
    if (one && one.about === undefined) setLine(undefined);
    goTo(one?.about);
  };
  const next = (by: 1 | -1 = 1): void => {
    // Nothing is left to look at: the next thing to do is the signature.
    if (points.length === 0 && by > 0 && person.role === 'clinician' && !view.approval) {
      openPart({ screen: 'visit', visit, part: 'approve' });
      return;
    }
    const point = pointAfter(points, { flag, line }, by);
    if (point?.kind === 'flag') openFlag(point.flag);
    else if (point) {
      setFlag(undefined);
      goTo(point.line);
    }
  };
  const current = openFlags.find(({ id }) => id === flag);
  const take = (omitted: OmittedLine): void => {
    text.learn(omitted.line);
    const section = text.text.find(({ id }) => id === omitted.section) ?? text.text.at(-1);
    if (section) text.handle.current?.put(section.id, omitted.line);
  };
  const desk = {
    next,
    accept: () => {
      if (!current) return;
      settle.mutate({ visit, flag: current.id, as: 'fixed' });
      next();
    },
    fix: () => {
      const omitted = current && omissionOf(current, checked.omissions);
      if (omitted) take(omitted);
      else goTo(current?.about ?? line, 'typing');
    },
    setDismissing,
    flag: current?.id,
  };
  useReviewKeys(isShown, desk);
  return {
    ...desk,
    view,
    text,
    looks,
    checked,
    openFlags,
    points,
    mode,
    setMode,
    setLine: atLine,
    peek,
    shown,
    beside,
    flag,
    openFlag,
    dismissing,
    take,
  };
};
