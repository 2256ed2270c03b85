import { Node } from '@tiptap/core';
import { Document } from '@tiptap/extension-document';
import { Text } from '@tiptap/extension-text';
import type { JSONContent } from '@tiptap/core';
import type { Node as Doc } from '@tiptap/pm/model';
import { newLineId } from './line-id.ts';
import type { WrittenLine, WrittenSection } from './written.ts';

/** A document of lines is sections of lines of plain text: no marks, no markup, nothing to style. */
const LinesDocument = Document.extend({ content: 'lineSection+' });

/** How a section's title is shown; the text keeps the title as it is written. */
export interface ShownTitles {
  readonly of: (title: string) => string;
  /** Calls when titles are to be shown anew; gives what ends it. */
  readonly onChange: (show: () => void) => () => void;
}

const LineSection = Node.create<{ readonly titles: ShownTitles | undefined }>({
  name: 'lineSection',
  content: 'line+',
  isolating: true,
  defining: true,
  selectable: false,
  addAttributes: () => ({ id: { default: '' }, title: { default: '' } }),
  addOptions: () => ({ titles: undefined }),
  addNodeView() {
    const { titles } = this.options;
    return ({ node }) => {
      const dom = document.createElement('section');
      const heading = document.createElement('h2');
      const contentDOM = document.createElement('div');
      contentDOM.className = 'section-lines';
      heading.contentEditable = 'false';
      dom.append(heading, contentDOM);
      let shown = node;
      const show = (): void => {
        const { id, title } = shown.attrs as { readonly id: string; readonly title: string };
        dom.dataset['section'] = id;
        heading.id = `section-${id}`;
        heading.textContent = titles?.of(title) ?? title;
      };
      show();
      return {
        dom,
        contentDOM,
        update: (next) => {
          if (next.type !== shown.type) return false;
          shown = next;
          show();
          return true;
        },
        ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
        destroy: titles?.onChange(show),
      };
    };
  },
  renderHTML: ({ node }) => {
    const { id, title } = node.attrs as { readonly id: string; readonly title: string };
    return [
      'section',
      { 'data-section': id },
      ['h2', { contenteditable: 'false', id: `section-${id}` }, title],
      ['div', { class: 'section-lines' }, 0],
    ];
  },
});

const Line = Node.create({
  name: 'line',
  content: 'text*',
  marks: '',
  defining: true,
  selectable: false,
  addAttributes: () => ({
    id: { default: '', keepOnSplit: true },
    group: { default: null, keepOnSplit: true },
    from: { default: [], keepOnSplit: true },
  }),
  renderHTML: ({ node }) => ['p', { 'data-line': (node.attrs as { readonly id: string }).id }, 0],
});

export const lineSchema = (titles: ShownTitles | undefined) => [
  LinesDocument,
  LineSection.configure({ titles }),
  Line,
  Text,
];

/** Attributes of a line node. */
export interface LineAttributes {
  readonly id: string;
  readonly group: string | null;
  readonly from: readonly string[];
}

export const attributesOf = (line: Doc): LineAttributes => line.attrs as LineAttributes;

const lineContent = ({ id, group, from, text }: WrittenLine): JSONContent => ({
  type: 'line',
  attrs: { id, group: group ?? null, from },
  ...(text !== '' && { content: [{ type: 'text', text }] }),
});

/** Sections as the editor holds them; a section without lines gets an empty one to type into. */
export const contentOf = (sections: readonly WrittenSection[]): JSONContent => ({
  type: 'doc',
  content: sections.map(({ id, title, lines }) => ({
    type: 'lineSection',
    attrs: { id, title },
    content:
      lines.length > 0 ? lines.map(lineContent) : [lineContent({ id: newLineId(), text: '', from: [] })],
  })),
});

export const writtenIn = (doc: Doc): readonly WrittenSection[] => {
  const sections: WrittenSection[] = [];
  doc.forEach((section) => {
    const lines: WrittenLine[] = [];
    section.forEach((line) => {
      const { id, group, from } = attributesOf(line);
      lines.push({ id, text: line.textContent, from, ...(group !== null && { group }) });
    });
    const { id, title } = section.attrs as { readonly id: string; readonly title: string };
    sections.push({ id, title, lines });
  });
  return sections;
};

export interface PlacedLine {
  /** Position before the line's node. */
  readonly at: number;
  readonly node: Doc;
}

/** Every line in order, with its place. */
export const placedLines = (doc: Doc): readonly PlacedLine[] => {
  const lines: PlacedLine[] = [];
  doc.forEach((section, sectionAt) => {
    section.forEach((node, at) => {
      lines.push({ at: sectionAt + 1 + at, node });
    });
  });
  return lines;
};

export const placeOf = (doc: Doc, id: string): PlacedLine | undefined =>
  placedLines(doc).find(({ node }) => attributesOf(node).id === id);
