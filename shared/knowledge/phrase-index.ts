/** A word of running text with its UTF-16 offsets; `key` is how it is compared. */
export interface Token {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu;

const keyOf = (word: string): string => {
  const lower = word.toLowerCase();
  return lower.includes('’') ? lower.replace('’', "'") : lower;
};

export const tokens = (text: string): Token[] => {
  const found: Token[] = [];
  for (const { 0: word, index } of text.matchAll(WORD))
    found.push({ key: keyOf(word), start: index, end: index + word.length });
  return found;
};

/** What may stand between the words of one name: blanks, at most one hyphen or slash. */
const JOINT = /^\s*[-/‐–]?\s*$/;

interface Node<Entry> {
  readonly next: Map<string, Node<Entry>>;
  entry?: Entry;
}

export interface PhraseMatch<Entry> {
  readonly entry: Entry;
  readonly start: number;
  readonly end: number;
}

/** Singular and unpossessed forms of a last word: "inhalers", "warfarin's". */
const forms = (key: string): readonly string[] => {
  if (!key.endsWith('s')) return [key];
  const bare = key.replace(/'s$/, '');
  const singular = bare.length > 4 && bare.endsWith('s') ? bare.slice(0, -1) : bare;
  return singular === bare ? [key, bare] : [key, bare, singular];
};

/** Names of one or more words, found in running text in one pass: the longest name wins, matches do not overlap. */
export class PhraseIndex<Entry> {
  private readonly root: Node<Entry> = { next: new Map() };

  /** The first entry under a phrase keeps it. Returns whether it was added. */
  add(phrase: string, entry: Entry): boolean {
    let node = this.root;
    const keys = tokens(phrase).map((token) => token.key);
    if (!keys.length) return false;
    for (const key of keys) {
      const next = node.next.get(key) ?? { next: new Map<string, Node<Entry>>() };
      node.next.set(key, next);
      node = next;
    }
    if (node.entry !== undefined) return false;
    node.entry = entry;
    return true;
  }

  find(text: string): PhraseMatch<Entry>[] {
    const words = tokens(text);
    const found: PhraseMatch<Entry>[] = [];
    for (let at = 0; at < words.length;) {
      const match = this.longest(text, words, at);
      if (match) found.push(match.found);
      at = match ? match.after : at + 1;
    }
    return found;
  }

  /** The entry whose name is the whole of `text`. */
  get(text: string): Entry | undefined {
    const words = tokens(text);
    const match = words.length ? this.longest(text, words, 0) : undefined;
    return match?.after === words.length ? match.found.entry : undefined;
  }

  private longest(
    text: string,
    words: readonly Token[],
    from: number,
  ): { found: PhraseMatch<Entry>; after: number } | undefined {
    const first = words[from];
    if (!first) return undefined;
    let best: { found: PhraseMatch<Entry>; after: number } | undefined;
    let node: Node<Entry> | undefined = this.root;
    let last = first;
    for (let at = from; node && at < words.length; at += 1) {
      const word: Token | undefined = words[at];
      if (!word || (at > from && !JOINT.test(text.slice(last.end, word.start)))) break;
      const here: Node<Entry> = node;
      for (const form of forms(word.key)) {
        const entry = here.next.get(form)?.entry;
        if (entry === undefined) continue;
        // The match ends with the word itself, without its possessive ending.
        const end = word.end - (form.length < word.key.length && word.key.endsWith("'s") ? 2 : 0);
        best = { found: { entry, start: first.start, end }, after: at + 1 };
        break;
      }
      node = here.next.get(word.key);
      last = word;
    }
    return best;
  }
}
