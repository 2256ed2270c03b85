import './line-editor.css';
import { Extension, type Editor } from '@tiptap/core';
import { UndoRedo } from '@tiptap/extensions';
import { Fragment } from '@tiptap/pm/model';
import { redoDepth, undoDepth } from '@tiptap/pm/history';
import { EditorState } from '@tiptap/pm/state';
import { EditorContent, useEditor, type UseEditorOptions } from '@tiptap/react';
import {
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { CaretFromPage, caretTo, takeCaretFromPage } from './caret.ts';
import { newLineId } from './line-id.ts';
import { LineGrip, useLineDrag } from './line-grip.tsx';
import { LineIdentity } from './line-identity.ts';
import { LineLooksExtension, type LineLooks } from './line-looks.ts';
import type { Phrase } from './phrase-before.ts';
import { PlainClipboard } from './plain-clipboard.ts';
import { Reading, type Mode } from './reading.ts';
import {
  attributesOf,
  contentOf,
  lineSchema,
  placedLines,
  placeOf,
  writtenIn,
  type ShownTitles,
} from './schema.ts';
import type { WrittenLine, WrittenSection } from './written.ts';

/** What others may do to the text. */
export interface LineEditorHandle {
  readonly written: () => readonly WrittenSection[];
  /** Goes to a line; with `typing`, the caret stands at its end. */
  readonly show: (line: string, how?: 'reading' | 'typing') => void;
  /** Puts a line at the end of a section; it can be undone. */
  readonly put: (section: string, line: Omit<WrittenLine, 'from'>) => void;
  readonly remove: (line: string) => void;
  /** Puts another text in place, as one change that can be undone. */
  readonly rewrite: (sections: readonly WrittenSection[]) => void;
  /** Takes a text from elsewhere as the one to begin from; nothing before it can be undone here. */
  readonly restart: (sections: readonly WrittenSection[]) => void;
  readonly focus: () => void;
}

export interface LineEditorProps {
  readonly label: string;
  readonly start: readonly WrittenSection[];
  readonly looks: LineLooks;
  /** Where titles are shown otherwise than they are written; the first drawing counts. */
  readonly titles?: ShownTitles;
  readonly mayType: boolean;
  readonly phrases: readonly Phrase[];
  /** After every change; the text is asked for with `written`. */
  readonly onTouched: () => void;
  readonly onLine: (line: string | undefined) => void;
  /** The line the pointer rests on. */
  readonly onPeek: (line: string | undefined) => void;
  readonly onMode: (mode: Mode) => void;
  /** Where there is nothing left to undo or redo here: the record knows earlier edits. */
  readonly onUndoFurther: () => void;
  readonly onRedoFurther: () => void;
  readonly handle: Ref<LineEditorHandle>;
}

const lineOf = (editor: Editor): string | undefined => {
  const { parent } = editor.state.selection.$head;
  return parent.type.name === 'line' ? attributesOf(parent).id : undefined;
};

/** Draws new looks without taking back a step of the caret that the browser has made and not yet told of. */
const drawLooks = (editor: Editor, looks: LineLooks): void => {
  takeCaretFromPage(editor.view);
  editor.commands.setLooks(looks);
};

const put = (editor: Editor, section: string, line: Omit<WrittenLine, 'from'>): void => {
  const { state, view } = editor;
  const type = state.schema.nodes['line'];
  if (!type) return;
  const attrs = { id: line.id, group: line.group ?? null, from: [] };
  const made = type.create(attrs, line.text === '' ? null : state.schema.text(line.text));
  state.doc.forEach((node, at) => {
    if ((node.attrs as { readonly id: string }).id !== section) return;
    const last = node.lastChild;
    const end = at + node.nodeSize - 1;
    const isBlank = node.childCount === 1 && last?.content.size === 0;
    const change = isBlank ? state.tr.replaceWith(at + 1, end, made) : state.tr.insert(end, made);
    view.dispatch(change);
  });
  caretTo(editor, line.id);
};

/** A line's text goes and with it the line, unless it is the only one of its section. */
const remove = (editor: Editor, line: string): void => {
  const { state, view } = editor;
  const place = placeOf(state.doc, line);
  if (!place) return;
  const section = state.doc.resolve(place.at).parent;
  const isOnly = section.childCount === 1;
  const end = place.at + place.node.nodeSize;
  const change = isOnly
    ? state.tr
        .delete(place.at + 1, end - 1)
        .setNodeMarkup(place.at, undefined, { id: newLineId(), group: null, from: [] })
    : state.tr.delete(place.at, end);
  view.dispatch(change.scrollIntoView());
};

const rewrite = (editor: Editor, sections: readonly WrittenSection[]): void => {
  const { state, view } = editor;
  const doc = state.schema.nodeFromJSON(contentOf(sections));
  const line = lineOf(editor);
  view.dispatch(state.tr.replaceWith(0, state.doc.content.size, Fragment.from(doc.content)));
  if (line) caretTo(editor, line);
};

const restart = (editor: Editor, sections: readonly WrittenSection[], looks: LineLooks): void => {
  const line = lineOf(editor);
  const { state, view } = editor;
  const doc = state.schema.nodeFromJSON(contentOf(sections));
  view.updateState(EditorState.create({ doc, plugins: state.plugins }));
  editor.commands.setLooks(looks);
  if (line) caretTo(editor, line);
};

/** Undo beyond what this window remembers. */
const furtherUndo = (further: { readonly undo: () => void; readonly redo: () => void }): Extension =>
  Extension.create({
    name: 'furtherUndo',
    priority: 900,
    addKeyboardShortcuts() {
      const state = (): EditorState => this.editor.state;
      const undo = (): boolean => {
        if (undoDepth(state()) > 0) return this.editor.commands.undo();
        further.undo();
        return true;
      };
      const redo = (): boolean => {
        if (redoDepth(state()) > 0) return this.editor.commands.redo();
        further.redo();
        return true;
      };
      return { 'Mod-z': undo, 'Shift-Mod-z': redo, 'Mod-y': redo };
    },
  });

/** A holder whose content is always the latest, for what outlives a drawing. */
const useLatest = <T,>(value: T): { readonly current: T } => {
  const held = useRef(value);
  useEffect(() => {
    held.current = value;
  });
  return held;
};

interface Held {
  readonly props: { readonly current: LineEditorProps };
  readonly mode: { readonly current: Mode };
  readonly setMode: (mode: Mode) => void;
}

/** Made once: options that differ at a later drawing would be set anew, and the caret with them. */
const makeOptions = (begin: LineEditorProps, { props, mode, setMode }: Held): UseEditorOptions => {
  let line: string | undefined;
  const follow = ({ editor }: { readonly editor: Editor }): void => {
    const now = lineOf(editor);
    if (now === line) return;
    line = now;
    props.current.onLine(now);
  };
  return {
    content: contentOf(begin.start),
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    extensions: [
      ...lineSchema(begin.titles),
      CaretFromPage,
      UndoRedo.configure({ depth: 2_000, newGroupDelay: 600 }),
      furtherUndo({
        undo: () => {
          props.current.onUndoFurther();
        },
        redo: () => {
          props.current.onRedoFurther();
        },
      }),
      LineIdentity,
      LineLooksExtension,
      Reading.configure({ mode: () => mode.current, setMode, mayType: () => props.current.mayType }),
      PlainClipboard.configure({
        isReading: () => mode.current === 'reading',
        phrases: () => props.current.phrases,
      }),
    ],
    editorProps: {
      // px kept free around the caret's line when it is brought to the screen.
      scrollThreshold: 140,
      scrollMargin: 160,
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': begin.label,
        // A spelling service may be one that is asked over a network.
        spellcheck: 'false',
        autocorrect: 'off',
        autocapitalize: 'off',
        translate: 'no',
      },
    },
    onUpdate: () => {
      props.current.onTouched();
    },
    onSelectionUpdate: follow,
    onFocus: follow,
  };
};

const useLineEditor = (
  props: LineEditorProps,
  setMode: (mode: Mode) => void,
  mode: { readonly current: Mode },
): Editor => {
  const latest = useLatest(props);
  const latestMode = useLatest(setMode);
  const [options] = useState(() =>
    makeOptions(props, {
      props: latest,
      mode,
      setMode: (to) => {
        latestMode.current(to);
      },
    }),
  );
  return useEditor(options);
};

/** Lines under section titles, each with its footnotes, to be read and to be typed in. */
export const LineEditor = (props: LineEditorProps): ReactNode => {
  const [mode, showMode] = useState<Mode>('reading');
  const held = useRef<Mode>('reading');
  const setMode = (to: Mode): void => {
    if (to === held.current) return;
    held.current = to;
    showMode(to);
    props.onMode(to);
  };
  const editor = useLineEditor(props, setMode, held);
  const { looks, handle } = props;
  const drawn = useLatest(looks);
  useEffect(() => {
    drawLooks(editor, looks);
  }, [editor, looks]);
  useImperativeHandle(handle, () => ({
    written: () => writtenIn(editor.state.doc),
    show: (line, how = 'reading') => {
      setMode(how);
      caretTo(editor, line);
      if (how === 'typing') editor.view.focus();
    },
    put: (section, line) => {
      put(editor, section, line);
    },
    remove: (line) => {
      remove(editor, line);
    },
    rewrite: (sections) => {
      rewrite(editor, sections);
    },
    restart: (sections) => {
      restart(editor, sections, drawn.current);
    },
    focus: () => {
      if (!editor.state.selection.$head.parent.isTextblock) {
        const first = placedLines(editor.state.doc)[0];
        if (first) caretTo(editor, attributesOf(first.node).id);
      }
      editor.view.focus();
    },
  }));
  const area = useRef<HTMLDivElement>(null);
  const drag = useLineDrag(editor, area);
  const [peeked, setPeeked] = useState<string>();
  const peek = (event: PointerEvent): void => {
    const { target } = event;
    // The page that moves under a pointer at rest is no look at what comes to lie there.
    if (event.movementX === 0 && event.movementY === 0) return;
    // Over what the line is taken by, it is still the same line.
    if (!(target instanceof Element) || target.closest('.line-grip')) return;
    const line = target.closest<HTMLElement>('[data-line]')?.dataset['line'];
    setPeeked(line);
    props.onPeek(line);
  };
  return (
    <div
      className={`line-editor ${mode}`}
      ref={area}
      onPointerMove={peek}
      onPointerLeave={() => {
        setPeeked(undefined);
        props.onPeek(undefined);
      }}
      onDragOver={drag.onDragOver}
      onDragLeave={drag.onDragLeave}
      onDrop={drag.onDrop}
    >
      <EditorContent editor={editor} />
      {props.mayType && peeked !== undefined && <LineGrip line={peeked} area={area} drag={drag} />}
    </div>
  );
};
