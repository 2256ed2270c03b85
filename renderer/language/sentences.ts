import type { LinePart } from './es/brief.ts';
import type { SentenceRow } from './es/sentences.ts';

export interface SaidSentence {
  readonly text: string;
  /** Words of it, or all of it, that are English because the knowledge tables are. */
  readonly english?: string;
}

const filled = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_place, name: string) => values[name] ?? '');

/**
 * A sentence of the host by the rows of another language; `english` is what of it stays English. `undefined` where no
 * row knows it.
 */
export const sentenceBy = (rows: readonly SentenceRow[], message: string): SaidSentence | undefined => {
  for (const { en, says } of rows) {
    const found = en.exec(message);
    if (!found) continue;
    const { rule, ...values } = found.groups ?? {};
    if (rule === undefined) return { text: filled(says, values) };
    const around = says.replace(/: \{rule\}\.?$/, '.');
    return { text: filled(around, values), english: rule };
  }
  return undefined;
};

/** A line of charted names and figures with its fixed words in another language; what no part knows stays. */
export const lineBy = (parts: readonly LinePart[], line: string): string =>
  parts.reduce((text, { en, says }) => text.replace(en, says), line);
