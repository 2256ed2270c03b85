import {
  Document,
  FootnoteReferenceRun,
  Header,
  HeadingLevel,
  Packer,
  Paragraph,
  TextRun,
  type IParagraphOptions,
} from 'docx';
import { DRAFT_LINE, type Paper } from './paper.ts';

/** Numbers the lines that have a source from 1, in order of the page: Word's footnotes are a map by number. */
const footnotesOf = (paper: Paper): ReadonlyMap<object, { readonly n: number; readonly text: string }> => {
  const cited = paper.sections.flatMap(({ lines }) => lines).filter(({ sources }) => sources.length > 0);
  return new Map(cited.map((line, index) => [line, { n: index + 1, text: line.sources.join('; ') }]));
};

/** A document for Word, a real footnote under every line that says what it rests on; DRAFT in the head of each page. */
export const renderWord = async (paper: Paper): Promise<Uint8Array> => {
  const notes = footnotesOf(paper);
  const body: IParagraphOptions[] = paper.sections.flatMap(({ title, lines }) => [
    { heading: HeadingLevel.HEADING_2, text: title },
    ...lines.map((line): IParagraphOptions => {
      const note = notes.get(line);
      const cited = note ? [new FootnoteReferenceRun(note.n)] : [];
      return { bullet: { level: 0 }, children: [new TextRun(line.text), ...cited] };
    }),
  ]);
  const head = new Header({ children: [new Paragraph({ text: DRAFT_LINE })] });
  const page = new Document({
    creator: 'Footnote',
    title: paper.title,
    footnotes: Object.fromEntries(
      [...notes.values()].map(({ n, text }) => [n, { children: [new Paragraph({ text })] }]),
    ),
    sections: [
      {
        ...(paper.isDraft ? { headers: { default: head } } : {}),
        children: [
          new Paragraph({ heading: HeadingLevel.HEADING_1, text: paper.title }),
          ...body.map((options) => new Paragraph(options)),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(page));
};
