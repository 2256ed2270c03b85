import type { FootnoteError, Result } from '../../shared/contract/errors.ts';
import type { LineChange } from '../../shared/contract/vault.ts';
import { changesBetween } from './editor/line-changes.ts';
import {
  evidencedSections,
  remember,
  sameWords,
  writtenFrom,
  type EvidencedSection,
  type KnownLines,
  type WrittenSection,
} from './editor/written.ts';

type SavedLine = Extract<LineChange, { op: 'set' }>['line'];
export type Sections<Line> = readonly EvidencedSection<Line & SavedLine>[];

/** Where a person's words are: all in the record, on the way there, or kept back by an error until it is tried again. */
export type Kept = 'saved' | 'saving' | FootnoteError;

/** Where unsaved words wait out a crash. */
export interface EditBuffer {
  readonly keep: (sections: readonly WrittenSection[]) => Promise<void>;
  readonly drop: () => Promise<void>;
}

export interface TextKeeper<Line> {
  /** The text was changed in the editor. */
  readonly touched: () => void;
  /** The record has this text now: after opening, after another's change, after an undo in the record. */
  readonly recordHas: (sections: Sections<Line>) => void;
  /** Lines to be put in that rest on something: their evidence is known from then on. */
  readonly learn: (line: Line & SavedLine) => void;
  /** What differs from the record, as it stands. */
  readonly changes: () => readonly LineChange[];
  /** Writes what is not saved, and resolves once it is or cannot be. */
  readonly flush: () => Promise<boolean>;
  /** The editor is about to go: its text is read for the last time. */
  readonly close: () => void;
}

export interface KeeperPorts<Line> {
  readonly document: string;
  readonly read: () => readonly WrittenSection[];
  readonly restart: (sections: readonly WrittenSection[]) => void;
  readonly apply: (changes: readonly LineChange[]) => Promise<Result<unknown>>;
  readonly blank: (id: string) => Line & SavedLine;
  readonly who: string;
  readonly buffer: EditBuffer | undefined;
  /** The text as it stands, once the keys have been still for `CHECK_AFTER_MS`. */
  readonly onText: (sections: Sections<Line>) => void;
  readonly onKept: (kept: Kept) => void;
}

/** ms after the last key. */
export const CHECK_AFTER_MS = 300;
const SAVE_AFTER_MS = 1_200;
const BUFFER_AFTER_MS = 80;
const TRY_AGAIN_AFTER_MS = 5_000;

/** A timer that begins anew with every call. */
const afterStillness = (
  ms: number,
  act: () => void,
): { readonly touch: (ms?: number) => void; readonly stop: () => void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
  };
  return {
    touch: (wait = ms) => {
      stop();
      timer = setTimeout(act, wait);
    },
    stop,
  };
};

const linesOf = <Line>(sections: Sections<Line>) => sections.flatMap(({ lines }) => lines);

/**
 * Keeps an editor's text and the record in step: words go to the buffer at once, are checked when the keys are still,
 * and become an edit of the record a moment later. Nothing that is typed meanwhile is overwritten by what comes back.
 */
export const makeTextKeeper = <Line extends SavedLine>(
  begin: Sections<Line>,
  ports: KeeperPorts<Line>,
): TextKeeper<Line> => {
  let base = begin;
  let known: KnownLines<Line & SavedLine> = remember(new Map(), linesOf(begin));
  let isTouched = false;
  let running: Promise<boolean> | undefined;
  /** What the record made of words that were still on their way when it came: their marks and grades. */
  let waiting: Sections<Line> | undefined;
  /** The text when its editor went: from then on there is nothing else to read. */
  let last: readonly WrittenSection[] | undefined;

  const now = (): Sections<Line> =>
    evidencedSections(
      last ?? ports.read(),
      known,
      { source: 'typed', by: ports.who, at: new Date().toISOString() },
      ports.blank,
    );
  const changes = (): readonly LineChange[] => (isTouched ? changesBetween(ports.document, base, now()) : []);

  const adopt = (sections: Sections<Line>): void => {
    base = sections;
    known = remember(known, linesOf(sections));
    ports.onText(now());
  };
  const write = async (): Promise<boolean> => {
    const text = now();
    const wanted = changesBetween(ports.document, base, text);
    isTouched = false;
    if (wanted.length === 0) {
      ports.onKept('saved');
      await ports.buffer?.drop();
      return true;
    }
    ports.onKept('saving');
    const result = await ports.apply(wanted);
    if (!result.ok) {
      isTouched = true;
      ports.onKept(result.error);
      // Once the editor is gone, the buffer hands the words to the next one.
      if (!last) save.touch(TRY_AGAIN_AFTER_MS);
      return false;
    }
    base = text;
    known = remember(known, linesOf(text));
    // A letter may have been typed while the others were on their way.
    if (isTouched as boolean) return write();
    ports.onKept('saved');
    await ports.buffer?.drop();
    return true;
  };
  const flush = (): Promise<boolean> => {
    save.stop();
    running ??= write().finally(() => {
      running = undefined;
      if (waiting && !isTouched && sameWords(waiting, now())) adopt(waiting);
    });
    return running;
  };
  const save = afterStillness(SAVE_AFTER_MS, () => void flush());
  const check = afterStillness(CHECK_AFTER_MS, () => {
    ports.onText(now());
  });
  const buffer = afterStillness(BUFFER_AFTER_MS, () => {
    if (isTouched) void ports.buffer?.keep(ports.read());
  });

  return {
    touched: () => {
      isTouched = true;
      ports.onKept('saving');
      check.touch();
      save.touch();
      buffer.touch();
    },
    recordHas: (sections) => {
      // Words on their way or not yet sent come first; the record is asked again after they are in it.
      waiting = isTouched || running ? sections : undefined;
      if (waiting) return;
      if (!sameWords(sections, now())) ports.restart(writtenFrom(sections));
      adopt(sections);
    },
    learn: (line) => {
      known = remember(known, [line]);
    },
    changes,
    flush: () => (isTouched || running ? flush() : Promise.resolve(true)),
    close: () => {
      check.stop();
      buffer.stop();
      if (!isTouched) return;
      last = ports.read();
      // Into the buffer first: where the record takes nothing now (a locked screen), they wait there.
      void Promise.resolve(ports.buffer?.keep(last)).finally(() => void flush());
    },
  };
};
