import { Extension } from '@tiptap/core';
import type { Node as Doc } from '@tiptap/pm/model';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { attributesOf, placedLines } from './schema.ts';

/** How a line is shown besides its words. */
export interface LineLook {
  /** Footnote numbers, as read: "3, 4". */
  readonly marks: string;
  /** How loudly open flags about it ask; `risk`: a drug, dose, side, negation or allergy not looked at yet. */
  readonly ask?: 'interrupt' | 'show' | 'risk' | undefined;
  /** The word that stands behind the line for it. */
  readonly says?: string | undefined;
  readonly isSeen: boolean;
  readonly isUnchecked: boolean;
}

export type LineLooks = ReadonlyMap<string, LineLook>;

interface LooksState {
  readonly looks: LineLooks;
  readonly set: DecorationSet;
  readonly current: string | undefined;
}

const key = new PluginKey<LooksState>('lineLooks');

const attributes = (look: LineLook | undefined, heading: string | undefined): Record<string, string> => ({
  class: ['line', look?.ask && `asks-${look.ask}`, look?.isSeen && 'seen', look?.isUnchecked && 'unchecked']
    .filter(Boolean)
    .join(' '),
  ...(look?.marks && { 'data-marks': look.marks }),
  ...(look?.says && { 'data-says': look.says }),
  ...(heading !== undefined && { 'data-group': heading }),
});

const decorate = (doc: Doc, looks: LineLooks): DecorationSet => {
  const made: Decoration[] = [];
  let group: string | null = null;
  let end = -1;
  for (const { at, node } of placedLines(doc)) {
    const line = attributesOf(node);
    // A section that begins, begins its groups anew.
    if (at !== end) group = null;
    const heading = line.group !== null && line.group !== group ? line.group : undefined;
    group = line.group;
    end = at + node.nodeSize;
    made.push(Decoration.node(at, end, attributes(looks.get(line.id), heading)));
  }
  return DecorationSet.create(doc, made);
};

const lineAt = (state: EditorState): string | undefined => {
  const { $head } = state.selection;
  return $head.parent.type.name === 'line' ? attributesOf($head.parent).id : undefined;
};

const looksPlugin = (): Plugin<LooksState> =>
  new Plugin<LooksState>({
    key,
    state: {
      init: (_config, state) => ({
        looks: new Map(),
        set: decorate(state.doc, new Map()),
        current: lineAt(state),
      }),
      apply: (change, known, before, state) => {
        const looks = (change.getMeta(key) as LineLooks | undefined) ?? known.looks;
        // Typing within a line only moves what stands behind it; all is drawn anew where lines came or went.
        const isSameLines =
          before.doc.childCount === state.doc.childCount && !hasOtherLines(before.doc, state.doc);
        const set =
          looks !== known.looks || (change.docChanged && !isSameLines)
            ? decorate(state.doc, looks)
            : known.set.map(change.mapping, change.doc);
        return { looks, set, current: lineAt(state) };
      },
    },
    props: {
      decorations: (state) => {
        const { $head } = state.selection;
        const known = key.getState(state);
        if (!known || known.current === undefined) return known?.set;
        const current = Decoration.node($head.before(), $head.after(), { 'aria-current': 'true' });
        return known.set.add(state.doc, [current]);
      },
    },
  });

const hasOtherLines = (one: Doc, other: Doc): boolean => {
  if (one === other) return false;
  for (let section = 0; section < one.childCount; section += 1) {
    const [a, b] = [one.child(section), other.child(section)];
    if (a === b) continue;
    if (a.childCount !== b.childCount || a.attrs !== b.attrs) return true;
    for (let line = 0; line < a.childCount; line += 1)
      if (a.child(line) !== b.child(line) && a.child(line).attrs !== b.child(line).attrs) return true;
  }
  return false;
};

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    lineLooks: { readonly setLooks: (looks: LineLooks) => ReturnType };
  }
}

/** Footnote marks, flags and the current line, drawn around the words without being part of them. */
export const LineLooksExtension = Extension.create({
  name: 'lineLooks',
  addProseMirrorPlugins: () => [looksPlugin()],
  addCommands: () => ({
    setLooks:
      (looks) =>
      ({ tr, dispatch }) => {
        if (dispatch) tr.setMeta(key, looks).setMeta('addToHistory', false);
        return true;
      },
  }),
});
