import type { Chart } from '../contract/chart.ts';
import type { Draft, NoteTemplate } from '../contract/draft.ts';
import type { Fact, FactKind } from '../contract/fact.ts';
import type { NoteSection } from '../contract/note.ts';
import type { Transcript } from '../contract/transcript.ts';
import { sha256 } from '../platform/hash.ts';
import { chartEvidenceFinder } from './note/chart-evidence.ts';
import { chiefComplaint } from './note/chief-complaint.ts';
import type { Claim } from './facts/claims.ts';
import { claimsFrom } from './facts/claims-of.ts';
import { compose } from './note/compose.ts';
import { contradictions } from './facts/contradictions.ts';
import { draftFlags } from './note/draft-flags.ts';
import { doseAlone, misheardWords, placedWords } from './facts/doubtful-words.ts';
import { evidenceOf, factOf } from './facts/facts.ts';
import type { DraftKnowledge } from './knowledge.ts';
import { withMedicineBefore } from './facts/medicine-before.ts';
import { logistic } from './linear.ts';
import { lineFeatures } from './note/line-shape.ts';
import { type NoteLine, noteLines } from './note/note-lines.ts';
import { type Answered, answersTo } from './facts/patient-questions.ts';
import { score, sectionOf } from './note/score.ts';
import { renderSectionsText } from './note/render-note-text.ts';
import { holdsSubstance } from './note/readable.ts';
import { type Scored, type WordWorth, choose } from './note/select.ts';
import { isBorneOut } from './facts/self-check.ts';
import { pronounOf } from './facts/sex.ts';
import { areSwapped, attribute, swap } from './utterances/speakers.ts';
import { type Utterance, utterances } from './utterances/utterances.ts';

export interface DraftInput {
  readonly transcript: Transcript;
  readonly chart?: Chart;
  readonly template?: NoteTemplate;
  /** Length of the note to aim for, in words; by default 350 for a visit of 1,400 words, less for a shorter one. */
  readonly words?: number;
  readonly knowledge: DraftKnowledge;
}

/** What a line that says little is worth beside one that says something. */
const SPARE = 0.3;
/** How much it counts for a line's place among others how well it reads. */
const READS_COUNTS = 0.3;
const USUAL_VISIT = 1400;
const USUAL_NOTE = 350;
/** What was decided takes its words first: a short visit needs room for what was found beside it. */
const LEAST_NOTE = 220;

/** Longer visits get longer notes, by the square root: a visit four times as long gets twice the note. */
const targetWords = (said: number): number =>
  Math.round(
    Math.min(Math.max(LEAST_NOTE, USUAL_NOTE * Math.sqrt(said / USUAL_VISIT)), Math.max(30, said * 0.8)),
  );

interface Heard {
  readonly said: readonly Utterance[];
  readonly swapped: boolean;
}

/** The visit's clauses with their speakers settled. */
const hear = (transcript: Transcript, { lexicon, models }: DraftKnowledge): Heard => {
  const tagged = utterances(transcript.turns, lexicon);
  const swapped = areSwapped(tagged, models.speaker);
  return { said: attribute(swapped ? swap(tagged) : tagged, models.speaker), swapped };
};

/** How likely a line reads as one of a note, 0..1; a question put to the clinician is as it was asked. */
const readsAsLine = ({ line }: NoteLine, { lexicon, drugs, models }: DraftKnowledge): number =>
  line.made === 'question'
    ? 1
    : logistic(models.reads.scores(lineFeatures(line, { lexicon, drugs }))[0] ?? 0);

const leastOf = ({ kind }: Claim, { worth }: DraftKnowledge): number =>
  kind === 'other' ? worth.reads.other : worth.reads.named;

/** Claims whose numbers, medicines, sides and denials stand in their own words. */
const claimsIn = (
  { said }: Heard,
  texts: ReadonlyMap<string, string>,
  input: DraftInput,
): readonly Claim[] => {
  const { drugs, lexicon } = input.knowledge;
  const wordsOf = (claim: Claim): string =>
    claim.from.map((each) => texts.get(each.turnId)?.slice(each.start, each.end) ?? '').join(' … ');
  const claims = claimsFrom(said, input.knowledge, pronounOf(input.chart, said));
  return withMedicineBefore(claims, said, drugs).filter((claim) =>
    isBorneOut(claim, wordsOf(claim), drugs, lexicon.language),
  );
};

const wordsSaid = (said: readonly Utterance[]): number =>
  said.reduce((sum, each) => sum + each.said.length, 0);

const wordsIn = (sections: readonly NoteSection[]): number =>
  renderSectionsText(sections).split(/\s+/).length;

/** Sections of the length asked for: titles and labels take words too, and denials set together save some. */
const fill = (
  scored: readonly Scored[],
  words: number,
  place: (chosen: readonly Claim[]) => NoteSection[],
  worth: WordWorth,
): NoteSection[] => {
  const first = choose(scored, words, worth);
  const chosenWords = first.reduce((sum, claim) => sum + claim.text.split(/\s+/).length, 0);
  const over = wordsIn(place(first)) - chosenWords;
  return place(choose(scored, Math.max(words - over, 0), worth));
};

/** What is handed out in the room and worn home. */
const AID = /\b(?:splints?|braces?|slings?|crutches|walking boot|casts?|walker|compression stockings?)\b/i;
const ORDERED: ReadonlySet<FactKind> = new Set(['test', 'referral', 'follow-up']);

/**
 * What no length is short enough to leave out: what was ordered, a medicine given or changed, when to seek help, what
 * was measured today, and an allergy.
 */
const isDecision = (claim: Claim, fact: Fact | undefined): boolean => {
  if (fact?.kind === 'return-precaution') return true;
  if (fact?.kind === 'allergy' && fact.polarity === 'affirmed') return fact.subject.role === 'patient';
  if (fact?.speaker !== 'clinician') return false;
  if (fact.value !== undefined) return true;
  const isNew = fact.drug?.change !== undefined && fact.drug.change !== 'same';
  const isOrdered = fact.drug !== undefined || ORDERED.has(fact.kind) || AID.test(fact.text);
  return isNew || (claim.made === 'plan' && isOrdered);
};

const answerOf = (answered: Answered | undefined): Pick<Fact, 'answer'> =>
  answered ? { answer: { text: answered.text, evidence: evidenceOf(answered) } } : {};

/**
 * Drafts the note of a visit. Pure and deterministic: the same input gives the same bytes. Time grows linearly with the
 * words said. A visit with nothing said gives no facts and a note without sections.
 */
export const draftVisit = (input: DraftInput): Draft => {
  const { transcript, knowledge } = input;
  const { lexicon, drugs } = knowledge;
  const template = input.template ?? knowledge.templates.get('general');
  if (!template) throw new Error('the general template is missing');
  const heard = hear(transcript, knowledge);
  const { said, swapped } = heard;
  const texts = new Map(transcript.turns.map((turn) => [turn.id, turn.text]));
  const claims = claimsIn(heard, texts, input);
  const medicineIn = (claim: Claim): string | undefined => drugs.find(claim.text)[0]?.name;
  const opposed = contradictions(claims, medicineIn);
  const complaint = chiefComplaint(claims, lexicon);
  const must = new Set([...(complaint ? [complaint] : []), ...opposed.flat()]);
  const turns = 1 + (said.at(-1)?.turn ?? 0);
  const ids = new Map<Claim, string>(claims.map((claim, index) => [claim, `f${index + 1}`]));
  const answers = answersTo(claims, said, lexicon);
  const charted = chartEvidenceFinder(input.chart, drugs);
  const medicines = { drugs, rules: knowledge.medicationRules };
  const words = placedWords(transcript.turns);
  const unheardIn = (claim: Claim): readonly string[] =>
    misheardWords(
      claim,
      words,
      knowledge.worth.unheardBelow,
      (word) =>
        holdsSubstance(word.replaceAll('-', ' '), knowledge.readable, lexicon) ||
        // "Ordering and me for your shoulder" was "an MRI": a small word misheard matters where something is ordered.
        (claim.made !== 'plan' && lexicon.language.stop.has(word)),
    );
  const facts = claims.map((claim): Fact => {
    const fact = factOf(claim, ids.get(claim) ?? '', medicines, lexicon);
    const dose = doseAlone(claim, fact.drug);
    const unheard = [...unheardIn(claim), ...(dose === undefined ? [] : [dose])];
    return {
      ...fact,
      ...answerOf(answers.get(claim)),
      ...(unheard.length > 0 ? { unheard } : {}),
      ...(claim === complaint ? { kind: 'chief-complaint' as const } : {}),
      evidence: [...fact.evidence, ...charted(fact.text)],
    };
  });
  const decided = new Set(claims.filter((claim, index) => isDecision(claim, facts[index])));
  // However it is worded: what was decided, and every medicine that was named.
  const stands = new Set(claims.filter((claim, index) => decided.has(claim) || facts[index]?.drug));
  const lines = noteLines({ claims, facts, said, texts }, must, knowledge)
    .map((each) => ({ ...each, reads: readsAsLine(each, knowledge) }))
    .filter(
      ({ of, line, spare, asSaid, reads }) =>
        input.words !== undefined ||
        (!spare && (asSaid || must.has(of) || stands.has(of) || reads >= leastOf(line, knowledge))),
    );
  const origin = new Map(lines.map(({ of, line }) => [line, of]));
  const scored = lines.map(({ of, line, spare, asSaid, reads }) => ({
    claim: line,
    score: score(of, turns, knowledge) * (spare ? SPARE : 1) * (asSaid ? 1 : reads ** READS_COUNTS),
    must: must.has(of) || decided.has(of),
  }));
  const headings = claims.filter((claim) => claim.made === 'heading');
  const place = (chosen: readonly Claim[]): NoteSection[] =>
    compose(
      [...chosen, ...headings].map((line) => {
        const claim = origin.get(line) ?? line;
        return {
          claim: line,
          factId: ids.get(claim) ?? '',
          section: claim === complaint ? 'chief-complaint' : sectionOf(claim, turns, knowledge),
          charted: charted(claim.text),
        };
      }),
      template,
    );
  const sections = fill(
    scored,
    input.words ?? targetWords(wordsSaid(said)),
    place,
    (stem) => knowledge.models.words.scores([stem])[0] ?? 0,
  );
  return {
    facts,
    note: { version: 1, status: 'draft', transcript: sha256(JSON.stringify(transcript)), sections },
    flags: draftFlags({
      swapped,
      said,
      contradictions: opposed,
      unanswered: claims.filter((claim) => claim.made === 'question' && !answers.has(claim)),
      facts,
      sections,
      words,
      uncertainBelow: knowledge.worth.uncertainBelow,
    }),
  };
};
