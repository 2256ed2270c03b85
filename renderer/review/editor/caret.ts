import { Extension, type Editor } from '@tiptap/core';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { placeOf } from './schema.ts';

/** Puts the caret at the end of a line and brings it to the screen. */
export const caretTo = (editor: Editor, line: string): void => {
  const place = placeOf(editor.state.doc, line);
  if (!place) return;
  const end = place.at + place.node.nodeSize - 1;
  const { state, view } = editor;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, end)).scrollIntoView());
};

/** Where the browser has the caret; `undefined` where it is not in a line of this text. */
const selectionOnPage = (view: EditorView): TextSelection | undefined => {
  const page = document.getSelection();
  if (!view.hasFocus() || !page?.anchorNode || !page.focusNode) return undefined;
  if (!view.dom.contains(page.anchorNode) || !view.dom.contains(page.focusNode)) return undefined;
  const anchor = view.posAtDOM(page.anchorNode, page.anchorOffset);
  const head = view.posAtDOM(page.focusNode, page.focusOffset);
  const isText = [anchor, head].every((at) => view.state.doc.resolve(at).parent.isTextblock);
  return isText ? TextSelection.create(view.state.doc, anchor, head) : undefined;
};

/**
 * Takes over the caret as the browser has it. The browser moves it at once and tells of it with the next frame: on a
 * busy page several keys come between, and each would act where the caret was before them.
 */
export const takeCaretFromPage = (view: EditorView): void => {
  if (view.composing) return;
  const moved = selectionOnPage(view);
  if (moved && !moved.eq(view.state.selection)) view.dispatch(view.state.tr.setSelection(moved));
};

/** Before any key acts, the caret is where the page shows it. */
export const CaretFromPage = Extension.create({
  name: 'caretFromPage',
  priority: 2_000,
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleDOMEvents: {
          keydown: (view, event) => {
            if (!event.isComposing) takeCaretFromPage(view);
            return false;
          },
        },
      },
    }),
  ],
});
