import type { Gap, Word } from '../../contract/transcript.ts';

/**
 * So many words in a row, with this confidence (0..1) on average and less, were hardly heard. Measured with base q8_0 on
 * English: of clean visits, telephone sound, echo and hum this marks nothing, of speech in noise as loud as itself four
 * words in five, and with them 85 % of those that are wrong there.
 */
const WINDOW = 15;
const LEAST_SURE = 0.6;
/** Fewer words than these say nothing about how well a recording was heard. */
const FEWEST = 8;

/**
 * Stretches whose words stand there and are not to be believed: in loud noise an engine goes on writing sentences that
 * nobody said, and only its confidence tells. Words of an engine without confidences are believed.
 */
export const unclearIn = (words: readonly Word[]): readonly Gap[] => {
  const sure = words.flatMap(({ confidence }) => (confidence === null ? [] : [confidence]));
  const size = Math.min(WINDOW, words.length);
  if (sure.length < words.length || size < FEWEST) return [];
  const isUnclear = (from: number): boolean =>
    sure.slice(from, from + size).reduce((sum, one) => sum + one, 0) < LEAST_SURE * size;
  const stretches: { from: number; to: number }[] = [];
  for (let from = 0; from + size <= sure.length; from += 1) {
    if (!isUnclear(from)) continue;
    const last = stretches.at(-1);
    if (last && from <= last.to) last.to = from + size;
    else stretches.push({ from, to: from + size });
  }
  return stretches.map(({ from, to }) => ({
    startMs: words[from]?.startMs ?? 0,
    endMs: Math.max(...words.slice(from, to).map(({ endMs }) => endMs)),
    reason: 'unclear',
  }));
};
