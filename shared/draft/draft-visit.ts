import type { Chart } from '../contract/chart.ts';
import type { Draft, NoteTemplate } from '../contract/draft.ts';
import type { Transcript } from '../contract/transcript.ts';
import { sha256 } from '../platform/hash.ts';
import type { Flag } from '../contract/flag.ts';
import { claimsFrom } from './claims-of.ts';
import type { Claim } from './claims.ts';
import { areSwapped, attribute, swap } from './speakers.ts';
import { type Placed, compose } from './compose.ts';
import { factOf } from './facts.ts';
import type { DraftKnowledge } from './knowledge.ts';
import { readsWell } from './reads-well.ts';
import { isBorneOut } from './self-check.ts';
import { score, sectionOf } from './score.ts';
import { choose } from './select.ts';
import { pronounOf } from './sex.ts';
import { type Utterance, utterances } from './utterances.ts';

export interface DraftInput {
  readonly transcript: Transcript;
  readonly chart?: Chart;
  readonly template?: NoteTemplate;
  /** Length of the note to aim for, in words; by default 350 for a visit of 1,400 words, less for a shorter one. */
  readonly words?: number;
  readonly knowledge: DraftKnowledge;
}

const USUAL_VISIT = 1400;
const USUAL_NOTE = 350;

/** Longer visits get longer notes, by the square root: a visit four times as long gets twice the note. */
const targetWords = (said: number): number =>
  Math.round(Math.min(USUAL_NOTE * Math.sqrt(said / USUAL_VISIT), Math.max(30, said * 0.8)));

const speakerDoubt = (said: readonly Utterance[]): Flag => ({
  id: 'd1',
  kind: 'speaker-doubt',
  severity: 'show',
  message:
    'The words sound as if clinician and patient were tagged the wrong way round; they were read as exchanged.',
  evidence: said
    .slice(0, 1)
    .map((each) => ({ source: 'transcript', turn: each.turnId, start: each.start, end: each.end })),
});

/**
 * Drafts the note of a visit. Pure and deterministic: the same input gives the same bytes. Time grows linearly with the
 * words said. A visit with nothing said gives no facts and a note without sections.
 */
export const draftVisit = (input: DraftInput): Draft => {
  const { transcript, knowledge } = input;
  const { lexicon, drugs } = knowledge;
  const template = input.template ?? knowledge.templates.get('general');
  if (!template) throw new Error('the general template is missing');
  const tagged = utterances(transcript.turns, lexicon);
  const swapped = areSwapped(tagged, knowledge.models.speaker);
  const said = attribute(swapped ? swap(tagged) : tagged, knowledge.models.speaker);
  const texts = new Map(transcript.turns.map((turn) => [turn.id, turn.text]));
  const wordsOf = (claim: Claim): string =>
    claim.from.map((each) => texts.get(each.turnId)?.slice(each.start, each.end) ?? '').join(' … ');
  const claims = claimsFrom(said, knowledge, pronounOf(input.chart, said)).filter((claim) =>
    isBorneOut(claim, wordsOf(claim), drugs, lexicon.language),
  );
  const wordCount = said.reduce((sum, each) => sum + each.said.length, 0);
  const turns = 1 + (said.at(-1)?.turn ?? 0);
  const chosen = choose(
    claims
      .filter((claim) => claim.made !== 'heading' && readsWell(claim))
      .map((claim) => ({ claim, score: score(claim, turns, knowledge) })),
    input.words ?? targetWords(wordCount),
  );
  const ids = new Map<Claim, string>(claims.map((claim, index) => [claim, `f${index + 1}`]));
  const facts = claims.map((claim) => factOf(claim, ids.get(claim) ?? '', drugs, lexicon));
  const headings = claims.filter((claim) => claim.made === 'heading');
  const placed: Placed[] = [...chosen, ...headings].map((claim) => ({
    claim,
    factId: ids.get(claim) ?? '',
    section: sectionOf(claim, turns, knowledge),
  }));
  return {
    facts,
    note: {
      version: 1,
      status: 'draft',
      transcript: sha256(JSON.stringify(transcript)),
      sections: compose(placed, template),
    },
    flags: swapped ? [speakerDoubt(said)] : [],
  };
};
