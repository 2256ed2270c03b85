import { mentions } from './kinds.ts';
import type { Lexicon } from './lexicon.ts';
import type { SpokenWord } from './spoken-words.ts';
import { type Voices, capital, inThirdPerson, withoutSubject, written } from './wording.ts';

const texts = (words: readonly SpokenWord[]): readonly string[] => words.map((word) => word.text);

const isFinding = (words: readonly SpokenWord[], lexicon: Lexicon): boolean =>
  words.slice(0, 6).some((word) => lexicon.symptomNouns.has(word.text));

const trimStart = (words: readonly SpokenWord[], drop: RegExp): readonly SpokenWord[] => {
  let from = 0;
  while (from < words.length - 1 && drop.test(words[from]?.text ?? '')) from += 1;
  return words.slice(from);
};

/** "have had", "have got", "am having": the finding itself follows. Gives the number of words, 0 where it does not. */
const possession = (words: readonly SpokenWord[]): number => {
  const text = texts(words).join(' ');
  const match =
    /^(?:have also |have )?(?:have been having|have been getting|been having|been getting|have been|have had|have got|have|am having|am getting|am also having|do have|do get|get|had got)(?= |$)/.exec(
      text,
    );
  if (!match) return 0;
  const length = match[0].trim().split(' ').length;
  return /^(?:not|to|no|never)$/.test(words[length]?.text ?? '') ||
    (match[0].endsWith('been') && /(?:ing|ed)$/.test(words[length]?.text ?? ''))
    ? 0
    : length;
};

const BARE = /^(?:just|also|a|an|some|the|like|this|these|quite|so)$/;

/** What the patient says of themselves, "I" (or, in a recap, "you") left out. */
const ofSelf = (rest: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const first = rest[0]?.text ?? '';
  if (first === 'am') {
    const after = trimStart(rest.slice(1), /^(?:just|also|so|like)$/);
    return after[0]?.text === 'having' || after[0]?.text === 'getting'
      ? noun(rest, voices, lexicon)
      : inThirdPerson(after, voices, lexicon);
  }
  return noun(rest, voices, lexicon);
};

const noun = (rest: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const length = possession(rest);
  const after = rest.slice(length);
  const opens = texts(rest.slice(0, length)).join(' ');
  if (
    length > 0 &&
    opens !== 'have been' &&
    isFinding(after.slice(0, 5), lexicon) &&
    !lexicon.pronouns.has(after[0]?.text ?? '')
  )
    return inThirdPerson(trimStart(after, BARE), voices, lexicon);
  return withoutSubject(rest, voices, lexicon);
};

const IT_VERB =
  /^(?:is|has|was|does|did|comes|came|hurts|started|feels|felt|gets|got|helps|helped|makes|seems|happens|happened|can|could|will|would|keeps|goes|went|burns|itches|aches|stings|affects|lasts|lasted|swelled|looks|stopped|worked|bothers|wakes)$/;

/** "it is a dull ache" -> "dull ache"; "it comes and goes" -> "comes and goes". */
const ofIt = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const is = words[1]?.text === 'is';
  const rest = is ? trimStart(words.slice(2), /^(?:just|like|also|so)$/) : words.slice(1);
  return inThirdPerson(trimStart(rest, /^(?:a|an|the)$/), voices, lexicon);
};

/** Statement of the patient (`self` is "i"), or one about the patient put to them (`self` is "you"), in clinical third person. */
/** "Sam is a 40 year old man with …" opens with the age: whose note it is stands above it. */
const withoutNameBeforeAge = (words: readonly SpokenWord[]): readonly SpokenWord[] => {
  const at = words.findIndex(
    (word, index) =>
      index < 6 &&
      /^\d+(?:-year-old)?$/.test(word.text) &&
      /^(?:is|a|an)$/.test(words[index - 1]?.text ?? '') &&
      (/year/.test(word.text) || /^(?:year|years|-)/.test(words[index + 1]?.text ?? '')),
  );
  return at > 1 ? words.slice(at) : words;
};

export const statement = (
  words: readonly SpokenWord[],
  voices: Voices,
  self: 'i' | 'you',
  lexicon: Lexicon,
): string => {
  const first = words[0]?.text ?? '';
  const second = words[1]?.text ?? '';
  if (words.length < 2) return capital(ofRelation(words, voices, lexicon));
  if (first === self || (self === 'i' && first === 'we'))
    return capital(ofSelf(words.slice(1), voices, lexicon));
  if (words.length > 2) {
    if (/^(?:it|that|this)$/.test(first) && IT_VERB.test(second))
      return capital(ofIt(words, voices, lexicon));
    if (first === 'there' && /^(?:is|are)$/.test(second))
      return capital(inThirdPerson(trimStart(words.slice(2), /^(?:just|also|some|a|an)$/), voices, lexicon));
    if (first === 'the') return capital(inThirdPerson(words.slice(1), voices, lexicon));
  }
  const rest = first === (self === 'i' ? 'my' : 'your') ? words.slice(1) : withoutNameBeforeAge(words);
  return capital(ofRelation(rest, voices, lexicon));
};

/** "my mum has migraines" -> "mother has migraines". */
const ofRelation = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string => {
  const text = inThirdPerson(words, voices, lexicon);
  return text.replace(
    /\b(?:mum|mom|mummy|mommy|dad|daddy|grandma|grandpa|grandad|nan)\b('s)?/g,
    (match: string, own: string | undefined) => {
      const relation = lexicon.familyRelations.get(match.replace("'s", ''));
      return relation ? relation.toLowerCase() + (own ?? '') : match;
    },
  );
};

/** The statement as it was said, for where nothing better can be vouched for. */
export const asSaid = (words: readonly SpokenWord[]): string =>
  capital(written(words.map((word) => word.text)));

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
  const article = /^(?:some|a|an)$/.test(third.text) && words.length > 3;
  return [verb, ...words.slice(article ? 3 : 2)];
};

/** Verbs that are no order by themselves: "will see how it goes", not "see how it goes". */
const NO_ORDER =
  /^(?:be|have|know|say|tell|talk|ask|mention|go|see|look|do|examine|listen|feel|press|take|discuss)$/;

const asAnnounced = (write: string, text: string, verb: string): string => {
  const negated = verb === 'not' || verb === 'never';
  if (write === 'advised to' && negated) return `advised ${text.replace(/^not (?:to )?/, 'not to ')}`;
  if (write !== '') return `${write} ${text}`;
  return negated || NO_ORDER.test(verb) ? `will ${text}` : text;
};

const announced = (words: readonly SpokenWord[], voices: Voices, lexicon: Lexicon): string | undefined => {
  const match = firstMatch(lexicon.announcements, words);
  if (!match || match.length >= words.length) return undefined;
  const rest = planWords(words.slice(match.length));
  const verb = rest[0];
  return verb
    ? capital(asAnnounced(match.write, inThirdPerson(rest, voices, lexicon), verb.text))
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

const afterRecap = (words: readonly SpokenWord[], lexicon: Lexicon): readonly SpokenWord[] => {
  const length = lexicon.recaps.lengthAt(words, 0);
  return length > 0 && length < words.length ? trimStart(words.slice(length), /^(?:that|,|here)$/) : words;
};

/** Wording of a clinician's statement. `examining` tells that the visit is in its examination. */
export const clinicianStatement = (
  words: readonly SpokenWord[],
  voices: Voices,
  examining: boolean,
  lexicon: Lexicon,
): ClinicianWording => {
  const plan = announced(words, voices, lexicon);
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

const NAME_ENDS = /^(?:,|i|we|you|is|it|that|let|so|what|are|the|my|was|has|and)$/;
const LONGEST_NAME = 4;

const afterFillers = (words: readonly SpokenWord[], from: number, lexicon: Lexicon): number => {
  let at = from;
  for (;;) {
    const more = words[at]?.text === ',' ? 1 : lexicon.problemFillers.lengthAt(words, at);
    if (more === 0) return at;
    at += more;
  }
};

/** The problem that a clinician turns to: "for your second problem, your diabetes". */
export const problemHeading = (
  words: readonly SpokenWord[],
  lexicon: Lexicon,
): { readonly name: string; readonly length: number } | undefined => {
  const opens = lexicon.problemHeadings.lengthAt(words, 0);
  if (opens === 0) return undefined;
  const from = afterFillers(words, opens, lexicon);
  let to = from;
  while (to < words.length && to - from <= LONGEST_NAME && !NAME_ENDS.test(words[to]?.text ?? '')) to += 1;
  if (to === from || to - from > LONGEST_NAME) return undefined;
  const name = words.slice(from, to);
  const known = name.some(
    (word, index) => lexicon.conditions.lengthAt(name, index) > 0 || lexicon.findings.has(word.text),
  );
  return known
    ? {
        name: capital(
          written(name.map((word) => (/^\p{Lu}{2}/u.test(word.written) ? word.written : word.text))),
        ),
        length: to,
      }
    : undefined;
};
