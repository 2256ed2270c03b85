import type { Brief } from '../contract/brief.ts';
import type { Manifest } from '../contract/manifest.ts';
import type { Transcript } from '../contract/transcript.ts';
import { loadBriefStyle, renderBriefHtml } from '../chart/brief/html.ts';
import { renderBriefMarkdown } from '../chart/brief/markdown.ts';
import { renderSuggestionsMarkdown } from '../chart/suggestions/markdown.ts';
import { renderNoteMarkdown } from '../deliver/note-markdown.ts';
import { renderInstructionsHtml } from '../deliver/sheet-html.ts';
import { renderInstructionsMarkdown } from '../deliver/sheet-text.ts';
import { loadSheetTemplates } from '../deliver/templates.ts';
import { renderVtt } from '../deliver/transcript-vtt.ts';
import { sha256 } from '../platform/hash.ts';
import { footnoteVersion } from './version.ts';
import type { VisitDrafts } from './visit-run.ts';

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/** The bytes of a transcript revision; the note names their SHA-256, so `sha256sum transcript.json` proves it. */
export const transcriptText = (transcript: Transcript): string => JSON.stringify(transcript);

export const briefText = (brief: Brief): string => renderBriefMarkdown(brief);

export const briefPage = (brief: Brief): string => renderBriefHtml(brief, loadBriefStyle());

const sheetsOf = (drafted: NonNullable<VisitDrafts['drafted']>): readonly (readonly [string, string])[] => {
  const templates = loadSheetTemplates();
  return drafted.instructions.flatMap((sheet) => {
    const name = `instructions.${sheet.language}`;
    return [
      [`${name}.md`, renderInstructionsMarkdown(sheet, templates)],
      [`${name}.html`, renderInstructionsHtml(sheet, templates)],
      [`${name}.json`, pretty(sheet)],
    ] as const;
  });
};

const manifestOf = (drafts: VisitDrafts, files: ReadonlyMap<string, string>): Manifest => {
  const { engine } = drafts.transcript;
  const report = drafts.drafted?.report;
  return {
    version: 1,
    footnote: footnoteVersion(),
    models: [
      { name: engine.model, sha256: engine.sha256, use: `speech, by ${engine.name} ${engine.version}` },
      ...(report
        ? [{ name: report.model.name, sha256: report.model.sha256, use: `drafting, at ${report.model.host}` }]
        : []),
    ],
    ...(report ? { drafter: report } : {}),
    files: Object.fromEntries([...files].map(([name, content]) => [name, sha256(content)])),
    timings: { ...drafts.timings },
  };
};

/** The files of `visit --out`, by name, as `cli.md` lists them. Without speech there is no note and no sheet. */
export const documentsOf = (drafts: VisitDrafts): ReadonlyMap<string, string> => {
  const { transcript, brief, drafted, flags } = drafts;
  const files = new Map<string, string>([
    ['transcript.json', transcriptText(transcript)],
    ['transcript.vtt', renderVtt(transcript)],
    ['flags.json', pretty(flags)],
    ...(brief
      ? ([
          ['brief.md', briefText(brief)],
          ['brief.html', briefPage(brief)],
          ['brief.json', pretty(brief)],
        ] as const)
      : []),
    ...(drafted
      ? ([
          ['note.md', renderNoteMarkdown(drafted.note)],
          ['note.json', pretty(drafted.note)],
        ] as const)
      : []),
    ...(drafted && drafts.chart
      ? ([
          ['suggestions.md', renderSuggestionsMarkdown(drafts.suggestions ?? [])],
          ['suggestions.json', pretty(drafts.suggestions ?? [])],
        ] as const)
      : []),
    ...(drafted ? sheetsOf(drafted) : []),
  ]);
  return files.set('manifest.json', pretty(manifestOf(drafts, files)));
};
