import type { Evidence } from '../contract/evidence.ts';
import type { Note } from '../contract/note.ts';
import { escapeMarkdown } from '../platform/escape.ts';

const sourceOf = (evidence: Evidence): string => {
  switch (evidence.source) {
    case 'transcript':
      return `said ${evidence.turn}`;
    case 'chart':
      return `chart ${evidence.resource}`;
    case 'typed':
      return `typed by ${evidence.by}`;
    case 'event':
      return `event ${evidence.event}`;
    case 'question':
      return `question ${evidence.question}`;
    case 'rule':
      return `rule ${evidence.rule}`;
  }
};

/** The note as Markdown, a footnote under every line that says where it comes from. */
export const renderNoteMarkdown = (note: Note): string => {
  const draft = note.status === 'draft' ? ['**DRAFT: not yet checked by a clinician**', ''] : [];
  const footnotes: string[] = [];
  const sections = note.sections
    .filter((section) => section.items.length > 0)
    .flatMap((section) => [
      `## ${escapeMarkdown(section.title)}`,
      '',
      ...section.items.map((item) => {
        const filled = item.drafter === 'embedded' ? ['put in by the built-in drafter'] : [];
        const sources = [...new Set([...item.evidence.map(sourceOf), ...filled])].map(escapeMarkdown);
        footnotes.push(`[^${String(footnotes.length + 1)}]: ${sources.join('; ')}`);
        return `- ${escapeMarkdown(item.text)}[^${String(footnotes.length)}]`;
      }),
      '',
    ]);
  return `${[...draft, '# Visit note', '', ...sections, ...footnotes].join('\n')}\n`;
};
