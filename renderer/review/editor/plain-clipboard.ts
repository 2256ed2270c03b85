import { Extension, type Editor } from '@tiptap/core';
import type { Slice } from '@tiptap/pm/model';
import { Fragment } from '@tiptap/pm/model';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { DRAGGED_LINE } from './line-grip.tsx';
import { newLineId } from './line-id.ts';
import { DRAFT_LINE, pastedLines } from './pasted.ts';
import { phraseBefore, type Phrase } from './phrase-before.ts';

/** Puts plain text in at the selection: the first row into the line, every further row as a typed line of its own. */
const putText = (view: EditorView, text: string): void => {
  const rows = pastedLines(text);
  const [first, ...others] = rows;
  if (first === undefined) return;
  const { state } = view;
  const change = state.tr.deleteSelection();
  const { $from } = change.selection;
  if (others.length === 0) {
    view.dispatch(change.insertText(first).scrollIntoView());
    return;
  }
  const line = state.schema.nodes['line'];
  if (!line) return;
  const made = others.map((row) =>
    line.create({ id: newLineId(), group: null, from: [] }, state.schema.text(row)),
  );
  const after = $from.after();
  change.insertText(first, $from.pos);
  const at = change.mapping.map(after, 1);
  change.insert(at, Fragment.fromArray(made));
  const end = at + made.reduce((size, { nodeSize }) => size + nodeSize, 0) - 1;
  view.dispatch(change.setSelection(TextSelection.create(change.doc, end)).scrollIntoView());
};

const textOf = (slice: Slice): string => {
  const lines: string[] = [];
  slice.content.descendants((node) => {
    if (node.type.name === 'line') lines.push(node.textContent);
    return node.type.name !== 'line';
  });
  return lines.length > 1
    ? [DRAFT_LINE, '', ...lines].join('\n')
    : slice.content.textBetween(0, slice.content.size);
};

const clipboardPlugin = (isReading: () => boolean): Plugin =>
  new Plugin({
    props: {
      clipboardTextSerializer: textOf,
      handleDOMEvents: {
        // Markup is never parsed: what comes in is its plain text.
        paste: (view, event) => {
          event.preventDefault();
          if (!isReading()) putText(view, event.clipboardData?.getData('text/plain') ?? '');
          return true;
        },
        copy: (view, event) => {
          event.preventDefault();
          event.clipboardData?.setData('text/plain', textOf(view.state.selection.content()));
          return true;
        },
        dragstart: (_view, event) => {
          event.preventDefault();
          return true;
        },
        drop: (view, event) => {
          // A line of this text that is moved: what is around the text does it.
          if (event.dataTransfer?.types.includes(DRAGGED_LINE)) return true;
          event.preventDefault();
          const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
          const text = event.dataTransfer?.getData('text/plain') ?? '';
          if (!place || text === '' || isReading()) return true;
          view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(place.pos))));
          putText(view, text);
          return true;
        },
      },
    },
  });

const expand = (editor: Editor, phrases: readonly Phrase[], end: string): boolean => {
  const { $from, empty } = editor.state.selection;
  if (!empty) return false;
  const found = phraseBefore($from.parent.textBetween(0, $from.parentOffset), phrases);
  if (!found) return false;
  return editor
    .chain()
    .command(({ tr }) => {
      tr.insertText(`${found.text}${end}`, $from.pos - found.length, $from.pos);
      return true;
    })
    .run();
};

/** Text comes in plain, goes out marked as a draft, and a person's abbreviations become their phrases. */
export const PlainClipboard = Extension.create<{
  readonly isReading: () => boolean;
  readonly phrases: () => readonly Phrase[];
}>({
  name: 'plainClipboard',
  addOptions: () => ({ isReading: () => false, phrases: () => [] }),
  addProseMirrorPlugins() {
    return [clipboardPlugin(this.options.isReading)];
  },
  addKeyboardShortcuts() {
    return { Space: () => !this.options.isReading() && expand(this.editor, this.options.phrases(), ' ') };
  },
});
