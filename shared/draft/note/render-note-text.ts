import type { Note, NoteSection } from '../../contract/note.ts';

const paragraphs = (section: NoteSection): readonly string[] => {
  const found: { group: string | undefined; texts: string[] }[] = [];
  for (const item of section.items) {
    const last = found.at(-1);
    if (last && last.group === item.group) last.texts.push(item.text);
    else found.push({ group: item.group, texts: [item.text] });
  }
  return found.map(({ group, texts }) => `${group === undefined ? '' : `${group}: `}${texts.join(' ')}`);
};

export const renderSectionsText = (sections: readonly NoteSection[]): string =>
  sections.map((section) => [section.title, ...paragraphs(section)].join('\n')).join('\n\n');

/** The note as plain text: each header alone on its line, its paragraphs after it, an empty line between sections. */
export const renderNoteText = (note: Note): string => renderSectionsText(note.sections);
