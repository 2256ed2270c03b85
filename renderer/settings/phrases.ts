import { useQueryClient } from '@tanstack/react-query';
import { useAction, useAsk } from '../api/queries.ts';
import type { Phrase } from '../review/editor/phrase-before.ts';

const NONE: readonly Phrase[] = [];

/** The abbreviations of whoever is signed in; none while they are not known. */
export const usePhrases = (): readonly Phrase[] => useAsk('phrases.get', {}).data?.phrases ?? NONE;

/** Puts others in their place. */
export const useKeepPhrases = (): {
  readonly keep: (phrases: readonly Phrase[]) => void;
  readonly error: Error | null;
  readonly reset: () => void;
} => {
  const queries = useQueryClient();
  const { mutate, error, reset } = useAction('phrases.set');
  return {
    keep: (phrases) => {
      mutate(
        { phrases: [...phrases] },
        { onSuccess: () => void queries.invalidateQueries({ queryKey: ['phrases.get'] }) },
      );
    },
    error,
    reset,
  };
};
