import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { LineChange, DocumentName } from '../../shared/contract/vault.ts';
import { useClient } from '../api/queries.ts';
import type { LineEditorHandle } from './editor/line-editor.tsx';
import { writtenFrom, type WrittenSection } from './editor/written.ts';
import { openBuffer, type CrashBuffer } from './edit-buffer.ts';
import { makeTextKeeper, type Kept, type Sections, type TextKeeper } from './text-keeper.ts';

type SavedLine = Extract<LineChange, { op: 'set' }>['line'];

export interface KeptText<Line> {
  readonly handle: RefObject<LineEditorHandle | null>;
  /** What the editor begins with. */
  readonly start: readonly WrittenSection[];
  /** The text as it stood when the keys were last still. */
  readonly text: Sections<Line>;
  readonly kept: Kept;
  readonly touched: () => void;
  readonly flush: () => Promise<boolean>;
  readonly learn: (line: Line & SavedLine) => void;
  /** What differs from the record, as it stands. */
  readonly changes: () => readonly LineChange[];
  /** Words of before a crash were put back into the editor. */
  readonly isRestored: boolean;
  readonly undoFurther: () => void;
  readonly redoFurther: () => void;
}

export interface KeptTextInput<Line> {
  readonly visit: string;
  readonly document: DocumentName;
  /** As the record has it. */
  readonly sections: Sections<Line>;
  readonly blank: (id: string) => Line & SavedLine;
  readonly who: string;
  /** Base64 key of the crash buffer; `undefined` where the host keeps none. */
  readonly bufferKey: string | undefined;
  readonly onText: (changes: readonly LineChange[]) => void;
}

/** Edits that are about to be lost with the page are waited for. */
const useLeaveWarning = (kept: Kept): void => {
  useEffect(() => {
    if (kept === 'saved') return undefined;
    const warn = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      removeEventListener('beforeunload', warn);
    };
  }, [kept]);
};

/** One document in an editor, kept in step with the record. */
export const useKeptText = <Line extends SavedLine>(input: KeptTextInput<Line>): KeptText<Line> => {
  const { visit, document, sections, blank, who, bufferKey } = input;
  const client = useClient();
  const queries = useQueryClient();
  const handle = useRef<LineEditorHandle>(null);
  const [text, setText] = useState<Sections<Line>>(sections);
  const [kept, setKept] = useState<Kept>('saved');
  const [isRestored, setRestored] = useState(false);
  const [start] = useState(() => writtenFrom(sections));
  const buffer = useRef<CrashBuffer>(undefined);
  const onText = useRef(input.onText);
  useEffect(() => {
    onText.current = input.onText;
  });
  const refresh = useCallback(
    () => queries.invalidateQueries({ queryKey: ['visit', visit] }),
    [queries, visit],
  );

  const keeper = useMemo<TextKeeper<Line>>(
    () => {
      const made: TextKeeper<Line> = makeTextKeeper<Line>(sections, {
        document,
        who,
        blank,
        read: () => handle.current?.written() ?? start,
        restart: (written) => handle.current?.restart(written),
        apply: async (changes) => {
          const result = await client.call('edit.apply', { visit, changes: [...changes] });
          await refresh();
          return result;
        },
        buffer: {
          keep: async (written) => buffer.current?.keep(written),
          drop: async () => buffer.current?.drop(),
        },
        onText: (now) => {
          setText(now);
          onText.current(made.changes());
        },
        onKept: setKept,
      });
      return made;
    },
    // The keeper lives as long as the document is open; `sections` only begins it.
    [client, document, visit, who, blank, refresh, start],
  );

  useEffect(() => {
    keeper.recordHas(sections);
  }, [keeper, sections]);
  // Before the editor below is taken down: after that its text cannot be read.
  useLayoutEffect(
    () => () => {
      keeper.close();
    },
    [keeper],
  );
  useEffect(() => {
    if (bufferKey === undefined) return undefined;
    let isOpen = true;
    void openBuffer(bufferKey, visit, document).then(async (opened) => {
      const left = await opened.left();
      if (!isOpen) return;
      buffer.current = opened;
      if (!left) return;
      handle.current?.rewrite(left);
      setRestored(true);
    });
    return () => {
      isOpen = false;
    };
  }, [bufferKey, visit, document]);
  useLeaveWarning(kept);

  const further = (name: 'edit.undo' | 'edit.redo') => () => {
    void keeper
      .flush()
      .then(() => client.call(name, { visit }))
      .then(refresh);
  };
  return {
    handle,
    start,
    text,
    kept,
    touched: keeper.touched,
    flush: keeper.flush,
    learn: keeper.learn,
    changes: keeper.changes,
    isRestored,
    undoFurther: further('edit.undo'),
    redoFurther: further('edit.redo'),
  };
};
