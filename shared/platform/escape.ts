const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Characters that turn the direction of the text around them: a name may not rearrange a sheet.
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;
// Control characters that no document format can hold.
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;

/** Text as it may stand in any output: without controls that could reorder or break it. */
export const clean = (text: string): string => text.replace(DIRECTION_CONTROLS, '').replace(CONTROLS, '');

/** Text for an HTML or XHTML element or quoted attribute. */
export const escapeHtml = (text: string): string =>
  clean(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** Text for a line of Markdown: nothing in it makes a heading, a list, a link, a table, markup, an entity or a picture. */
export const escapeMarkdown = (text: string): string =>
  clean(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>|#~]/g, '\\$&')
    .replace(/&(?=#?[\p{L}\p{N}]+;)/gu, '\\&')
    .replace(/^(\s*)([-+])(?=\s)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s)/, '$1\\$2');

/** A string for a `content` property: a name cannot leave its quotes or the style element. */
export const cssString = (text: string): string =>
  `"${[...text].map((character) => (/[\p{L}\p{N} .,:]/u.test(character) ? character : `\\${(character.codePointAt(0) ?? 32).toString(16)} `)).join('')}"`;
