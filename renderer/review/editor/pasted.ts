/** Stands over text copied from a draft, and comes off again where such text is pasted back. */
export const DRAFT_LINE = 'DRAFT, not approved by a clinician';

/** Control characters other than a tab; they have no place in a note and break what reads it later. */
const CONTROL = /[^\P{Cc}\t\n]/gu;

/** Pasted or dropped text as lines: a row of a table is one line, its cells parted by a comma; empty rows are left out. */
export const pastedLines = (text: string): readonly string[] =>
  text
    .replaceAll(/\r\n?|\u2028|\u2029/g, '\n')
    .split('\n')
    .map((line) =>
      line
        .replaceAll(CONTROL, '')
        .split('\t')
        .map((cell) => cell.trim())
        .filter((cell) => cell !== '')
        .join(', '),
    )
    .filter((line) => line !== '' && line !== DRAFT_LINE);
