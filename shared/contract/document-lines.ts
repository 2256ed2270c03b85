import type { InstructionLine, Instructions } from './instructions.ts';
import type { LineChange, VisitDocument } from './vault.ts';

/** A section of a note or of a sheet. */
export type DocumentSection = VisitDocument['sections'][number];
/** A line of a note or of a sheet. */
export type DocumentLine = Extract<LineChange, { op: 'set' }>['line'];

/** The lines of a section, whichever document it is of; none where there is no such section. */
export const linesOfSection = (section: DocumentSection | undefined): readonly DocumentLine[] =>
  section === undefined ? [] : 'items' in section ? section.items : section.lines;

/** Every line of a sheet in its order; none where there is no sheet. */
export const linesOfSheet = (sheet: Instructions | undefined): readonly InstructionLine[] =>
  (sheet?.sections ?? []).flatMap(({ lines }) => lines);
