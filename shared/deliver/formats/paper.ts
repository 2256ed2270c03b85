import type { Letter } from '../../contract/deliver.ts';
import type { Evidence } from '../../contract/evidence.ts';
import type { Note } from '../../contract/note.ts';
import type { VisitDocument } from '../../contract/vault.ts';
import { clean } from '../../platform/escape.ts';
import { addendumTitle, type LaterWords } from '../clinical-page.ts';
import { letterHead, type LetterPaper } from '../letter.ts';

/** A document as paper sees it: headings, lines, and under each line what it rests on. Plain text throughout. */
export interface Paper {
  readonly isDraft: boolean;
  readonly title: string;
  readonly language: string;
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly lines: readonly { readonly text: string; readonly sources: readonly string[] }[];
  }[];
}

const sourceOf = (evidence: Evidence): string => {
  switch (evidence.source) {
    case 'transcript':
      return `said, turn ${evidence.turn.replace(/^t/, '')}`;
    case 'chart':
      return `chart, ${evidence.resource}`;
    case 'typed':
      return `typed on ${evidence.at.slice(0, 10)}`;
    case 'event':
      return `recorded event, ${evidence.event}`;
    case 'question':
      return "the patient's question";
    case 'rule':
      return `rule ${evidence.rule}`;
  }
};

const sources = (evidence: readonly Evidence[]): readonly string[] => [
  ...new Set(evidence.map(sourceOf).map(clean)),
];

/** A note, sheet, letter or message as paper; sections without lines are left out. */
export const paperOf = (document: VisitDocument): Paper => {
  const isDraft = document.status === 'draft';
  const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ').trim();
  if ('transcript' in document) {
    const sections = document.sections.map(({ id, title, items }) => ({
      id,
      title: oneLine(title),
      lines: items.map(({ text, group, evidence }) => ({
        text: oneLine(group ? `${group}: ${text}` : text),
        sources: sources(evidence),
      })),
    }));
    const filled = sections.filter(({ lines }) => lines.length > 0);
    return { isDraft, title: 'Visit note', language: 'en', sections: filled };
  }
  const sections = document.sections.map(({ id, title, lines }) => ({
    id,
    title: oneLine(title),
    lines: lines.map(({ text }) => ({ text: oneLine(text), sources: [] })),
  }));
  const filled = sections.filter(({ lines }) => lines.length > 0);
  return { isDraft, title: oneLine(document.title), language: document.language, sections: filled };
};

/** What was signed later, as sections under a document. */
export const addendumSections = (addenda: readonly LaterWords[]): Paper['sections'] =>
  addenda.map((one) => ({
    id: 'addendum',
    title: addendumTitle(one),
    lines: one.text
      .split(/\n+/)
      .map((text) => ({ text: clean(text).replace(/\s+/g, ' ').trim(), sources: [] }))
      .filter(({ text }) => text !== ''),
  }));

/** A signed note as paper, with what was added since. */
export const noteAsPaper = (note: Note, addenda: readonly LaterWords[]): Paper => {
  const paper = paperOf(note);
  return { ...paper, sections: [...paper.sections, ...addendumSections(addenda)] };
};

/** A letter as paper: who writes to whom first, what was signed and added since last. Its lines show no sources. */
export const letterAsPaper = (letter: Letter, { approval, addenda = [] }: LetterPaper): Paper => {
  const section = (id: string, title: string, texts: readonly string[]): Paper['sections'][number] => ({
    id,
    title,
    lines: texts.map((text) => ({ text: clean(text), sources: [] })),
  });
  const head = letterHead(letter).map(([name, value]) => `${name}: ${value}`);
  return {
    isDraft: letter.status === 'draft',
    title: letter.title,
    language: letter.language,
    sections: [
      section('head', 'From and to', head),
      ...letter.sections.map(({ id, title, lines }) =>
        section(
          id,
          title,
          lines.map(({ text }) => text),
        ),
      ),
      ...addendumSections(addenda),
      ...(approval
        ? [
            section('signed', 'Signed', [
              `Checked and signed by ${approval.by} on ${approval.at.slice(0, 10)}.`,
            ]),
          ]
        : []),
    ],
  };
};

export const DRAFT_LINE = 'DRAFT: not yet checked by the clinician';
