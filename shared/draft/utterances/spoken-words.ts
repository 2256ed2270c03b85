/**
 * A word or mark of punctuation as it was said. `text` is what the drafter works with (lower case, contractions opened,
 * spoken numbers as digits); `written` keeps the case of the transcript for names. Offsets are UTF-16 code units into
 * the turn's text, `end` exclusive; several words may share one span ("don't" is `do` and `not`).
 */
export interface SpokenWord {
  readonly text: string;
  readonly written: string;
  readonly start: number;
  readonly end: number;
}

const WORD =
  /\p{L}[\p{L}\p{M}\p{N}]*(?:['’\-/.](?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*|\p{N}+(?:[.,/:-](?=\p{N})\p{N}+)*%?(?:-?\p{L}+|\+(?!\p{N}))?|\.{2,}|…|--+|[.,?!;:%]/gu;

const IRREGULAR: Readonly<Record<string, readonly string[]>> = {
  "won't": ['will', 'not'],
  "can't": ['can', 'not'],
  cannot: ['can', 'not'],
  "shan't": ['shall', 'not'],
  "ain't": ['is', 'not'],
  "let's": ['let', 'us'],
  "i'm": ['i', 'am'],
  gonna: ['going', 'to'],
  wanna: ['want', 'to'],
  gotta: ['have', 'to'],
  gimme: ['give', 'me'],
  lemme: ['let', 'me'],
  kinda: ['kind', 'of'],
  sorta: ['sort', 'of'],
  "'cause": ['because'],
};
const ENDINGS: readonly (readonly [string, readonly string[]])[] = [
  ["'re", ['are']],
  ["'ve", ['have']],
  ["'ll", ['will']],
];
/** "it's" opens to `it is`; "the patient's" stays one word. */
const OPENS_S = new Set(
  'it that there he she what where how who when here this everything something nothing pain'.split(' '),
);

/** "ca n't" and "wo n't" as tokenised text writes them. */
const UNSHORTENED: Readonly<Record<string, string>> = { ca: 'can', wo: 'will', sha: 'shall' };

const opened = (lower: string): readonly string[] => {
  const whole = IRREGULAR[lower];
  if (whole) return whole;
  if (lower.endsWith("n't") && lower.length > 3)
    return [UNSHORTENED[lower.slice(0, -3)] ?? lower.slice(0, -3), 'not'];
  for (const [ending, words] of ENDINGS)
    if (lower.endsWith(ending)) return [lower.slice(0, -ending.length), ...words];
  if (lower.endsWith("'s") && OPENS_S.has(lower.slice(0, -2))) return [lower.slice(0, -2), "'s"];
  if (lower.endsWith("'d") && lower.length <= 6) return [lower.slice(0, -2), "'d"];
  return [lower];
};

/** Pairs that a recogniser or a tokeniser of written data leaves apart: "do n't", "gon na". */
const REJOINED: Readonly<Record<string, readonly string[]>> = {
  'gon na': ['going', 'to'],
  'wan na': ['want', 'to'],
  'got ta': ['have', 'to'],
  'lem me': ['let', 'me'],
  'gim me': ['give', 'me'],
};

const PARTICIPLE =
  /(?:ed|en|been|had|got|gone|come|done|gotten|become|hurt|felt|made|left|kept|spread|said|lost|run|put|set|stuck|started)$/;

const SUBJECT = /^(?:i|it|he|she|they|we|you|there|i'm|it's)$/;

/** `'s` and `'d` can only be opened once the next word is known: "it's been" is `it has been`. */
const settleShortForms = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
  words.map((word, index) => {
    if (word.text === 'cause' && SUBJECT.test(words[index + 1]?.text ?? ''))
      return { ...word, text: 'because' };
    if (word.text !== "'s" && word.text !== "'d") return word;
    const next = words
      .slice(index + 1)
      .find(
        (each) =>
          !['just', 'also', 'not', 'really', 'always', 'never', 'only', 'now', 'sort', 'of', 'kind'].includes(
            each.text,
          ),
      );
    const perfect = next !== undefined && PARTICIPLE.test(next.text);
    if (word.text === "'d") return { ...word, text: next?.text === 'better' || perfect ? 'had' : 'would' };
    return {
      ...word,
      text:
        perfect && /^(?:been|had|got|gone|come|gotten|become|started|spread|stuck|kept)$/.test(next.text)
          ? 'has'
          : 'is',
    };
  });

const DONE_FOR = /^(?:get|give|put|send|see|start|refer|set|have|keep|try|schedule)$/;
const ORDERED = /^(?:order|prescribe|schedule|refer)$/;

/** "We all give you 600 milligrams": recognisers write "we'll" so before what is done for the patient. */
const settleMisheardWill = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
  words.map((word, index) => {
    if (word.text !== 'all' || words[index - 1]?.text !== 'we') return word;
    const verb = words[index + 1]?.text ?? '';
    const isPlan = ORDERED.test(verb) || (DONE_FOR.test(verb) && words[index + 2]?.text === 'you');
    return isPlan ? { ...word, text: 'will', written: 'will' } : word;
  });

/** "Refer to you to the foot clinic", as it is misheard or misspoken: one "to" too many. */
const withoutDoubledTo = (words: readonly SpokenWord[]): readonly SpokenWord[] =>
  words.filter(
    (word, index) =>
      word.text !== 'to' ||
      !/^(?:refer|send)$/.test(words[index - 1]?.text ?? '') ||
      words[index + 1]?.text !== 'you' ||
      words[index + 2]?.text !== 'to',
  );

/** Every word and mark of a turn with its place in it. */
export const spokenWords = (text: string): readonly SpokenWord[] => {
  const words: SpokenWord[] = [];
  const matches = [...text.matchAll(WORD)];
  for (let index = 0; index < matches.length; index += 1) {
    const match = matches[index];
    if (!match) continue;
    const written = match[0];
    const start = match.index;
    const lower = written.toLowerCase().replaceAll('’', "'");
    const next = matches[index + 1];
    const pair = next ? `${lower} ${next[0].toLowerCase().replaceAll('’', "'")}` : '';
    const joined =
      REJOINED[pair] ?? (next && /^\w+ n't$/.test(pair) ? [UNSHORTENED[lower] ?? lower, 'not'] : undefined);
    if (joined && next) {
      const end = next.index + next[0].length;
      for (const part of joined) words.push({ text: part, written: part, start, end });
      index += 1;
      continue;
    }
    const parts = opened(lower);
    const end = start + written.length;
    if (parts.length === 1) words.push({ text: parts[0] ?? lower, written, start, end });
    else for (const part of parts) words.push({ text: part, written: part, start, end });
  }
  return settleShortForms(withoutDoubledTo(settleMisheardWill(words)));
};
