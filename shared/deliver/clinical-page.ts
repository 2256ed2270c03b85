import { escapeHtml } from '../platform/escape.ts';

/** What a clinician's document looks like on paper; the patient's sheet has a style of its own. */
const STYLE = `
*{box-sizing:border-box}
html{font:11pt/1.45 'Liberation Serif',Georgia,serif;color:#000;background:#fff}
body{margin:0 auto;max-width:7.5in;padding:.4in .3in;overflow-wrap:break-word}
h1{font-size:17pt;margin:0 0 6pt}
h2{font-size:11pt;letter-spacing:.04em;margin:14pt 0 4pt;break-after:avoid}
p{margin:0 0 4pt}
ul{margin:0 0 4pt;padding-left:14pt}
li{margin:0 0 2pt}
dl{margin:0;padding:6pt 0;border-block:1pt solid #000}
dl div{display:flex;gap:6pt}
dt{min-width:52pt;font-weight:700}
dd{margin:0}
.identity{padding:6pt 0;border-block:1pt solid #000}
.notice{font-weight:700;border:2pt solid #000;padding:6pt 8pt}
.watermark{position:fixed;inset:0;z-index:1;text-align:center;font:700 120pt/9in sans-serif;color:#0002;transform:rotate(-30deg);pointer-events:none}
footer{margin-top:18pt;padding-top:6pt;border-top:1pt solid #000;font-size:9pt}
`;

/** What stands in the margins of every sheet of paper. */
const pageRules = (isDraft: boolean): string => `@page{margin:20mm 18mm;
@bottom-right{content:"Page " counter(page) " of " counter(pages);font:9pt sans-serif}
${isDraft ? '@top-right{content:"DRAFT";font:700 12pt sans-serif}' : ''}}
`;

/** On a final: who signed the exact text, and when. Times are ISO 8601. */
export interface Signature {
  readonly by: string;
  readonly at: string;
  readonly sha256: string;
}

/** Something signed after the document was. */
export interface LaterWords {
  readonly text: string;
  readonly by: string;
  readonly at: string;
}

const day = (iso: string): string => iso.slice(0, 10);

/** What stands over it, on paper and in a file. */
export const addendumTitle = ({ by, at }: LaterWords): string => `ADDENDUM, ${day(at)}, ${by}`;

const addendumHtml = (words: LaterWords): string =>
  `<section><h2>${escapeHtml(addendumTitle(words))}</h2><p><bdi>${escapeHtml(words.text)}</bdi></p></section>`;

/**
 * A clinician's document as one page for print: no script, nothing loaded from elsewhere; DRAFT on every page until it is
 * approved. `head` and `body` are HTML.
 */
export const clinicalPage = (document: {
  readonly title: string;
  readonly isDraft: boolean;
  readonly head: string;
  readonly body: string;
  readonly addenda?: readonly LaterWords[] | undefined;
  readonly signature?: Signature | undefined;
}): string => {
  const { title, isDraft, head, body, addenda = [], signature } = document;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${isDraft ? 'DRAFT: ' : ''}${escapeHtml(title)}</title>
<style>${STYLE}${pageRules(isDraft)}</style>
</head>
<body${isDraft ? ' class="draft"' : ''}>
${isDraft ? '<div class="watermark" aria-hidden="true">DRAFT</div>' : ''}
<main>
${isDraft ? '<p class="notice">DRAFT: not yet checked by a clinician</p>' : ''}
<h1>${escapeHtml(title)}</h1>
${head}
${body}
${addenda.map(addendumHtml).join('\n')}
</main>
<footer>Drafted with software from what was said and charted. ${
    signature
      ? `Checked and signed by <bdi>${escapeHtml(signature.by)}</bdi> on ${day(signature.at)}. Text ${signature.sha256.slice(0, 16)}.`
      : 'Nobody has signed this text.'
  }</footer>
</body>
</html>
`;
};
