// npm run evals -- --drafter NAME [TASK…]: puts a language model the shipped cases of every task, or of those named, and keeps the results with its
// hash. A model that has not passed is not used for that task by the app or the command line.
import type { DrafterName, ModelTask } from '../../shared/contract/drafters.ts';
import { composeStages } from '../../shared/hosts/compose.ts';
import { commandLineGround, openModel } from '../../shared/hosts/drafters.ts';
import { keepPass } from '../../shared/hosts/model-passes.ts';

/** The command: true where the model passed every task that was asked for. */
export const runDrafterEvaluation = async (
  name: DrafterName,
  passes: string,
  say: (line: string) => void,
  tasks: readonly ModelTask[],
): Promise<boolean> => {
  const opened = await openModel(name, commandLineGround());
  if (!opened.ok) {
    say(opened.error.message);
    return false;
  }
  const model = opened.value;
  if (!model) {
    say('the built-in drafter needs no evaluation of this kind; npm run evals measures it');
    return true;
  }
  const { evaluate } = composeStages();
  let hasPassedAll = true;
  try {
    for (const task of tasks) {
      const done = await evaluate(model, task, new AbortController().signal, (one) => {
        const reason = one.reason === undefined ? '' : ` (${one.reason})`;
        say(
          `${task}, ${one.id}: ${String(one.errors)} errors, ${String(one.kept)} of ${String(one.asked)} kept${reason}`,
        );
      });
      if (!done) return false;
      await keepPass(passes, done.pass);
      const { errors, asked, kept } = done.pass.figures;
      say(
        `${task} by ${model.identity.name}: ${String(errors)} errors, ${String(kept)} of ${String(asked)} kept; ${done.pass.passed ? 'passed' : 'not passed, it will not be used for this'}`,
      );
      hasPassedAll &&= done.pass.passed;
    }
    return hasPassedAll;
  } finally {
    await model.close();
  }
};
