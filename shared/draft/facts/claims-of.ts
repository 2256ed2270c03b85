import type { Transcript } from '../../contract/transcript.ts';
import type { Claim } from './claims.ts';
import { extract } from './extract.ts';
import type { DraftKnowledge } from '../knowledge.ts';
import { type Utterance, utterances } from '../utterances/utterances.ts';
import type { Pronoun } from './wording.ts';

export type { Claim } from './claims.ts';

/** The claims of utterances whose speakers are settled. */
export const claimsFrom = (
  said: readonly Utterance[],
  knowledge: DraftKnowledge,
  pronoun: Pronoun,
): readonly Claim[] => {
  const isDrug = (words: readonly { readonly text: string }[]): boolean =>
    knowledge.drugs.find(words.map((word) => word.text).join(' ')).length > 0;
  return extract(said, { lexicon: knowledge.lexicon, pronoun, isDrug });
};

export const claimsOf = (
  transcript: Transcript,
  knowledge: DraftKnowledge,
  pronoun: Pronoun,
): readonly Claim[] => claimsFrom(utterances(transcript.turns, knowledge.lexicon), knowledge, pronoun);
