import type { ModelTask } from '../../shared/contract/drafters.ts';
import { evaluationOf } from '../../shared/draft/drafters/evaluation/cases.ts';
import { keepPass } from '../../shared/hosts/model-passes.ts';
import { sha256 } from '../../shared/platform/hash.ts';

/** Notes in `file` that a model behind an address has passed the tests for these tasks. */
export const letPass = async (
  file: string,
  { name, host }: { readonly name: string; readonly host: string },
  tasks: readonly ModelTask[],
): Promise<void> => {
  for (const task of tasks)
    await keepPass(file, {
      model: { driver: 'server', name, host, sha256: sha256(`${host}\n${name}`) },
      task,
      evaluation: evaluationOf(task),
      passed: true,
      figures: { cases: 1, errors: 0, asked: 1, kept: 1 },
      at: '2026-01-01T00:00:00Z',
    });
};
