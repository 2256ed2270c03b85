import type { Entry } from './fhir/bundle.ts';
import { openResources } from './fhir/bundle.ts';
import { readAnswers } from './fhir/event.ts';

/** Questions are brought on a page, not in a book: what follows is left out. */
const MOST = 50;
// The item of a form where a person writes what they want to ask.
const ASKS = /\b(questions?|ask|discuss|talk about|concerns?|preguntas?|preguntar|hablar)\b/i;

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);

/** What a form asks for: answers that are questions, and answers to "what would you like to ask". */
const fromForm = (entry: Entry): string[] => {
  const read = readAnswers(entry);
  if ('reason' in read) return [];
  return read.value
    .filter(({ question, answer }) => /[?¿]/.test(answer) || ASKS.test(question))
    .filter(({ answer }) => !/^(yes|no|none|n\/a)$/i.test(answer))
    .map(({ answer }) => answer);
};

/**
 * The patient's own questions, one each: from text with one a line, or from a FHIR QuestionnaireResponse (alone or in a
 * bundle). Text that merely looks like JSON is text. Never fails.
 */
export const readQuestions = (text: string): string[] => {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const opened = /^[[{]/.test(trimmed) ? openResources(trimmed) : undefined;
  const forms = opened?.ok
    ? opened.value.entries.filter(({ type }) => type === 'QuestionnaireResponse')
    : undefined;
  return (forms ? forms.flatMap(fromForm) : linesOf(trimmed)).slice(0, MOST);
};
