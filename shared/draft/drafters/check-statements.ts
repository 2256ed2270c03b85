import type { Chart } from '../../contract/chart.ts';
import type { ChartEvidence, Evidence, TranscriptEvidence } from '../../contract/evidence.ts';
import type { Transcript } from '../../contract/transcript.ts';
import type { CheckedSentence, Reason, Verification } from '../../contract/verification.ts';
import type { Language } from '../../language/index.ts';
import { anchorQuotes } from './anchors.ts';
import { borrowedFrom } from './person.ts';

/** A sentence of a model with what it says that it rests on. */
export interface Statement {
  readonly text: string;
  readonly turns: readonly number[];
  readonly quotes: readonly string[];
  readonly chart: readonly string[];
}

/** Whether a statement may stand, and on what; `reasons` say why not. */
export interface Checked {
  readonly verdict: 'supported' | 'unsupported' | 'contradicted';
  readonly evidence: readonly Evidence[];
  readonly reasons: readonly Reason[];
}

/** The verifier, over the visit that the model was shown. */
export type Check = (text: string) => Verification;

/** One line of text, whatever a model put between its words. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const worstOf = (sentences: readonly CheckedSentence[]): Checked['verdict'] => {
  if (sentences.some(({ verdict }) => verdict === 'contradicted')) return 'contradicted';
  // A line that cannot be checked at all is a heading at best, and no statement about the visit.
  return sentences.length > 0 && sentences.every(({ verdict }) => verdict === 'supported')
    ? 'supported'
    : 'unsupported';
};

const sentencesOf = (texts: readonly string[], check: Check): readonly (readonly CheckedSentence[])[] => {
  const { sentences } = check(texts.join('\n'));
  let start = 0;
  return texts.map((text) => {
    const end = start + text.length;
    const own = sentences.filter((sentence) => sentence.start >= start && sentence.start < end);
    start = end + 1;
    return own;
  });
};

const charted = (chart: Chart | undefined): ReadonlyMap<string, ChartEvidence> => {
  const { problems = [], medications = [], allergies = [], observations = [] } = chart ?? {};
  const all = [...problems, ...medications, ...allergies, ...observations].flatMap((one) => one.evidence);
  return new Map(all.map((evidence) => [evidence.resource, evidence]));
};

/** Where the verifier found a statement, for one whose model pointed elsewhere. */
const foundBy = (
  sentences: readonly CheckedSentence[],
  transcript: Transcript,
  anchored: readonly TranscriptEvidence[],
): readonly TranscriptEvidence[] => {
  const turns = [...new Set(sentences.flatMap((sentence) => sentence.turns))].flatMap((index) => {
    const turn = transcript.turns[index];
    return turn ? [turn] : [];
  });
  if (turns.some(({ id }) => anchored.some(({ turn }) => turn === id))) return [];
  return turns.map(({ id, text }) => ({ source: 'transcript', turn: id, start: 0, end: text.length }));
};

const aboutSomeoneElse = (relative: string): Reason => ({
  kind: 'person',
  detail: `said of the ${relative}`,
  turns: [],
});

export interface Basis {
  readonly transcript: Transcript;
  readonly chart?: Chart | undefined;
  readonly check: Check;
  readonly language: Language;
}

/**
 * Asks the verifier about every statement at once. A statement stands only if all its sentences are supported and it
 * points to words that were really said, or to a charted entry that is really there.
 */
export const checkStatements = (
  statements: readonly Statement[],
  { transcript, chart, check, language }: Basis,
): readonly Checked[] => {
  const known = charted(chart);
  const checked = sentencesOf(
    statements.map(({ text }) => oneLine(text)),
    check,
  );
  return statements.map((statement, index) => {
    const sentences = checked[index] ?? [];
    const words = anchorQuotes(transcript.turns, statement.turns, statement.quotes);
    const entries = statement.chart.flatMap((resource) => known.get(resource) ?? []);
    const evidence = [...words, ...foundBy(sentences, transcript, words), ...entries];
    const reasons = sentences.flatMap((sentence) => sentence.reasons);
    const verdict = worstOf(sentences);
    if (verdict !== 'supported') return { verdict, evidence, reasons };
    const relative = entries.length === 0 && borrowedFrom(statement.text, words, transcript, language);
    if (relative) return { verdict: 'contradicted', evidence, reasons: [aboutSomeoneElse(relative)] };
    return { verdict: words.length + entries.length === 0 ? 'unsupported' : verdict, evidence, reasons };
  });
};
