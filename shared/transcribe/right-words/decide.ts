import type { SuggestionReason } from '../../contract/transcript.ts';
import type { Candidate, Span } from './candidates.ts';
import type { Bounds, RightWordsSettings } from './settings.ts';

/** What to do about a run of words: write a name in its place, keeping what was heard, or ask. */
export interface Verdict {
  readonly from: number;
  readonly to: number;
  readonly state: 'restored' | 'asked';
  readonly reason: SuggestionReason;
  readonly best: Candidate;
  /** Other things it may have been, best first. */
  readonly others: readonly Candidate[];
}

/** Whether a cue for this kind of name stands near a run of words. */
export type HasCue = (span: Span, kind: Candidate['name']['kind']) => boolean;

/** The chart makes a name likelier by about this much. */
const CHARTED = 0.08;
/** A charted name is preferred to one that is not, where it is at least this much more like what was heard. */
const CHARTED_MARGIN = 0.02;

const standing = ({ name, likeness }: Candidate): number =>
  likeness + (name.source === 'chart' ? CHARTED : 0);

type Settings = Pick<RightWordsSettings, 'bounds' | 'soundAlikes'>;

/** How much more than `other` the best must be like what was heard, for the other to be ruled out. */
const marginOver = (best: Candidate, other: Candidate, { bounds, soundAlikes }: Settings): number => {
  if (soundAlikes.get(best.name.thing)?.includes(other.name.thing) === true) return bounds.apartSoundAlike;
  return best.name.source === 'chart' && other.name.source !== 'chart' ? CHARTED_MARGIN : bounds.apart;
};

const boundsOf = ({ name }: Candidate, { bounds }: Settings): Bounds =>
  name.isBrand ? bounds.brand : name.source === 'chart' ? bounds.charted : bounds.listed;

/** A trade name that is not the patient's: where it does not fit well it is not worth a question, and may be a person's. */
const isForeignBrand = ({ name }: Candidate): boolean => name.isBrand && name.source === 'lexicon';

/** A test that the patient's chart does not hold. */
const isForeignLab = ({ name }: Candidate): boolean => name.kind === 'lab' && name.source === 'lexicon';

/**
 * A single strange word may be a trade name or a test; several words that happen to sound like one ("I'm on na" for
 * ammonia) are not.
 */
const isFarFetched = (span: Span, best: Candidate): boolean =>
  (isForeignBrand(best) || isForeignLab(best)) && span.to - span.from > 1;

/**
 * Words become a name by themselves only where they are no words, one name alone fits them and it fits well; two names
 * that both fit are asked about, and so is what may have been said as it was heard.
 */
export const decide = (span: Span, hasCue: HasCue, settings: Settings): Verdict | null => {
  const [best, ...others] = [...span.candidates].sort((a, b) => standing(b) - standing(a));
  if (!best) return null;
  const bound = boundsOf(best, settings);
  const cue = hasCue(span, best.name.kind);
  const rivals = others.filter(
    (other) =>
      other.likeness >= boundsOf(other, settings).asked &&
      best.likeness - other.likeness < marginOver(best, other, settings),
  );
  const verdict = { from: span.from, to: span.to, best, others: rivals };
  if (!span.isStrange)
    return cue && best.likeness >= bound.askedOfWords
      ? { ...verdict, state: 'asked', reason: 'everyday-words' }
      : null;
  const isSame = best.likeness === 1 && span.to - span.from === 1;
  if (isFarFetched(span, best) || isSame) return null;
  const isLikeEnough = best.likeness >= (cue ? bound.written : bound.writtenAlone);
  if (isLikeEnough && rivals.length === 0 && best.name.kind !== 'name')
    return { ...verdict, state: 'restored', reason: 'not-a-word' };
  if (rivals.length > 0 && (isLikeEnough || (cue && best.likeness >= bound.asked)))
    return { ...verdict, state: 'asked', reason: 'two-names' };
  const isWorthAsking = cue && best.likeness >= bound.asked && !isForeignBrand(best);
  return isWorthAsking ? { ...verdict, state: 'asked', reason: 'unsure' } : null;
};
