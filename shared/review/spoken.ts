import {
  isQuestion,
  readAnswer,
  readInlineAnswer,
  splitClauses,
  splitSentences,
  type Answer,
  type Clause,
  type Language,
  type Token,
} from '../language/index.ts';
import type { DrugLexicon } from '../knowledge/drugs.ts';
import type { Chart } from '../contract/chart.ts';
import type { ChartEvidence } from '../contract/evidence.ts';
import type { Speaker, Turn } from '../contract/transcript.ts';
import { chartStatements } from './chart-statements.ts';
import type { ReviewKnowledge } from './knowledge.ts';
import { readText, type Item, type Reading } from './reading.ts';

/** A clause of the visit, or one statement of the chart (`turn` is then -1). */
export interface SpokenClause {
  /** Index of the turn, from 0. */
  readonly turn: number;
  readonly speaker: Speaker | 'chart';
  readonly text: string;
  /** Its words, and where the first of them stands in the turn; `at` of an item counts from the turn's first. */
  readonly tokens: readonly Token[];
  readonly firstToken: number;
  readonly isQuestion: boolean;
  /** What the question was answered with; `none` for statements and for questions left open. */
  readonly answer: Answer;
  readonly evidence?: ChartEvidence;
}

/** One item of the visit on one axis of positions: neighbouring words differ by 1, clauses and turns lie apart. */
export interface Mention {
  readonly item: Item;
  readonly position: number;
  readonly clause: number;
  /** 1 affirmed, -1 denied, 0 not known (a question without a plain answer). */
  readonly polarity: -1 | 0 | 1;
  readonly confidence: number | null;
}

/** Everything said and charted, indexed once; a note is then checked against it sentence by sentence. */
export interface Spoken {
  readonly clauses: readonly SpokenClause[];
  readonly mentions: readonly Mention[];
  /** By `kind:key`, in order of position. */
  readonly byKey: ReadonlyMap<string, readonly Mention[]>;
  readonly byKind: Readonly<Record<'drug' | 'number' | 'side', readonly Mention[]>>;
  /** Lower-case words of the whole visit, for near spellings. */
  readonly vocabulary: ReadonlySet<string>;
  /** Codes by shape ("a#c"), the first that was said. */
  readonly codes: ReadonlyMap<string, Mention>;
  /** Words that say when, with their group and the turn that said them first. */
  readonly times: ReadonlyMap<string, { readonly group: number; readonly turn: number }>;
  /** Whole statements as spoken words, with the turn that holds them: a note may simply quote. */
  readonly quotable: ReadonlyMap<string, number>;
}

const CLAUSE_GAP = 2;
const TURN_GAP = 4;
/** A list of questions is answered by the next turn when this many clauses lie between at most. */
const ANSWER_REACH = 3;

export const keyOf = (item: Pick<Item, 'kind' | 'key'>): string => `${item.kind}:${item.key}`;
export const spokenWords = (tokens: readonly Token[]): string =>
  ` ${tokens
    .filter((token) => token.kind !== 'mark')
    .map((token) => token.norm)
    .join(' ')} `;

interface Heard {
  readonly speaker: Speaker | 'chart';
  readonly turn: number;
  readonly text: string;
  readonly words: Turn['words'];
  readonly reading: Reading;
  readonly clauses: readonly Clause[];
  readonly evidence?: ChartEvidence;
}

const sliceOf = (heard: Heard, clause: Clause): readonly Token[] =>
  heard.reading.tokens.slice(clause.first, clause.last + 1);

/** Which turn answers the questions of turn `at`: the next one by somebody else, or the next where speakers are unknown. */
const answeringTurn = (all: readonly Heard[], at: number): Heard | undefined => {
  const next = all[at + 1];
  return next && next.speaker !== 'chart' ? next : undefined;
};

const answerTo = (all: readonly Heard[], at: number, index: number, language: Language): Answer => {
  const heard = all[at];
  const own = heard?.clauses[index];
  if (!heard || !own) return 'none';
  const inline = readInlineAnswer(sliceOf(heard, own), language);
  if (inline !== 'none') return inline;
  // An answer inside the same turn: text without speakers, or a question the speaker answers for the other.
  for (let k = index + 1; k < heard.clauses.length && k <= index + 2; k += 1) {
    const clause = heard.clauses[k];
    if (!clause) break;
    const tokens = sliceOf(heard, clause);
    if (isQuestion(tokens, language)) continue;
    const answer = readAnswer(tokens, language);
    if (answer === 'yes' || answer === 'no') return answer;
    break;
  }
  if (heard.clauses.length - 1 - index > ANSWER_REACH) return 'none';
  const next = answeringTurn(all, at);
  return next ? readAnswer(next.reading.tokens, language) : 'none';
};

const polarityOf = (item: Item, clause: SpokenClause): -1 | 0 | 1 => {
  if (!clause.isQuestion) return item.negated ? -1 : 1;
  if (clause.answer === 'no') return -1;
  if (clause.answer === 'yes') return item.negated ? -1 : 1;
  return 0;
};

/** The lowest confidence of the recognised words under a span, or null where the engine gave none. */
const confidenceFinder = (heard: Heard): ((start: number, end: number) => number | null) => {
  if (!heard.words.length) return () => null;
  let from = 0;
  const spans = heard.words.flatMap((word) => {
    const bare = word.text.trim();
    const start = heard.text.indexOf(bare, from);
    if (!bare || start < 0) return [];
    from = start + bare.length;
    return [{ start, end: from, confidence: word.confidence }];
  });
  return (start, end) => {
    let lowest: number | null = null;
    for (const span of spans)
      if (span.start < end && span.end > start && span.confidence !== null)
        lowest = Math.min(lowest ?? 1, span.confidence);
    return lowest;
  };
};

const hear = (
  turns: readonly Turn[],
  chart: Chart | undefined,
  language: Language,
  drugs: DrugLexicon,
): Heard[] => {
  const said = turns.map((turn, index): Heard => {
    const reading = readText(turn.text, language, drugs);
    const clauses = splitClauses(reading.tokens, language);
    return { speaker: turn.speaker, turn: index, text: turn.text, words: turn.words, reading, clauses };
  });
  const charted = (chart ? chartStatements(chart) : []).map(({ text, evidence }): Heard => {
    const reading = readText(text, language, drugs);
    const clauses = [{ first: 0, last: reading.tokens.length - 1 }];
    return { speaker: 'chart', turn: -1, text, words: [], reading, clauses, evidence };
  });
  return [...said, ...charted];
};

/** Builds the index; linear in what was said. */
export const indexSpoken = (
  turns: readonly Turn[],
  chart: Chart | undefined,
  { language, drugs, times: timeWords }: ReviewKnowledge,
): Spoken => {
  const all = hear(turns, chart, language, drugs);
  const clauses: SpokenClause[] = [];
  const mentions: Mention[] = [];
  const vocabulary = new Set<string>();
  const quotable = new Map<string, number>();
  let base = 0;
  all.forEach((heard, at) => {
    const confidence = confidenceFinder(heard);
    let next = 0;
    heard.clauses.forEach((clause, index) => {
      const tokens = sliceOf(heard, clause);
      const asks = heard.speaker !== 'chart' && isQuestion(tokens, language);
      const entry: SpokenClause = {
        turn: heard.turn,
        speaker: heard.speaker,
        text: heard.text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0),
        tokens,
        firstToken: clause.first,
        isQuestion: asks,
        answer: asks ? answerTo(all, at, index, language) : 'none',
        ...(heard.evidence ? { evidence: heard.evidence } : {}),
      };
      clauses.push(entry);
      if (!asks && heard.turn >= 0) quotable.set(spokenWords(tokens), heard.turn);
      for (;;) {
        const item = heard.reading.items[next];
        if (!item || item.at > clause.last) break;
        next += 1;
        mentions.push({
          item,
          position: base + item.at + index * CLAUSE_GAP,
          clause: clauses.length - 1,
          polarity: polarityOf(item, entry),
          confidence: confidence(item.start, item.end),
        });
      }
    });
    if (heard.turn >= 0)
      for (const { start, end } of splitSentences(heard.text)) {
        const sentence = heard.reading.tokens.filter((token) => token.start >= start && token.end <= end);
        if (!isQuestion(sentence, language)) quotable.set(spokenWords(sentence), heard.turn);
      }
    for (const token of heard.reading.tokens) if (token.kind === 'word') vocabulary.add(token.norm);
    base += heard.reading.tokens.length + heard.clauses.length * CLAUSE_GAP + TURN_GAP;
  });
  const byKey = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const key = keyOf(mention.item);
    const list = byKey.get(key);
    if (list) list.push(mention);
    else byKey.set(key, [mention]);
  }
  const times = new Map<string, { readonly group: number; readonly turn: number }>();
  for (const { turn, tokens } of clauses)
    tokens.forEach((_, at) => {
      const time = timeWords.at(tokens, at)?.value;
      if (time && !times.has(time.phrase)) times.set(time.phrase, { group: time.group, turn });
    });
  const codes = new Map<string, Mention>();
  for (const mention of mentions) {
    const shape = mention.item.key.replaceAll(/\d+/g, '#');
    if (mention.item.kind === 'code' && !codes.has(shape)) codes.set(shape, mention);
  }
  const ofKind = (kind: Item['kind']): Mention[] => mentions.filter((mention) => mention.item.kind === kind);
  return {
    clauses,
    mentions,
    byKey,
    byKind: { drug: ofKind('drug'), number: ofKind('number'), side: ofKind('side') },
    vocabulary,
    codes,
    times,
    quotable,
  };
};
