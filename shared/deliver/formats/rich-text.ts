import { DRAFT_LINE, type Paper } from './paper.ts';

/** Text inside RTF 1.9: its three signs escaped, everything beyond ASCII as signed 16-bit code units. */
const rtf = (text: string): string =>
  [...text]
    .flatMap((character) => {
      if (/[\\{}]/.test(character)) return [`\\${character}`];
      if (/^[\x20-\x7e]$/.test(character)) return [character];
      return [...Array(character.length).keys()].map((at) => {
        const unit = character.charCodeAt(at);
        return `\\u${String(unit > 32_767 ? unit - 65_536 : unit)}?`;
      });
    })
    .join('');

/** A document as RTF, which record systems take from the clipboard with its headings and list. ASCII only. */
export const renderRichText = (paper: Paper): string => {
  const { isDraft, title, sections } = paper;
  const draft = isDraft ? [`{\\pard\\b ${rtf(DRAFT_LINE)}\\par}`] : [];
  const body = sections.flatMap((section) => [
    `{\\pard\\sb200\\b ${rtf(section.title)}\\par}`,
    ...section.lines.map(({ text }) => `{\\pard\\fi-200\\li200\\bullet  ${rtf(text)}\\par}`),
  ]);
  return [
    '{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22',
    ...draft,
    `{\\pard\\b\\fs28 ${rtf(title)}\\par}`,
    ...body,
    ...draft,
    '}',
  ].join('\n');
};
