import type { LanguageModel, ModelTask } from '../../contract/drafters.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { wordingOperations } from '../../contract/wording.ts';
import { modelConnection } from './connection-settings.ts';
import type { AppContext, HandlersOf } from './context.ts';
import type { AtVisit } from './desk.ts';
import { isHere } from './draft-entry.ts';
import { atDraft } from './edit-handlers.ts';
import { placedLines } from './edits.ts';

/** How long a person waits for words at most, ms. */
const WAIT_MS = 120_000;

const namesHost = (document: object, host: string): boolean => JSON.stringify(document).includes(host);

/**
 * The model that may be asked for a task about this visit, with the record saying so first. A host outside this machine
 * is asked only where the patient's sheets name it.
 */
const askModel = async (
  context: AppContext,
  { record, clinic, who }: AtVisit,
  task: ModelTask,
): Promise<Result<LanguageModel>> => {
  const connection = modelConnection(clinic.record);
  if (connection.drafter === 'embedded') return refuse('model-not-set');
  if (!connection.tasks.includes(task)) return refuse('model-not-passed');
  const opened = await context.services.models.open(connection, clinic.record.allowedHosts(), task);
  if (!opened.ok) return opened;
  const model = opened.value;
  if (!model) return refuse('model-not-set');
  const { name, host, sha256 } = model.identity;
  const sheets = Object.values(record.state().documents).filter((document) => 'language' in document);
  const isNamed = isHere(host) || sheets.every((sheet) => namesHost(sheet, host));
  const told = isNamed
    ? await record.append(
        {
          kind: 'model-asked',
          model: { name, host, sha256, use: `asked for ${task}, at ${host}` },
        },
        who.person,
      )
    : refuse('model-not-on-sheet');
  if (told.ok) return succeed(model);
  await model.close();
  return told;
};

/** What a model answers, with the model let go of whatever happens; a wait that is too long is the model's time-out. */
const answered = async <T extends object>(
  model: LanguageModel,
  work: (signal: AbortSignal) => Promise<Result<T>>,
): Promise<Result<T & { readonly model: string; readonly host: string }>> => {
  const late = AbortSignal.timeout(WAIT_MS);
  try {
    const done = await work(late);
    if (!done.ok) return late.aborted ? refuse('model-timeout') : done;
    const { name, host } = model.identity;
    return succeed({ ...done.value, model: name, host });
  } finally {
    await model.close();
  }
};

export const wordingHandlers = (context: AppContext): HandlersOf<keyof typeof wordingOperations> => ({
  'words.reword': async ({ visit, document, lines: wanted, task, ask }) => {
    const at = await atDraft(context, visit);
    if (!at.ok) return at;
    const { documents } = at.value.record.state();
    const shown = documents[document];
    if (!shown) return refuse('line-missing');
    // The checks of a rewording read English; in another language they would let through what they cannot read.
    if ('language' in shown && shown.language !== 'en') return refuse('language-refused');
    const lines = placedLines(documents).filter((one) => one.document === document);
    const asked = wanted.flatMap((id) => lines.find(({ line }) => line.id === id)?.line ?? []);
    if (asked.length !== wanted.length) return refuse('line-missing');
    const model = await askModel(context, at.value, task);
    if (!model.ok) return model;
    return answered(model.value, (signal) =>
      context.services.stages.rewordWith(model.value, {
        task,
        ask,
        lines: asked.map(({ id, text }) => ({ id, text })),
        signal,
      }),
    );
  },
  'explanations.propose': async ({ visit }) => {
    const at = await atDraft(context, visit);
    if (!at.ok) return at;
    const read = await context.reader.read(at.value.record);
    if (!read.ok) return read;
    const { transcript } = read.value;
    if (!transcript) return refuse('visit-order');
    const model = await askModel(context, at.value, 'differential');
    if (!model.ok) return model;
    return answered(model.value, async (signal) => {
      const done = await context.services.stages.differentialWith(model.value, { transcript, signal });
      return done.ok ? succeed({ suggestions: [...done.value.suggestions] }) : done;
    });
  },
});
