import type { Fact } from '../../contract/fact.ts';
import type { Flag } from '../../contract/flag.ts';
import type { NoteSection } from '../../contract/note.ts';
import type { Claim } from '../facts/claims.ts';
import type { Contradiction } from '../facts/contradictions.ts';
import { doubtfulWords, isDose, type PlacedWords } from '../facts/doubtful-words.ts';
import { evidenceOf } from '../facts/facts.ts';
import type { Utterance } from '../utterances/utterances.ts';

export interface FlagInput {
  readonly swapped: boolean;
  readonly said: readonly Utterance[];
  readonly contradictions: readonly Contradiction[];
  readonly unanswered: readonly Claim[];
  readonly facts: readonly Fact[];
  readonly sections: readonly NoteSection[];
  readonly words: PlacedWords;
  /** Recogniser confidence (0..1) under which a word is in doubt. */
  readonly uncertainBelow: number;
}

type Unnumbered = Omit<Flag, 'id'>;

const speakerDoubt = (said: readonly Utterance[]): Unnumbered => ({
  kind: 'speaker-doubt',
  severity: 'show',
  message:
    'The words sound as if clinician and patient were tagged the wrong way round; they were read as exchanged.',
  evidence: said
    .slice(0, 1)
    .map((each) => ({ source: 'transcript', turn: each.turnId, start: each.start, end: each.end })),
});

const contradicted = ([earlier, later]: Contradiction): Unnumbered => ({
  kind: 'contradicted',
  severity: 'show',
  message: `Two statements do not agree: "${earlier.text}" and later "${later.text}".`,
  evidence: [...evidenceOf(earlier), ...evidenceOf(later)],
});

const unanswered = (question: Claim): Unnumbered => ({
  kind: 'unanswered-question',
  severity: 'show',
  message: `The patient asked something and no answer was heard: ${question.text.replace(/^Asked: /, '')}`,
  evidence: evidenceOf(question),
});

/** One flag for each line that rests on a medicine, dose or value which the recogniser was not sure of. */
const doubted = (input: FlagInput): readonly Unnumbered[] => {
  const facts = new Map(input.facts.map((fact) => [fact.id, fact]));
  return input.sections
    .flatMap((section) => section.items)
    .flatMap((item) => {
      const own = item.facts.map((id) => facts.get(id)).filter((fact) => fact !== undefined);
      const words = own.flatMap((fact) => [
        ...(fact.unheard ?? []),
        ...doubtfulWords(fact, input.words, input.uncertainBelow),
      ]);
      if (words.length === 0) return [];
      const dose = own.flatMap((fact) => (fact.drug ? [] : (fact.unheard ?? []).filter(isDose)));
      return [
        {
          kind: 'low-confidence' as const,
          severity: 'show' as const,
          message:
            dose.length > 0
              ? `A dose was heard and no medicine that it is of, please listen: "${dose.join('", "')}".`
              : `Hard to hear, please listen: "${[...new Set(words)].join('", "')}".`,
          evidence: [...item.evidence],
          about: item.id,
        },
      ];
    });
};

/** What the drafter itself saw and the clinician should look at, numbered d1, d2, … */
export const draftFlags = (input: FlagInput): Flag[] =>
  [
    ...(input.swapped ? [speakerDoubt(input.said)] : []),
    ...input.contradictions.map(contradicted),
    ...input.unanswered.map(unanswered),
    ...doubted(input),
  ].map((flag, index) => ({ id: `d${index + 1}`, ...flag }));
