import { Extension, type Editor } from '@tiptap/core';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import { placedLines } from './schema.ts';

export type Mode = 'reading' | 'typing';

/** What the editor tells of itself while someone reads or types in it. */
export interface ReadingOptions {
  readonly mode: () => Mode;
  readonly setMode: (mode: Mode) => void;
  /** Whether the document may be changed at all. */
  readonly mayType: () => boolean;
}

/** Puts the caret at the end of the line that is `by` lines away. */
const step = (editor: Editor, by: number): void => {
  const { state, view } = editor;
  const lines = placedLines(state.doc);
  const { $head } = state.selection;
  const now = lines.findIndex(({ at, node }) => at < $head.pos && $head.pos < at + node.nodeSize);
  const next = lines[Math.min(Math.max(now + by, 0), lines.length - 1)];
  if (!next) return;
  const end = next.at + next.node.nodeSize - 1;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, end)).scrollIntoView());
};

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
const PASSED_ON = new Set(['Tab', 'Shift', 'Control', 'Alt', 'Meta', 'F5', 'F11', 'F12']);

/** Hands a key to the window's own shortcuts, which do not listen inside text. */
const passOn = (event: KeyboardEvent): void => {
  document.documentElement.dispatchEvent(new KeyboardEvent('keydown', event));
};

const readingKey = (editor: Editor, options: ReadingOptions, event: KeyboardEvent): boolean => {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const by = STEPS[event.key];
  if (by !== undefined && isPlain) {
    step(editor, by);
    return true;
  }
  if (event.key === 'Enter' && isPlain) {
    if (options.mayType()) options.setMode('typing');
    return true;
  }
  // Undo, redo and copy are the editor's own; everything else belongs to the window.
  if (PASSED_ON.has(event.key) || !isPlain) return false;
  passOn(event);
  event.preventDefault();
  return true;
};

const TYPING_KEYS = new Set(['F8', 'F9']);

const typingKey = (options: ReadingOptions, event: KeyboardEvent): boolean => {
  if (event.key === 'Escape') {
    options.setMode('reading');
    return true;
  }
  const isAccept = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
  if (!TYPING_KEYS.has(event.key) && !isAccept) return false;
  passOn(event);
  event.preventDefault();
  return true;
};

/**
 * Two ways of being in the text: while reading, the arrows go from line to line and letters are commands; while typing,
 * it is an editor. Enter or a click goes in, Escape comes out.
 */
export const Reading = Extension.create<ReadingOptions>({
  name: 'reading',
  priority: 1_000,
  addOptions: () => ({ mode: () => 'reading', setMode: () => undefined, mayType: () => true }),
  addProseMirrorPlugins() {
    const { options, editor } = this;
    return [
      new Plugin({
        props: {
          handleKeyDown: (_view, event) =>
            options.mode() === 'reading' ? readingKey(editor, options, event) : typingKey(options, event),
          handleTextInput: () => options.mode() === 'reading',
          handleDOMEvents: {
            beforeinput: (_view, event) => {
              if (options.mode() !== 'reading' || event.inputType.startsWith('history')) return false;
              event.preventDefault();
              return true;
            },
            mousedown: () => {
              if (options.mayType()) options.setMode('typing');
              return false;
            },
          },
        },
      }),
    ];
  },
});
