import { z } from 'zod';
import { modelAskingErrors, modelOpeningErrors, Rewording, RewordTask } from './drafters.ts';
import { operation, type Operation } from './operation.ts';
import { Suggestion } from './suggestion.ts';
import { DocumentName, OpaqueId } from './vault.ts';

const asking = [
  'visit-unknown',
  'visit-order',
  'visit-busy',
  'approved-locked',
  'role-refused',
  'session-locked',
  'session-ended',
  'vault-closed',
  'disk-full',
  'model-not-on-sheet',
  ...modelOpeningErrors,
  ...modelAskingErrors,
] as const;

/** Who answered: a proposal of a language model is never shown without its name. */
const from = { model: z.string(), host: z.string() };

/** Asked of a language model that passed the evaluation for it. Nothing is written but that it was asked. */
export const wordingOperations = {
  'words.reword': operation({
    name: 'words.reword',
    summary:
      'a language model puts lines of the draft in other words; whatever would say something else stands as it was; a proposal, which a person takes or leaves',
    input: z
      .object({
        visit: OpaqueId,
        document: DocumentName,
        lines: z.array(z.string().max(200)).min(1).max(60),
        task: RewordTask,
        ask: z.string().trim().max(500).default(''),
      })
      .strict(),
    output: Rewording.extend(from),
    errors: ['line-missing', 'language-refused', ...asking],
  }),
  'explanations.propose': operation({
    name: 'explanations.propose',
    summary:
      'a language model says what might explain the complaint, each with words that were said; suggestions, never lines of the note',
    input: z.object({ visit: OpaqueId }).strict(),
    output: z.object({ suggestions: z.array(Suggestion), ...from }),
    errors: asking,
  }),
} as const satisfies Record<string, Operation>;
