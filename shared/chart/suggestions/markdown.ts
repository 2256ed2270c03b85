import type { Suggestion, SuggestionReason } from '../../contract/suggestion.ts';
import { escapeMarkdown } from '../../platform/escape.ts';

const sourceOf = ({ evidence }: SuggestionReason): string => {
  const sources = evidence.flatMap((each) =>
    each.source === 'transcript' ? [`turn ${each.turn}`] : each.source === 'chart' ? [each.resource] : [],
  );
  return sources.length ? ` [${[...new Set(sources)].map(escapeMarkdown).join(', ')}]` : '';
};

const reasons = (title: string, list: readonly SuggestionReason[]): string[] =>
  list.map((reason) => `  - ${title}: ${escapeMarkdown(reason.text)}${sourceOf(reason)}`);

const linesOf = (suggestion: Suggestion): string[] => [
  `- ${escapeMarkdown(suggestion.text)}${suggestion.differs ? ` (${escapeMarkdown(suggestion.differs)})` : ''}`,
  ...reasons('for', suggestion.for),
  ...reasons('against', suggestion.against),
];

const KINDS = { explanation: 'Explanations to consider', path: 'Ways to treat' } as const;

/** Suggestions as Markdown, by complaint; they are never part of the note, and the page says so. */
export const renderSuggestionsMarkdown = (suggestions: readonly Suggestion[]): string => {
  const complaints = [...new Set(suggestions.map(({ complaint }) => complaint))];
  const sections = complaints.flatMap((complaint) =>
    (['explanation', 'path'] as const).flatMap((kind) => {
      const lines = suggestions.filter((each) => each.complaint === complaint && each.kind === kind);
      return lines.length
        ? [[`## ${escapeMarkdown(complaint)}: ${KINDS[kind]}`, '', ...lines.flatMap(linesOf)].join('\n')]
        : [];
    }),
  );
  const head =
    '# To consider (DRAFT)\n\nNot part of the note. From rules that are not clinically reviewed; the clinician decides.';
  return `${[head, ...(sections.length ? sections : ['Nothing to suggest.'])].join('\n\n')}\n`;
};
