import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TranscriptEvidence } from '../../contract/evidence.ts';
import type { Transcript } from '../../contract/transcript.ts';
import { splitSentences } from '../../language/index.ts';

const PlantedFile = z.object({
  source: z.string(),
  date: z.iso.date(),
  patterns: z.array(z.string()).min(1),
});

/** Whether a sentence speaks to a program rather than to a person in the room. */
export type PlantedCue = (sentence: string) => boolean;

export const loadPlantedCue = (
  file = new URL('../../../resources/knowledge/planted-instructions.json', import.meta.url),
): PlantedCue => {
  const { patterns } = PlantedFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  const cues = patterns.map((pattern) => new RegExp(pattern, 'iu'));
  return (sentence) => cues.some((cue) => cue.test(sentence));
};

/** Sentences of the conversation that read like an order to a program. */
export const findPlanted = (transcript: Transcript, isPlanted: PlantedCue): readonly TranscriptEvidence[] =>
  transcript.turns.flatMap((turn) =>
    splitSentences(turn.text)
      .filter(({ start, end }) => isPlanted(turn.text.slice(start, end)))
      .map(({ start, end }) => ({ source: 'transcript' as const, turn: turn.id, start, end })),
  );

/**
 * The transcript with those sentences blanked, every offset kept: what a line of a model has to rest on. A model that
 * obeyed one of them can then not point to it as its source.
 */
export const withoutPlanted = (
  transcript: Transcript,
  planted: readonly TranscriptEvidence[],
): Transcript => ({
  ...transcript,
  turns: transcript.turns.map((turn) => ({
    ...turn,
    text: planted
      .filter((place) => place.turn === turn.id)
      .reduce(
        (text, { start, end }) => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end),
        turn.text,
      ),
  })),
});
