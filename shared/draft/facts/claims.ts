import type { Fact, FactKind } from '../../contract/fact.ts';
import type { Utterance } from '../utterances/utterances.ts';

/**
 * Something that could stand in the note: a clinical sentence with the words it rests on. Claims are what is chosen
 * among; those that are facts become `Fact`s.
 */
export interface Claim {
  readonly text: string;
  readonly kind: FactKind;
  readonly polarity: Fact['polarity'];
  readonly certainty: Fact['certainty'];
  readonly subject: Fact['subject'];
  readonly speaker: Fact['speaker'];
  /** How it was made: a question joined with its answer, a short answer under a label, an utterance of its own. */
  readonly made:
    'join' | 'label' | 'statement' | 'plan' | 'exam' | 'opinion' | 'recap' | 'heading' | 'question';
  /** A denial or a list item that can be set in one sentence with its neighbours: "No cough", "No fever". */
  readonly noun?: string;
  /** What it was read from, in order; the first is where it stands in the visit. */
  readonly from: readonly Utterance[];
  /** Order in the visit. */
  readonly order: number;
  /** The problem of the plan that it belongs to, by the order of its heading. */
  readonly problem?: number;
}
