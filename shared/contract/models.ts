import { z } from 'zod';
import { FootnoteError } from './errors.ts';
import { Done, operation, type Operation } from './operation.ts';
import { ModelListing } from './setup.ts';
import { SpeakerModelState } from './speaker-model.ts';

const name = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);

/** How far a model is on its way; steps are those of setup. */
export const ModelFetch = z.object({
  name: z.string(),
  step: z.string(),
  share: z.number().min(0).max(1),
});
export type ModelFetch = z.infer<typeof ModelFetch>;

export const modelOperations = {
  'models.list': operation({
    name: 'models.list',
    summary: 'speech models of this machine, and what is being fetched',
    input: z.object({}).strict(),
    output: z.object({
      models: z.array(ModelListing),
      /** By what voices are told apart. */
      speakerModel: SpeakerModelState,
      fetching: ModelFetch.optional(),
      /** Why the last one did not come; absent once another is on its way. */
      failed: z.object({ name: z.string(), error: FootnoteError }).optional(),
    }),
    errors: [],
  }),
  'models.get': operation({
    name: 'models.get',
    summary: 'brings a model; how far it is comes as events. It can be left and goes on',
    input: z.object({ name }).strict(),
    output: Done,
    errors: ['model-unknown', 'visit-busy', 'role-refused', 'session-locked', 'session-ended'],
  }),
} as const satisfies Record<string, Operation>;
