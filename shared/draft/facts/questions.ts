import type { Asked } from './asked.ts';
import type { Lexicon } from '../lexicon.ts';
import { joined } from '../phrases.ts';
import { isAux, labelOf, topicOf } from './question-labels.ts';
import type { SpokenWord } from '../utterances/spoken-words.ts';
import { confirmation, isNegative, tagged } from './confirmations.ts';
import { type Voices, capital, inThirdPerson, pastOf, thirdSingular } from './wording.ts';

/** Whether these words put a question, whatever their punctuation. */
export const isQuestion = (words: readonly SpokenWord[], asks: boolean, lexicon: Lexicon): boolean => {
  if (asks) return true;
  const first = words[0];
  const second = words[1]?.text ?? '';
  if (!first) return false;
  if (lexicon.polite.lengthAt(words, 0) > 0) return true;
  if (isAux(first, lexicon))
    return (
      /^(?:you|your|it|the|that|this|there|he|she|they|any|anyone|anybody|anything|we|i|not|these|those)$/.test(
        second,
      ) && !(first.text === 'have' && second === 'the')
    );
  if (/^(?:any|anything|anyone|anybody)$/.test(first.text)) return true;
  if (/^(?:what|how|where|when|which|who|why|whereabouts)$/.test(first.text))
    return (
      isAux(words[1], lexicon) ||
      /^(?:about|long|many|much|often|old|bad|kind|sort|type|side|part|time|color|colour|else|far|severe|frequently|medications|medication|makes|helps|abouts|knee|ear|leg|arm|foot|hand|eye)$/.test(
        second,
      )
    );
  return false;
};

const SUBJECT_AFTER_AUX = /^(?:you|it|that|there|the|your|this|any|he|she|they|anyone|anything)$/;
const LATEST_RESTART = 12;

/** "Have you, are you working" asks anew; in "do you have the pain" the "have" is the verb of "you". */
const mayRestart = (words: readonly SpokenWord[], index: number): boolean =>
  index >= 2 &&
  index <= 4 &&
  !(SUBJECT_PRONOUN.test(words[index - 1]?.text ?? '') && /^ha(?:ve|s|d)$/.test(words[index]?.text ?? '')) &&
  words[index + 1]?.text !== 'any';

/** "In terms of your bowels, are you …", "have you, are you working": the question is what was asked last. */
const withoutRestart = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  const opensQuestion = (index: number): boolean =>
    isAux(words[index], lexicon) && SUBJECT_AFTER_AUX.test(words[index + 1]?.text ?? '');
  const isList =
    words[0]?.text === 'any' &&
    !lexicon.vague.has(
      joined(
        words.slice(
          1,
          words.findIndex((word) => word.text === ','),
        ),
      ),
    );
  for (let index = Math.min(LATEST_RESTART, words.length - 2); index >= 1; index -= 1) {
    const afterComma =
      words[index - 1]?.text === ',' || /^(?:example|as|like)$/.test(words[index - 1]?.text ?? '');
    if (
      afterComma &&
      (opensQuestion(index) || (words[index]?.text === 'any' && !opensQuestion(0) && !isList))
    )
      return words.slice(index);
    if (opensQuestion(0) && opensQuestion(index) && mayRestart(words, index)) return words.slice(index);
  }
  return words;
};

const strip = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  let rest = words;
  for (let turn = 0; turn < 3; turn += 1) {
    const length = lexicon.polite.lengthAt(rest, 0);
    if (length === 0 || length >= rest.length) return rest;
    rest = rest.slice(length);
    while (rest[0] && /^(?:,|if|that|whether|me)$/.test(rest[0].text)) rest = rest.slice(1);
  }
  return rest;
};

/** "any other things like blood in your stools" names blood in the stools. */
const nounAfter = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  let rest = words;
  for (;;) {
    const length = lexicon.determiners.lengthAt(rest, 0);
    if (length > 0 && length < rest.length) rest = rest.slice(length);
    else if (rest[0]?.text === 'your' && rest.length > 1) rest = rest.slice(1);
    else if (rest[0]?.text === ',') rest = rest.slice(1);
    else break;
  }
  const like = rest.findIndex(
    (word, index) =>
      index > 0 &&
      index < 4 &&
      (word.text === 'like' ||
        word.text === 'including' ||
        (word.text === 'as' && rest[index - 1]?.text === 'such')),
  );
  if (
    like > 0 &&
    /^(?:things|thing|symptoms|symptom|problems|changes|signs|issues|that|such|history)$/.test(
      rest[like - 1]?.text ?? '',
    )
  )
    rest = nounAfter(rest.slice(like + 1), lexicon);
  const relative = rest.findIndex((word, index) => index > 0 && (word.text === 'i' || word.text === 'we'));
  let end = relative > 0 ? relative : rest.length;
  while (
    end > 1 &&
    /^(?:,|or|anything|not|really|and|that|lately|recently|ever|before|with|so|if|of|to|then|there|you|your|have|in)$/.test(
      rest[end - 1]?.text ?? '',
    )
  )
    end -= 1;
  return rest.slice(0, end);
};

const isVague = (words: readonly SpokenWord[], lexicon: Lexicon): boolean =>
  words.length === 0 ||
  lexicon.vague.has(joined(words)) ||
  words.every((word) => lexicon.generic.has(word.text) || lexicon.vague.has(word.text) || word.text === ',');

/** A list that is denied is joined with "or": "pain, burning and itching" -> "pain, burning or itching". */
const asAlternatives = (text: string): string =>
  text
    .replace(/,? (?:and|or) any /g, ' or ')
    .replace(/, any /g, ', ')
    .replace(/\b(?:any|ever)\b /g, '')
    .replace(/(?<!\bpins) and /g, ' or ');

const nounOf = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string =>
  asAlternatives(inThirdPerson(words, voices, lexicon));

const asSome = (text: string): string =>
  text
    .replace(/\banywhere\b/g, 'somewhere')
    .replace(/\banything\b/g, 'something')
    .replace(/\banyone|anybody\b/g, 'someone')
    .replace(/\bany\b/g, 'some')
    .replace(/\bever \b/g, '')
    .replace(/\bmuch (?:in the way of )?(?=[a-z])/g, '')
    .replace(/\s(?:at all|yet|much)$/g, '');

interface Parts {
  readonly aux: string;
  /** Subject as it opens the sentence, with a space after it; empty for the patient and for "it". */
  readonly who: string;
  readonly plural: boolean;
  readonly verb: string;
  /** What follows the verb, with a space before it. */
  readonly tail: string;
}

/** "hurt" and "put" are their own past; after "does" they are not. */
const presentOf = (verb: string, lexicon: Lexicon): string =>
  lexicon.pastOfBase.get(verb) === verb ? `${verb}s` : thirdSingular(verb, lexicon);

type Built = { readonly yes: string; readonly no: string };

const BUILDERS: Readonly<Record<string, (parts: Parts, lexicon: Lexicon) => Built>> = {
  do: ({ who, plural, verb, tail }, lexicon) => ({
    yes: `${who}${plural ? verb : presentOf(verb, lexicon)}${asSome(tail)}`,
    no: `${who}${plural ? 'do' : 'does'} not ${verb}${tail}`,
  }),
  did: ({ who, verb, tail }, lexicon) => ({
    yes: `${who}${pastOf(verb, lexicon)}${asSome(tail)}`,
    no: `${who}did not ${verb}${tail}`,
  }),
  have: ({ who, plural, verb, tail, aux }) => {
    const has = aux === 'had' ? 'had' : plural ? 'have' : 'has';
    return { yes: `${who}${has} ${verb}${asSome(tail)}`, no: `${who}${has} not ${verb}${tail}` };
  },
  is: ({ who, plural, verb, tail }) => {
    const is = who === '' ? '' : plural ? 'are ' : 'is ';
    return { yes: `${who}${is}${verb}${asSome(tail)}`, no: `${who}${is}not ${verb}${tail}` };
  },
  was: ({ who, plural, verb, tail }) => {
    const was = plural ? 'were' : 'was';
    return { yes: `${who}${was} ${verb}${asSome(tail)}`, no: `${who}${was} not ${verb}${tail}` };
  },
  can: ({ who, verb, tail }) => ({
    yes: `${who}can ${verb}${asSome(tail)}`,
    no: `${who}cannot ${verb}${tail}`,
  }),
};
const BUILDER_OF: Readonly<Record<string, string>> = {
  do: 'do',
  does: 'do',
  did: 'did',
  have: 'have',
  has: 'have',
  had: 'have',
  are: 'is',
  is: 'is',
  was: 'was',
  were: 'was',
  can: 'can',
};

/** Not "anyone": what is denied of nobody in particular has to stand by its own answer. */
const SUBJECT_PRONOUN = /^(?:you|it|he|she|they|that|this)$/;
const OPENS_PREDICATE =
  /^(?:a|an|the|in|on|something|when|with|just|like|both|any|right|why|all|still|going|how|not)$/;

/** "Is your right index finger hurting": which one stands before its name. */
const TELLS_WHICH = /^(?:left|right|lower|upper|other|big|little|index|middle|ring)$/;

/** Words of the subject after the auxiliary; 0 where it cannot be told where the subject ends. */
const subjectLength = (words: readonly SpokenWord[], lexicon: Lexicon): number => {
  const first = words[1]?.text ?? '';
  const next = words[2]?.text;
  const pointing = first === 'that' || first === 'this';
  if (
    pointing &&
    (next === undefined ||
      lexicon.verbs.has(next) ||
      /(?:ing|ed|en)$/.test(next) ||
      OPENS_PREDICATE.test(next))
  )
    return 1;
  if (pointing) return 0;
  if (SUBJECT_PRONOUN.test(first)) return 1;
  if (!/^(?:the|your|these|those|his|her)$/.test(first) || next === undefined) return 0;
  let length = 2;
  while (TELLS_WHICH.test(words[length]?.text ?? '') && words[length + 1]) length += 1;
  return length;
};

const LONGEST_CLAUSE = 14;
const BE_VERB = /^(?:is|are|was|were)$/;
const BESIDE_THE_POINT = /^(?:ever|just|also|still|,|currently|normally|usually|generally)$/;

/** "Is the treatment plan clear": the subject is longer than what was taken for it. */
const isCutShort = (
  words: readonly SpokenWord[],
  subject: number,
  rest: readonly SpokenWord[],
  lexicon: Lexicon,
): boolean =>
  subject > 1 &&
  BE_VERB.test(words[0]?.text ?? '') &&
  rest.length > 1 &&
  lexicon.nounsToo.has(rest[0]?.text ?? '');

/** "Are your feet swollen": the verb tells what an irregular noun does not. */
const isPlural = (auxiliary: string, subject: readonly SpokenWord[]): boolean =>
  /^(?:are|were|do|have)$/.test(auxiliary) || /[^s]s$/.test(subject.at(-1)?.text ?? '');

/** "do you smoke" -> "smokes" / "does not smoke"; "is it worse when you move" -> "worse when they move" / "not worse …". */
const clauseOf = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): Asked | undefined => {
  const aux = words[0]?.text ?? '';
  const length = subjectLength(words, lexicon);
  const build = BUILDERS[BUILDER_OF[aux] ?? ''];
  if (length === 0 || !build) return undefined;
  const subject = words.slice(1, 1 + length);
  let rest = words.slice(1 + length);
  while (rest[0] && BESIDE_THE_POINT.test(rest[0].text)) rest = rest.slice(1);
  const verb = rest[0]?.text ?? '';
  if (!/^[a-z-]+$/.test(verb) || rest.length > LONGEST_CLAUSE || isCutShort(words, length, rest, lexicon))
    return undefined;
  const shown = inThirdPerson(rest, voices, lexicon);
  const rear = shown.slice(verb.length).trim();
  const named = !/^(?:you|it|that|this)$/.test(subject[0]?.text ?? '');
  const who = named
    ? `${inThirdPerson(subject, voices, lexicon).replace(/^(?:his|her|their|the) /, '')} `
    : '';
  const plural = length > 1 && isPlural(aux, subject);
  const built = build({ aux, who, plural, verb, tail: rear === '' ? '' : ` ${rear}` }, lexicon);
  return { form: 'clause', yes: capital(built.yes), no: capital(built.no) };
};

const hasChoice = (words: readonly SpokenWord[]): boolean =>
  words.some((word, index) => word.text === 'or' && index > 1 && index < words.length - 1);

const WH = /^(?:what|how|where|when|which|who|why|whereabouts)$/;
const NOUN_OPENER = /^(?:and|or|how|what|is|are|was|were|has|even)$/;

const isPast = (word: string, lexicon: Lexicon): boolean =>
  lexicon.baseOfParticiple.has(word) ||
  lexicon.pastForms.has(word) ||
  /[a-z]{3}ed$|^(?:hurt|put|cut|hit)$/.test(word);

/** "Have you vomited", "have you been sick" ask what happened, not after a thing. */
const asksOtherwise = (words: readonly SpokenWord[], opens: number, lexicon: Lexicon): boolean =>
  isAux(words[opens], lexicon) ||
  (/^(?:have|has)$/.test(words[opens - 2]?.text ?? '') &&
    isPast(words[words[opens]?.text === 'ever' ? opens + 1 : opens]?.text ?? '', lexicon));

/** Where the finding that is asked after begins; undefined where the question is not after a finding. */
const nounStart = (words: readonly SpokenWord[], lexicon: Lexicon): number | undefined => {
  const first = words[0]?.text ?? '';
  if (first === 'any' || first === 'no') return 1;
  const opens = lexicon.asksFindings.lengthAt(words, 0);
  if (opens === 0 || asksOtherwise(words, opens, lexicon)) return undefined;
  const knownIn = (count: number): boolean =>
    words.slice(opens, opens + count).some((word) => lexicon.findings.has(word.text));
  // "Have you seen any other doctors" is not after a finding.
  if (/^(?:seen|found)$/.test(words[opens - 1]?.text ?? '') && !knownIn(4)) return undefined;
  return knownIn(2) || lexicon.determiners.lengthAt(words, opens) > 0 || NOUN_OPENER.test(first)
    ? opens
    : undefined;
};

const VERBAL = /^(?:makes|make|is|are|seems|happens|does|do|did|has|was|you|were)$/;
const RELATIVE = /^(?:when|while|if|that|after|before)$/;
const LONGEST_NOUN = 14;

/** "What about your mother?", "louis, what happened?", "anything": nothing that can be there or not. */
const isNoFinding = (noun: readonly SpokenWord[], lexicon: Lexicon): boolean =>
  (noun.length === 1 && lexicon.familyRelations.has(noun[0]?.text ?? '')) ||
  isVague(noun, lexicon) ||
  /^(?:anything|something)$/.test(noun.at(-1)?.text ?? '') ||
  noun.some((word) => /^(?:what|how|where|who)$/.test(word.text)) ||
  (noun.some((word) => VERBAL.test(word.text)) && !noun.some((word) => RELATIVE.test(word.text))) ||
  noun.length > LONGEST_NOUN;

/** "Do you feel dizzy?" is answered by feeling dizzy or not. */
const feeling = (
  words: readonly SpokenWord[],
  from: number,
  noun: readonly SpokenWord[],
  felt: string,
  lexicon: Lexicon,
): Asked | undefined => {
  const asksFeeling = words.slice(0, from).some((word) => /^(?:feel|feeling|felt)$/.test(word.text));
  if (!asksFeeling || noun.slice(0, 3).some((word) => lexicon.symptomNouns.has(word.text))) return undefined;
  return { form: 'clause', yes: `Feels ${felt}`, no: `Does not feel ${felt}` };
};

const nounQuestion = (
  words: readonly SpokenWord[],
  from: number,
  voices: Voices,
  lexicon: Lexicon,
): Asked | undefined => {
  const noun = nounAfter(words.slice(from), lexicon);
  if (isNoFinding(noun, lexicon)) return undefined;
  const felt = feeling(words, from, noun, nounOf(noun, voices, lexicon), lexicon);
  if (felt) return felt;
  return {
    form: 'noun',
    noun: nounOf(noun, voices, lexicon),
    isOfMore: noun[0] !== undefined && words[words.indexOf(noun[0]) - 1]?.text === 'other',
    negative: isNegative(words.slice(0, Math.max(from, 1))),
  };
};

const isBareFinding = (words: readonly SpokenWord[], lexicon: Lexicon): boolean =>
  words.length <= 6 &&
  words.some((word) => lexicon.findings.has(word.text)) &&
  !words.some((word) => /^(?:you|i|it|is|are|was|does|do|that)$/.test(word.text));

/** What an utterance that is a question asks. `voices.i` must be the clinician. */
export const asked = (given: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): Asked => {
  const words = withoutRestart(strip(given, lexicon), lexicon);
  const found = labelOf(given, lexicon);
  const topic = topicOf(words, lexicon);
  const label = {
    ...(found === undefined ? {} : { label: found }),
    ...(topic === undefined ? {} : { topic }),
  };
  const form = tagged(given, voices, lexicon) ?? formOf(words, voices, lexicon);
  return { ...(form ?? { form: 'open' }), ...label };
};

const asksToDescribe = (words: readonly SpokenWord[], lexicon: Lexicon): boolean =>
  words.slice(0, 5).some((_, index) => lexicon.describe.lengthAt(words, index) > 0);

/** The form of a question without its label; undefined where it is open. */
const formOf = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): Asked | undefined => {
  if (asksToDescribe(words, lexicon)) return undefined;
  const isAbout = /^(?:how|what)$/.test(words[0]?.text ?? '') && words[1]?.text === 'about';
  if (WH.test(words[0]?.text ?? '') && !isAbout) return undefined;
  const from = nounStart(words, lexicon) ?? (isBareFinding(words, lexicon) ? 0 : undefined);
  if (from !== undefined) return nounQuestion(words, from, voices, lexicon);
  if (!isAux(words[0], lexicon)) return confirmation(words, voices, lexicon);
  if (hasChoice(words)) return { form: 'choice' };
  return isVague(words.slice(2), lexicon) ? undefined : clauseOf(words, voices, lexicon);
};
