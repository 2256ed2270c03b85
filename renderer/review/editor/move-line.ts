import type { Editor } from '@tiptap/core';
import { TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { newLineId } from './line-id.ts';
import { attributesOf, placeOf, type PlacedLine } from './schema.ts';

/** A place between lines: before or after one of them. */
export interface LineGap {
  readonly line: string;
  readonly side: 'before' | 'after';
}

/** Takes a line out; the only one of its section leaves an empty one to type into. */
const takeOut = (change: Transaction, { at, node }: PlacedLine): void => {
  const end = at + node.nodeSize;
  if (change.doc.resolve(at).parent.childCount > 1) change.delete(at, end);
  else
    change.setNodeMarkup(at, undefined, { id: newLineId(), group: null, from: [] }).delete(at + 1, end - 1);
};

/**
 * The change that puts a line into a gap, with what it rests on. In another section it is of no group: a heading of the
 * old one would stand over it. `undefined` where it is there already.
 */
const change = (state: EditorState, moving: PlacedLine, gap: LineGap): Transaction | undefined => {
  const target = placeOf(state.doc, gap.line);
  if (!target) return undefined;
  const to = gap.side === 'before' ? target.at : target.at + target.node.nodeSize;
  if (to >= moving.at && to <= moving.at + moving.node.nodeSize) return undefined;
  const from = state.doc.resolve(moving.at).parent;
  const into = state.doc.resolve(target.at).parent;
  const line = attributesOf(moving.node);
  const made = moving.node.type.create(from === into ? line : { ...line, group: null }, moving.node.content);
  const isBlank = into !== from && into.childCount === 1 && target.node.content.size === 0;
  const tr = state.tr;
  takeOut(tr, moving);
  const place = tr.mapping.map(isBlank ? target.at : to);
  if (isBlank) tr.replaceWith(place, place + target.node.nodeSize, made);
  else tr.insert(place, made);
  return tr.setSelection(TextSelection.create(tr.doc, place + made.nodeSize - 1)).scrollIntoView();
};

/** Puts a line elsewhere, in its section or another, as one change that can be undone. */
export const moveLineTo = ({ state, view }: Editor, line: string, gap: LineGap): void => {
  const moving = placeOf(state.doc, line);
  const tr = moving && change(state, moving, gap);
  if (tr) view.dispatch(tr);
};

/** The gap that a line moves to by one step: over its neighbour, or into the section beyond. */
const gapBeyond = ({ doc, selection }: EditorState, by: 1 | -1): LineGap | undefined => {
  const { $from } = selection;
  const section = $from.node(-1);
  const index = $from.index(-1) + by;
  const neighbour = index >= 0 && index < section.childCount ? section.child(index) : undefined;
  if (neighbour) return { line: attributesOf(neighbour).id, side: by > 0 ? 'after' : 'before' };
  const at = $from.index(0) + by;
  const next = at >= 0 && at < doc.childCount ? doc.child(at) : undefined;
  const edge = by > 0 ? next?.firstChild : next?.lastChild;
  return edge ? { line: attributesOf(edge).id, side: by > 0 ? 'before' : 'after' } : undefined;
};

/** Moves the line at the caret up or down; at the edge of its section it goes on into the next one. */
export const moveLineBy = (editor: Editor, by: 1 | -1): boolean => {
  const { parent } = editor.state.selection.$from;
  const gap = parent.type.name === 'line' ? gapBeyond(editor.state, by) : undefined;
  if (gap) moveLineTo(editor, attributesOf(parent).id, gap);
  return true;
};
