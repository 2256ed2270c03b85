import type { Turn } from '../../contract/transcript.ts';
import type { AttributedWord } from './attribute.ts';

/** A silence this long (ms) ends a turn even when the same person goes on. */
const LONG_PAUSE_MS = 4000;

/** Neighbouring words of one speaker as turns, numbered from t1. A turn is as sure as its words are on average. */
export const turnsOf = (attributed: readonly AttributedWord[]): Turn[] => {
  const groups: AttributedWord[][] = [];
  for (const item of attributed) {
    const current = groups.at(-1);
    const last = current?.at(-1);
    const continues = last?.speaker === item.speaker && item.word.startMs - last.word.endMs < LONG_PAUSE_MS;
    if (current && continues) current.push(item);
    else groups.push([item]);
  }
  return groups.map((group, index) => ({
    id: `t${index + 1}`,
    speaker: group[0]?.speaker ?? 'unknown',
    startMs: group[0]?.word.startMs ?? 0,
    endMs: Math.max(...group.map(({ word }) => word.endMs)),
    text: group.map(({ word }) => word.text).join(' '),
    words: group.map(({ word }) => word),
    speakerConfidence: Number(
      (group.reduce((sum, { sureness }) => sum + sureness, 0) / group.length).toFixed(3),
    ),
  }));
};
