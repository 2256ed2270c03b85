import { Extension, type Editor } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { newLineId } from './line-id.ts';
import { moveLineBy } from './move-line.ts';
import { attributesOf, placedLines, type PlacedLine } from './schema.ts';

const isEmpty = ({ node }: PlacedLine): boolean => node.content.size === 0;

/** Of lines with one id after a split, the one that goes on being that line: the first that holds words. */
const keeperOf = (twins: readonly PlacedLine[]): PlacedLine | undefined =>
  twins.find((twin) => !isEmpty(twin)) ?? twins[0];

const twinsIn = (lines: readonly PlacedLine[]): readonly (readonly PlacedLine[])[] => {
  const byId = new Map<string, PlacedLine[]>();
  for (const line of lines) {
    const { id } = attributesOf(line.node);
    const known = byId.get(id);
    if (known) known.push(line);
    else byId.set(id, [line]);
  }
  return [...byId.values()].filter((twins) => twins.length > 1);
};

/** Gives both halves of a split line an id: the new one says what it came from, unless it holds nothing yet. */
const splitPlugin = (): Plugin =>
  new Plugin({
    appendTransaction: (transactions, before, state) => {
      if (!transactions.some(({ docChanged }) => docChanged)) return null;
      // Only a change in the number of lines can make twins, and typing makes none.
      if (before.doc.nodeSize === state.doc.nodeSize) return null;
      const twins = twinsIn(placedLines(state.doc));
      if (twins.length === 0) return null;
      const change = state.tr;
      for (const lines of twins)
        for (const line of lines) {
          if (line === keeperOf(lines)) continue;
          const { id, from, group } = attributesOf(line.node);
          const rests = isEmpty(line) ? [] : [...new Set([...from, id])];
          change.setNodeMarkup(line.at, undefined, { id: newLineId(), from: rests, group });
        }
      return change;
    },
  });

/** Joins the line at the caret to the one before it; the joined line rests on what both rested on. */
const joinUp = (editor: Editor): boolean => {
  const { selection, doc } = editor.state;
  if (!selection.empty || selection.$from.parentOffset > 0) return false;
  const lines = placedLines(doc);
  const index = lines.findIndex(({ at }) => at === selection.$from.before());
  const [above, line] = [lines[index - 1], lines[index]];
  if (!line) return false;
  // The first line of a section stays: sections are not joined.
  const isFirst = above === undefined || above.at + above.node.nodeSize !== line.at;
  if (isFirst) return line.node.content.size > 0 || selection.$from.node(-1).childCount === 1;
  const [upper, lower] = [attributesOf(above.node), attributesOf(line.node)];
  const gone = above.node.content.size === 0 ? lower : upper;
  const other = gone === lower ? upper : lower;
  const isBlank = above.node.content.size === 0 || line.node.content.size === 0;
  const from = isBlank ? gone.from : [...new Set([...gone.from, other.id, ...other.from])];
  return editor
    .chain()
    .command(({ tr }) => {
      const space = above.node.textContent.endsWith(' ') || isBlank ? '' : ' ';
      tr.join(line.at).setNodeMarkup(above.at, undefined, { ...gone, from });
      if (space) tr.insertText(space, line.at - 1);
      return true;
    })
    .scrollIntoView()
    .run();
};

/** Keeps a line's id through splitting, joining and moving. */
export const LineIdentity = Extension.create({
  name: 'lineIdentity',
  addProseMirrorPlugins: () => [splitPlugin()],
  addKeyboardShortcuts() {
    return {
      Backspace: () => joinUp(this.editor),
      'Alt-ArrowUp': () => moveLineBy(this.editor, -1),
      'Alt-ArrowDown': () => moveLineBy(this.editor, 1),
    };
  },
});
