import type { Note, NoteSection } from '../contract/note.ts';
import { escapeHtml } from '../platform/escape.ts';

/** What stands around the note on paper. Times are ISO 8601. */
export interface NotePaper {
  readonly patient: string;
  readonly identifiers: readonly string[];
  readonly date: string;
  readonly clinic?: string | undefined;
  /** On a final: who signed the exact text, and when. */
  readonly approval?: { readonly by: string; readonly at: string; readonly sha256: string } | undefined;
  readonly addenda?: readonly { readonly text: string; readonly by: string; readonly at: string }[];
}

const STYLE = `
*{box-sizing:border-box}
html{font:11pt/1.45 'Liberation Serif',Georgia,serif;color:#000;background:#fff}
body{margin:0 auto;max-width:7.5in;padding:.4in .3in;overflow-wrap:break-word}
h1{font-size:17pt;margin:0 0 6pt}
h2{font-size:11pt;letter-spacing:.04em;margin:14pt 0 4pt;break-after:avoid}
p{margin:0 0 4pt}
.identity{padding:6pt 0;border-block:1pt solid #000}
.notice{font-weight:700;border:2pt solid #000;padding:6pt 8pt}
.watermark{display:none}
.draft .watermark{display:block;position:fixed;inset:0;z-index:1;text-align:center;font:700 120pt/9in sans-serif;color:#0002;transform:rotate(-30deg);pointer-events:none}
footer{margin-top:18pt;padding-top:6pt;border-top:1pt solid #000;font-size:9pt}
@page{margin:20mm 18mm}
`;

const day = (iso: string): string => iso.slice(0, 10);

/** Lines of one group run on as a paragraph under its label, as in the plain text. */
const sectionHtml = (section: NoteSection): string => {
  const paragraphs: { group: string | undefined; texts: string[] }[] = [];
  for (const { group, text } of section.items) {
    const last = paragraphs.at(-1);
    if (last && last.group === group) last.texts.push(text);
    else paragraphs.push({ group, texts: [text] });
  }
  const body = paragraphs
    .map(({ group, texts }) => {
      const label = group === undefined ? '' : `<strong>${escapeHtml(group)}:</strong> `;
      return `<p>${label}<bdi>${texts.map(escapeHtml).join(' ')}</bdi></p>`;
    })
    .join('');
  return `<section><h2>${escapeHtml(section.title)}</h2>${body}</section>`;
};

/** The note as one page for print: no script, nothing loaded from elsewhere; DRAFT on every page until it is approved. */
export const renderNoteHtml = (note: Note, paper: NotePaper): string => {
  const isDraft = note.status === 'draft';
  const { approval, addenda = [] } = paper;
  const identity = [paper.patient, ...paper.identifiers, `Visit of ${day(paper.date)}`, paper.clinic]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => `<bdi>${escapeHtml(part ?? '')}</bdi>`)
    .join(' &nbsp; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${isDraft ? 'DRAFT: ' : ''}Visit note</title>
<style>${STYLE}</style>
</head>
<body${isDraft ? ' class="draft"' : ''}>
<div class="watermark" aria-hidden="true">DRAFT</div>
<main>
${isDraft ? '<p class="notice">DRAFT: not yet checked by a clinician</p>' : ''}
<h1>Visit note</h1>
<p class="identity">${identity}</p>
${note.sections
  .filter(({ items }) => items.length > 0)
  .map(sectionHtml)
  .join('\n')}
${addenda
  .map(
    ({ text, by, at }) =>
      `<section><h2>ADDENDUM, ${day(at)}, ${escapeHtml(by)}</h2><p><bdi>${escapeHtml(text)}</bdi></p></section>`,
  )
  .join('\n')}
</main>
<footer>Drafted with software from what was said and charted. ${
    approval
      ? `Checked and signed by <bdi>${escapeHtml(approval.by)}</bdi> on ${day(approval.at)}. Text ${approval.sha256.slice(0, 16)}.`
      : 'Nobody has signed this text.'
  }</footer>
</body>
</html>
`;
};
