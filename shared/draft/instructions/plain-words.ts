import { PhraseIndex } from '../../knowledge/phrase-index.ts';
import type { SheetKnowledge, Term } from '../../knowledge/sheet.ts';
import { capitalise, sentence } from './template.ts';

export interface Plain {
  readonly text: string;
  readonly replaced: readonly { readonly from: string; readonly to: string }[];
}

/** No sentence of a sheet is longer. */
export const MOST_WORDS = 15;

export const words = (text: string): string[] =>
  text.match(/[\p{L}\p{N}]+(?:['’.,/-][\p{L}\p{N}]+)*%?/gu) ?? [];

/** "the patient takes her inhaler" -> "you take your inhaler". */
const toYou = (text: string, knowledge: SheetKnowledge): string => {
  let said = text;
  for (const { match, say } of knowledge.wording.person) {
    said = said.replace(new RegExp(match, 'gi'), say);
  }
  return said
    .replace(/\byou (\w+?)ies\b/gi, 'you $1y')
    .replace(/\byou (\w+(?:ss|x|ch|sh|o))es\b/gi, 'you $1')
    .replace(/\byou (?!was|is|has|does|this|always|as\b)(\w+[^s\W])s\b(?!')/gi, 'you $1');
};

/**
 * Cuts a sentence that is too long where a new clause with its own subject begins. Nothing is cut out of the reach of a
 * "not" or an "if": "do not lift, push or pull" must not become "Push or pull."
 */
const cut = (text: string, rules: Breaks): string[] => {
  if (words(text).length <= MOST_WORDS) return [text];
  const joints = [
    ...text.matchAll(rules.clause),
    ...(rules.binds.test(text) ? [] : text.matchAll(rules.list)),
  ];
  const middle = text.length / 2;
  const [best] = joints
    .filter(
      (joint) =>
        words(text.slice(0, joint.index)).length > 2 &&
        words(text.slice(joint.index + joint[0].length)).length > 2,
    )
    .sort((one, other) => Math.abs(one.index - middle) - Math.abs(other.index - middle));
  if (!best) return [text];
  const kept = best.groups?.['keep'];
  const rest = text.slice(best.index + best[0].length);
  return [...cut(text.slice(0, best.index), rules), ...cut(kept ? `${kept} ${rest}` : rest, rules)];
};

interface Breaks {
  readonly clause: RegExp;
  readonly list: RegExp;
  readonly binds: RegExp;
}

const breaksOf = ({ breaks }: SheetKnowledge['wording']): Breaks => ({
  clause: new RegExp(breaks.clause, 'gi'),
  list: new RegExp(breaks.list, 'gi'),
  binds: new RegExp(breaks.binds, 'i'),
});

export interface PlainWords {
  readonly say: (text: string) => Plain;
}

/** Everyday words for clinical ones, short sentences, "you"; says which words it replaced. Nothing is added but glosses. */
export const makePlainWords = (knowledge: SheetKnowledge, explained: Set<string>): PlainWords => {
  const index = new PhraseIndex<Term>();
  for (const term of knowledge.terms)
    if (term.say['en']) for (const form of term.forms) index.add(form, term);
  const breaks = breaksOf(knowledge.wording);
  return {
    say: (text) => {
      const replaced: { from: string; to: string }[] = [];
      let said = '';
      let at = 0;
      for (const match of index.find(text)) {
        const { say, explain } = match.entry.say['en'] ?? { say: '', explain: undefined };
        const from = text.slice(match.start, match.end);
        const gloss = explain && !explained.has(match.entry.id) ? ` (${explain})` : '';
        explained.add(match.entry.id);
        const to = `${from.toLowerCase() === say.toLowerCase() ? from : say}${gloss}`;
        if (to !== from) replaced.push({ from, to });
        said += text.slice(at, match.start) + to;
        at = match.end;
      }
      said = toYou(said + text.slice(at), knowledge)
        .replace(/\s+/g, ' ')
        .trim();
      const sentences = said.split(/(?<=[.!?])\s+/).flatMap((each) => cut(each, breaks));
      return { text: sentences.map((each) => sentence(capitalise(each))).join(' '), replaced };
    },
  };
};
