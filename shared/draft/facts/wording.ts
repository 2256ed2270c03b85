import type { Lexicon } from '../lexicon.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';

/** How the patient is spoken of inside a sentence; `they` where nobody said whether the patient is a man or a woman. */
export type Pronoun = 'he' | 'she' | 'they';

const FORMS = {
  he: { object: 'him', possessive: 'his', own: 'his', self: 'himself' },
  she: { object: 'her', possessive: 'her', own: 'hers', self: 'herself' },
  they: { object: 'them', possessive: 'their', own: 'theirs', self: 'themselves' },
} as const;

/** Whether a verb form is past (or a modal) and so stays as it is in the third person. */
const staysAsIs = (verb: string, lexicon: Lexicon): boolean =>
  lexicon.modals.has(verb) ||
  lexicon.pastForms.has(verb) ||
  (verb.endsWith('ed') && !lexicon.baseEndingEd.has(verb)) ||
  verb.endsWith('ing') ||
  !/^[a-z]+$/.test(verb);

/** The form that goes with "he" or "she": feel -> feels, have -> has, took -> took. */
export const thirdSingular = (verb: string, lexicon: Lexicon): string => {
  if (verb === 'am' || verb === 'are' || verb === 'is' || verb === "'s") return 'is';
  if (verb === 'was' || verb === 'were') return 'was';
  if (verb === 'have' || verb === 'has') return 'has';
  if (verb === 'be') return 'is';
  if (staysAsIs(verb, lexicon)) return verb;
  if (/(?:s|sh|ch|x|z|o)$/.test(verb)) return verb.endsWith('s') && !verb.endsWith('ss') ? verb : `${verb}es`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ies`;
  return `${verb}s`;
};

/** The simple past of a base form. */
export const pastOf = (verb: string, lexicon: Lexicon): string => {
  const irregular = lexicon.pastOfBase.get(verb);
  if (irregular) return irregular;
  if (lexicon.pastForms.has(verb)) return verb;
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  if (/^[^aeiou]*[aeiou][bdgmnprt]$/.test(verb)) return `${verb}${verb.at(-1) ?? ''}ed`;
  return `${verb}ed`;
};

/** A word as it is written in a note: names and abbreviations keep their capitals. */
const display = (word: SpokenWord, opens: boolean): string => {
  if (/^(?:I|OK)$/.test(word.written) || word.text !== word.written.toLowerCase().replaceAll('’', "'"))
    return word.text;
  if (/^\p{Lu}{2,}/u.test(word.written) || /\p{Ll}\p{Lu}/u.test(word.written)) return word.written;
  return !opens && /^\p{Lu}/u.test(word.written) ? word.written : word.text;
};

export interface Voices {
  /** Who "I" is in these words. */
  readonly i: 'patient' | 'clinician' | 'other';
  readonly pronoun: Pronoun;
}

interface Cell {
  text: string;
  shown: string;
}

const pluralForm = (verb: string): string => (verb === 'am' ? 'are' : verb === 'was' ? 'were' : verb);

const put = (cell: Cell, text: string): void => {
  cell.text = text;
  cell.shown = text;
};

/** "eat and drink" -> "eats and drinks": only for verbs that are not nouns as well, unless they stand at once. */
const alsoConjugate = (cells: readonly Cell[], verbAt: number, lexicon: Lexicon): void => {
  for (let index = verbAt + 1; index < Math.min(cells.length, verbAt + 8); index += 1) {
    if (cells[index]?.text !== 'and' && cells[index]?.text !== 'or') continue;
    const second = cells[index + 1];
    const isVerb =
      second &&
      lexicon.verbs.has(second.text) &&
      (index === verbAt + 1 || !lexicon.nounsToo.has(second.text));
    if (isVerb) put(second, thirdSingular(second.text, lexicon));
  }
};

/** "Lately", "immediately"; not "apply", "fly", "rely". */
const ADVERB =
  /(?:[aeiu]te|[a-z]al|[a-z]ent|[a-z]ous|[a-z]ing|[a-z]ed|[a-z]ful|[a-z]ive|[a-z]ar|rare|[a-z]ick|initial|sudden)ly$/;

/** Where the speaker's sentence broke off before its verb ("I, at the beginning …"), no word is made one. */
const NO_VERB =
  /^(?:at|in|on|of|to|for|from|with|by|about|around|and|or|but|so|because|if|when|while|as|than|that|this|these|those|the|a|an|some|any|no|not|my|your|his|her|our|their|there|here|who|what|how|why|where|just|very|more|most|much|many|lot|yes|yeah|okay|ok|well|right|left|i|you|he|she|it|they|we|me|him|them|us)$/;

const conjugateFrom = (cells: Cell[], from: number, singular: boolean, lexicon: Lexicon): void => {
  let at = from;
  while (cells[at] && (lexicon.adverbs.has(cells[at]?.text ?? '') || ADVERB.test(cells[at]?.text ?? '')))
    at += 1;
  const verb = cells[at];
  if (!verb) return;
  const base = verb.text;
  if (NO_VERB.test(base)) return;
  const form = singular ? thirdSingular(base, lexicon) : pluralForm(base);
  if (form === base) return;
  put(verb, form);
  if (singular && lexicon.verbs.has(base)) alsoConjugate(cells, at, lexicon);
};

const OBJECT_ANYWAY = /^(?:to|for|give|let|make|tell|with|of|on|at|from|giving|letting|making|telling)$/;

/** "refer you to" against "if you feel": the object where a preposition or such a verb stands before, or no verb after. */
const isObject = (cells: readonly Cell[], index: number, lexicon: Lexicon): boolean => {
  const next = cells[index + 1]?.text;
  const before = cells[index - 1]?.text ?? '';
  if (next === undefined) return index > 0;
  if (OBJECT_ANYWAY.test(before)) return true;
  const verbAhead = lexicon.isVerb(next) || lexicon.adverbs.has(next);
  if (verbAhead && !(lexicon.objectAfter.has(before) && !lexicon.modals.has(next) && !BE.test(next)))
    return false;
  return index > 0;
};

const BE = /^(?:are|were|have|had|do|did)$/;

type Forms = (typeof FORMS)[Pronoun];

const OF_PATIENT: Readonly<Record<string, (forms: Forms) => string>> = {
  me: (forms) => forms.object,
  my: (forms) => forms.possessive,
  mine: (forms) => forms.own,
  myself: (forms) => forms.self,
  we: () => 'they',
  us: () => 'them',
  our: () => 'their',
};
const OF_LISTENER: Readonly<Record<string, (forms: Forms) => string>> = {
  your: (forms) => forms.possessive,
  yours: (forms) => forms.own,
  yourself: (forms) => forms.self,
};
const OF_CLINICIAN: Readonly<Record<string, string>> = { you: 'the clinician', your: "the clinician's" };

/** "It hurts if you move": people in general, and the patient who tells it. */
const OPENS_GENERAL = /^(?:if|when|whenever|once|unless)$/;
const OF_THE_CLINICIAN =
  /^(?:want|think|say|said|recommend|prescribe|can|could|would|will|are|were|need|know|like|feel|see|do|did|have|give|gave|told|tell|ask|asked)$/;

const ORGAN =
  /^(?:heart|brain|liver|kidneys?|lungs?|bladder|bowels?|bones?|muscles?|joints?|nerves?|body|blood|risks?|chances?)$/;

/** "Other organs like your heart": anybody's, when the patient says it. */
const anybodys = (cells: readonly Cell[], index: number, lexicon: Lexicon): string | undefined => {
  const next = cells[index + 1]?.text ?? '';
  return cells[index]?.text === 'your' && (ORGAN.test(next) || lexicon.bodyWords.has(next))
    ? 'the'
    : undefined;
};

/** "When you push there": what the clinician's hands do in the examination. */
const OF_HANDS = /^(?:push|press|touch|squeeze|poke|tap)(?:ed|d|ped)?$/;
const OF_EITHER = /^(?:moved?|bend|bent|twist(?:ed)?|lift(?:ed)?|pull(?:ed)?|turn(?:ed)?)$/;
const isByHand = (cells: readonly Cell[], at: number): boolean =>
  OF_HANDS.test(cells[at]?.text ?? '') ||
  (OF_EITHER.test(cells[at]?.text ?? '') && /^(?:it|that|my|there|here)$/.test(cells[at + 1]?.text ?? ''));

const isGeneralYou = (cells: readonly Cell[], index: number): boolean =>
  cells[index]?.text === 'you' &&
  OPENS_GENERAL.test(cells[index - 1]?.text ?? '') &&
  !isByHand(cells, index + 1) &&
  !OF_THE_CLINICIAN.test(cells[index + 1]?.text ?? 'want');

const patientWord = (cells: Cell[], index: number, voices: Voices, lexicon: Lexicon): void => {
  const cell = cells[index];
  if (!cell) return;
  const forms = FORMS[voices.pronoun];
  const speaks = voices.i === 'patient';
  const listens = voices.i === 'clinician';
  const speaksOfSelf = speaks && (cell.text === 'i' || isGeneralYou(cells, index));
  if (speaksOfSelf || (listens && cell.text === 'you' && !isObject(cells, index, lexicon))) {
    put(cell, voices.pronoun);
    conjugateFrom(cells, index + 1, voices.pronoun !== 'they', lexicon);
    return;
  }
  if (listens) {
    if (cell.text === 'you') put(cell, forms.object);
    else if (cell.text === 'i') put(cell, 'I');
    else {
      const listener = OF_LISTENER[cell.text]?.(forms);
      if (listener !== undefined) put(cell, listener);
    }
    return;
  }
  const own = speaks ? OF_PATIENT[cell.text]?.(forms) : undefined;
  const other = own ?? anybodys(cells, index, lexicon) ?? OF_CLINICIAN[cell.text];
  if (other !== undefined) put(cell, other);
};

/** Joins written words: no space before a comma, "do not" and the like stay apart. */
export const written = (shown: readonly string[]): string =>
  shown
    .join(' ')
    .replace(/\s+([,.;:%])/g, '$1')
    .replace(/,(?:\s*,)+/g, ',')
    .replace(/, (or|on|in|with|at|of|from|for) /g, ' $1 ')
    .replace(/\b(can) not\b/g, 'cannot')
    .replace(/\s{2,}/g, ' ')
    .replace(/^[\s,;]+|[\s,;]+$/g, '');

/** Words in the third person, subject kept. */
export const inThirdPerson = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const cells: Cell[] = words.map((word, index) => ({ text: word.text, shown: display(word, index === 0) }));
  for (let index = 0; index < cells.length; index += 1) patientWord(cells, index, voices, lexicon);
  return written(cells.map((cell) => cell.shown));
};

/** "I did notice" -> "noticed", "I do smoke" -> "smoke". */
const withoutEmphasis = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  const [aux, verb] = words;
  if (!aux || !verb || (aux.text !== 'did' && aux.text !== 'do') || !lexicon.verbs.has(verb.text))
    return words;
  const text = aux.text === 'did' ? pastOf(verb.text, lexicon) : verb.text;
  return [{ ...verb, text, written: text }, ...words.slice(2)];
};

/** The same with the verb that follows a dropped subject put in the third person singular: "[I] feel" -> "feels". */
export const withoutSubject = (given: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const words = withoutEmphasis(given, lexicon);
  const cells: Cell[] = words.map((word, index) => ({ text: word.text, shown: display(word, index === 0) }));
  conjugateFrom(cells, 0, true, lexicon);
  for (let index = 0; index < cells.length; index += 1) patientWord(cells, index, voices, lexicon);
  return written(cells.map((cell) => cell.shown));
};

/** First letter as a capital. */
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** First letter small again, unless it opens a name or an abbreviation. */
export const small = (text: string): string =>
  /^(?:[A-Z]{2,}|[A-Z]\w*[A-Z]|I\b)/.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
