import { mentions } from './kinds.ts';
import type { Lexicon } from '../lexicon.ts';
import { joined } from '../phrases.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import { statement, trimStart } from './statements.ts';
import { type Voices, capital, inThirdPerson } from './wording.ts';

/** What the clinician announces, finds or thinks, as a note says it. */
export interface ClinicianWording {
  readonly text: string;
  readonly act: 'plan' | 'exam' | 'opinion' | 'recap' | 'statement';
}

const firstMatch = (
  rows: Lexicon['announcements'],
  words: readonly SpokenWord[],
): { readonly write: string; readonly length: number } | undefined => {
  let best: { write: string; length: number } | undefined;
  for (const row of rows) {
    const length = row.said.lengthAt(words, 0);
    if (length > (best?.length ?? 0)) best = { write: row.write, length };
  }
  return best;
};

const INNER_YOU =
  /^(?:give|prescribe|put|start|send|refer|get|keep|have|see|call|order|offer|book|switch|place|set|bring|schedule|write|recommend|check|treat|advise|let|want|ask)$/;

/** "give you some meloxicam" -> "give meloxicam"; "have you come back" -> "come back". */
const planWords = (given: readonly SpokenWord[]): readonly SpokenWord[] => {
  const words = trimStart(given, /^(?:,|also|just|then|probably go|go|ahead|and|to)$/);
  const [verb, you, third] = words;
  if (!verb || you?.text !== 'you' || !third) return words;
  const causes = /^(?:have|ask|want)$/.test(verb.text) || (verb.text === 'get' && third.text === 'to');
  if (causes && /^[a-z]+$/.test(third.text))
    return words.slice(third.text === 'to' && words.length > 3 ? 3 : 2);
  if (!INNER_YOU.test(verb.text)) return words;
  // "Get a splint" keeps its article: two words are no line.
  const article =
    (third.text === 'some' && words.length > 3) || (/^an?$/.test(third.text) && words.length > 4);
  return [verb, ...words.slice(article ? 3 : 2)];
};

/** Verbs that are no order by themselves: "will see how it goes", not "see how it goes". */
const NO_ORDER =
  /^(?:be|have|know|say|tell|talk|ask|mention|go|see|look|do|examine|listen|feel|press|take|discuss)$/;

const AIM =
  /^see (?:(?:that|this|it|those|these|his|her|their|the)(?: [a-z0-9]+){0,3}?) (?:a (?:little bit|bit|little) |even |much |somewhat )?(?:lower|higher|better|down|up|under|below|above|come down|go down|closer)\b/;

const asAnnounced = (write: string, text: string, verb: string): string => {
  // "I'd like to see that a little lower" is a wish, where "I'd like to see you" is a plan.
  if (write === '' && AIM.test(text)) return `would like to ${text}`;
  const negated = verb === 'not' || verb === 'never';
  if (write === 'advised to' && negated) return `advised ${text.replace(/^not (?:to )?/, 'not to ')}`;
  if (write !== '') return `${write} ${text}`;
  return negated || NO_ORDER.test(verb) ? `will ${text}` : text;
};

/** "I'm going to have a listen to your chest": what is about to be done in the room, not a plan. */
export const isProceeding = (words: readonly SpokenWord[], lexicon: Lexicon): boolean => {
  const match = firstMatch(lexicon.announcements, words);
  if (!match || match.write.startsWith('advised')) return false;
  const rest = trimStart(
    words.slice(match.length),
    /^(?:,|also|just|then|probably|quickly|go|ahead|and|to)$/,
  );
  return lexicon.proceedings.lengthAt(rest, 0) > 0;
};

const announced = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string | undefined => {
  const match = firstMatch(lexicon.announcements, words);
  if (!match || match.length >= words.length) return undefined;
  // "You can't think of any" gives no leave.
  if (match.write === 'may' && words[match.length]?.text === 'not') return undefined;
  const rest = planWords(words.slice(match.length));
  const verb = rest[0];
  return verb
    ? capital(asAnnounced(match.write, inThirdPerson(rest, voices, lexicon), verb.text))
    : undefined;
};

const MANNERS = /^(?:,|please|just|also|then|so|and|simply)$/;

/** "Take acetaminophen instead": an order given outright, where it is of a medicine, a visit or a way to live. */
const ordered = (
  words: readonly SpokenWord[],
  voices: Voices,
  isOfPlan: (words: readonly SpokenWord[]) => boolean,
  lexicon: Lexicon,
): string | undefined => {
  const rest = trimStart(words, MANNERS);
  return lexicon.orders.lengthAt(rest, 0) > 0 && rest.length > 1 && isOfPlan(rest)
    ? capital(inThirdPerson(rest, voices, lexicon))
    : undefined;
};

const opinion = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string | undefined => {
  const match = firstMatch(lexicon.opinions, words);
  if (!match || match.length >= words.length) return undefined;
  const rest = words.slice(match.length);
  const ahead = announced(rest, voices, lexicon);
  if (ahead && match.write === 'I think') return ahead;
  return match.write === 'I think'
    ? `I think ${inThirdPerson(rest, voices, lexicon)}`
    : capital(`${match.write} ${inThirdPerson(rest, voices, lexicon)}`);
};

const examined = (given: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string | undefined => {
  const lead = lexicon.examLeads.lengthAt(given, 0);
  const words =
    lead > 0 && lead < given.length
      ? trimStart(given.slice(lead), /^(?:,|exam|heart|lung|knee|that)$/)
      : given;
  const match = firstMatch(lexicon.examOpeners, words);
  if (match && match.length < words.length) {
    const rest = trimStart(words.slice(match.length), /^(?:any|some|a|an|the|that|,)$/);
    if (/^(?:been|had|to|a|got|not|you|your|it|is|we|i)$/.test(rest[0]?.text ?? '')) return undefined;
    const text = inThirdPerson(rest, voices, lexicon);
    return capital(match.write === '' ? text : `${match.write} ${text}`);
  }
  const bare = trimStart(words, /^(?:your|the)$/);
  return lead > 0 ||
    (bare !== words &&
      (mentions(words, lexicon.examMoves) || words.some((word) => lexicon.findings.has(word.text))))
    ? capital(inThirdPerson(bare, voices, lexicon))
    : undefined;
};

const HERE_THAT = /^here (?:that )?you\b/;

const afterRecap = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  // "I see" before it is taken off as a word of listening.
  if (HERE_THAT.test(joined(words))) return trimStart(words, /^(?:that|,|here)$/);
  const length = lexicon.recaps.lengthAt(words, 0);
  return length > 0 && length < words.length ? trimStart(words.slice(length), /^(?:that|,|here)$/) : words;
};

/**
 * Wording of a clinician's statement. `examining` tells that the visit is in its examination, `isOfPlan` whether words
 * that sound like an order are of a kind that a plan holds.
 */
export const clinicianStatement = (
  words: readonly SpokenWord[],
  voices: Voices,
  examining: boolean,
  isOfPlan: (words: readonly SpokenWord[]) => boolean,
  lexicon: Lexicon,
): ClinicianWording => {
  const plan = announced(words, voices, lexicon) ?? ordered(words, voices, isOfPlan, lexicon);
  if (plan) return { text: plan, act: 'plan' };
  const thought = opinion(words, voices, lexicon);
  if (thought) return { text: thought, act: 'opinion' };
  const recapped = afterRecap(words, lexicon);
  if (recapped !== words && recapped[0]?.text === 'you')
    return { text: statement(recapped, voices, 'you', lexicon), act: 'recap' };
  if (examining) {
    const finding = examined(words, voices, lexicon);
    if (finding) return { text: finding, act: 'exam' };
  }
  if (recapped !== words || words[0]?.text === 'you')
    return { text: statement(recapped, voices, 'you', lexicon), act: 'recap' };
  return { text: statement(words, voices, 'you', lexicon), act: 'statement' };
};
