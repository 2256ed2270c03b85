import { refuse, succeed, type FootnoteError } from '../../contract/errors.ts';
import type { ModelFetch, modelOperations } from '../../contract/models.ts';
import { DONE } from '../../contract/operation.ts';
import { code } from '../../platform/log.ts';
import type { AppContext, HandlersOf } from './context.ts';

/** Models of this machine. They hold nothing of a patient, so that the first run can bring one before anyone signs in. */
export const modelHandlers = ({
  services,
  events,
  log,
}: AppContext): HandlersOf<keyof typeof modelOperations> => {
  let fetching: ModelFetch | undefined;
  let failed: { readonly name: string; readonly error: FootnoteError } | undefined;
  return {
    'models.list': async () => {
      const listed = await services.speech.list();
      if (!listed.ok) return listed;
      return succeed({
        models: [...listed.value],
        speakerModel: await services.speech.speakerModel(),
        ...(fetching && { fetching }),
        ...(failed && { failed }),
      });
    },
    'models.get': async ({ name }) => {
      if (fetching) return refuse('visit-busy');
      const listed = await services.speech.list();
      if (!listed.ok) return listed;
      if (!listed.value.some((one) => one.name === name)) return refuse('model-unknown');
      fetching = { name, step: 'fetch', share: 0 };
      failed = undefined;
      void services.speech
        .get(name, new AbortController().signal, (now) => {
          fetching = now;
          events.tell({ what: 'models', fetching: now });
        })
        .then(
          (result) => {
            if (result.ok) return;
            failed = { name, error: result.error };
            log.note('models.refused', { code: code(result.error.code) });
          },
          () => {
            failed = { name, error: { code: 'fault', message: '' } };
            log.note('models.fault');
          },
        )
        .finally(() => {
          fetching = undefined;
          events.tell({ what: 'models' });
        });
      return succeed(DONE);
    },
  };
};
