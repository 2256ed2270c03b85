import type { SpokenQuantity, Turn } from '../../contract/transcript.ts';
import { readQuantities, tokenise, type Language } from '../../language/index.ts';

/** Numbers with their units as canonical values beside the words, which stay as they were said. */
export const quantitiesOf = (turns: readonly Turn[], language: Language): readonly SpokenQuantity[] =>
  turns.flatMap((turn) =>
    readQuantities(tokenise(turn.text), language)
      .filter(({ weak }) => !weak)
      .map(({ value, unit, start, end }) => ({
        turn: turn.id,
        start,
        end,
        value,
        ...(unit === undefined ? {} : { unit }),
      })),
  );
