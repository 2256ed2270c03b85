import type { Bundle } from '@medplum/fhirtypes';
import { SignedText, type ApprovedVisit } from '../contract/fhir.ts';
import type { ExportFormat } from '../contract/approve.ts';
import type { Letter } from '../contract/deliver.ts';
import type { Instructions } from '../contract/instructions.ts';
import type { Note } from '../contract/note.ts';
import type { LaterWords } from './clinical-page.ts';
import { stableId } from './fhir/ids.ts';
import { visitResources } from './fhir/visit-resources.ts';
import { renderCcda } from './formats/ccda.ts';
import { healthScribeNote } from './formats/healthscribe.ts';
import { noteForPasting, sheetForPasting } from './formats/plain-text.ts';
import { letterAsPaper, noteAsPaper, paperOf, type Paper } from './formats/paper.ts';
import { renderRichText } from './formats/rich-text.ts';
import { renderWord } from './formats/word.ts';
import { renderLetterText, type LetterPaper } from './letter.ts';

/** A file for another program; `name` holds no patient. */
export interface ExportFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const textFile = (name: string, type: string, text: string): ExportFile => ({
  name,
  type,
  bytes: Buffer.from(text, 'utf8'),
});

/** The document of the visit, or, where there are addenda, everything as one collection. */
const fhirFile = (approved: ApprovedVisit): Bundle => {
  const all = visitResources(approved);
  const document = all.find((resource): resource is Bundle => resource.resourceType === 'Bundle');
  if (document && approved.addenda.length === 0) return document;
  return {
    resourceType: 'Bundle',
    id: stableId(approved.sha256, 'collection'),
    type: 'collection',
    entry: all.map((resource) => ({ resource })),
  };
};

/** A signed letter with what stands around it. */
export interface ExportedLetter {
  readonly letter: Letter;
  readonly paper: LetterPaper;
}
/** A signed note with what was signed after it. */
export interface ExportedNote {
  readonly note: Note;
  readonly addenda: readonly LaterWords[];
}
export type Exported = ExportedNote | Instructions | ExportedLetter;

const plainText = (document: Exported): string => {
  if ('letter' in document) return renderLetterText(document.letter, document.paper);
  return 'note' in document ? noteForPasting(document.note, document.addenda) : sheetForPasting(document);
};

const onPaperOf = (document: Exported): Paper => {
  if ('letter' in document) return letterAsPaper(document.letter, document.paper);
  return 'note' in document ? noteAsPaper(document.note, document.addenda) : paperOf(document);
};

/** One signed document, or the whole signed visit, in a format; undefined where the document has no such form. */
export const renderExport = async (
  format: ExportFormat,
  name: string,
  document: Exported,
  approved: ApprovedVisit,
): Promise<ExportFile | undefined> => {
  const onPaper = onPaperOf(document);
  const addenda = 'note' in document ? document.addenda : [];
  switch (format) {
    case 'text':
      return textFile(`${name}.txt`, 'text/plain; charset=utf-8', plainText(document));
    case 'rich-text':
      return textFile(`${name}.rtf`, 'application/rtf', renderRichText(onPaper));
    case 'word': {
      const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
      return { name: `${name}.docx`, type, bytes: await renderWord(onPaper) };
    }
    case 'health-scribe':
      return 'note' in document
        ? textFile(
            `${name}.json`,
            'application/json',
            JSON.stringify(healthScribeNote(document.note, addenda), null, 1),
          )
        : undefined;
    case 'fhir':
      return textFile(
        'visit.fhir.json',
        'application/fhir+json',
        JSON.stringify(fhirFile(approved), null, 1),
      );
    case 'c-cda': {
      const signed = SignedText.parse(JSON.parse(approved.canonical));
      return textFile('visit.ccda.xml', 'application/xml', renderCcda(approved, signed, addenda));
    }
  }
};
