import type { EvaluationView } from '../../contract/connections.ts';
import type { LanguageModel, ModelTask } from '../../contract/drafters.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import { code, type Log } from '../../platform/log.ts';
import type { Events } from './events.ts';
import type { AppServices } from './services.ts';

interface EvaluationGround {
  readonly services: AppServices;
  readonly events: Events;
  readonly log: Log;
}

/** The evaluation of a language model from the app: one at a time, in the background, until it ends or is stopped. */
export class Evaluation {
  private last: Omit<EvaluationView, 'running'> | undefined;
  private now: EvaluationView['running'];
  private running: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(private readonly ground: EvaluationGround) {}

  /** How the last one went, or goes. */
  view(): EvaluationView | undefined {
    return this.last && { ...this.last, ...(this.now && { running: this.now }) };
  }

  /** Takes over an open model and closes it in the end. Refuses `visit-busy` while another one runs. */
  begin(model: LanguageModel, tasks: readonly ModelTask[]): Result<typeof DONE> {
    if (this.running) return refuse('visit-busy');
    const stop = new AbortController();
    const { name, host } = model.identity;
    this.last = { name, host, results: [] };
    const ended = this.run(model, tasks, stop.signal)
      .catch(() => {
        this.ground.log.note('models.fault');
        return 'fault';
      })
      .then(async (reason) => {
        await model.close();
        [this.running, this.now] = [undefined, undefined];
        if (this.last && reason !== undefined) this.last = { ...this.last, reason };
        this.tell();
      });
    this.running = { stop, ended };
    return succeed(DONE);
  }

  async stop(): Promise<void> {
    this.running?.stop.abort();
    await this.running?.ended;
  }

  private tell(): void {
    this.ground.events.tell({ what: 'evaluation' });
  }

  /** Why it ended early, if it did. */
  private async run(
    model: LanguageModel,
    tasks: readonly ModelTask[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { stages, models } = this.ground.services;
    const { name, host } = model.identity;
    const known = async () => ({ name, host, results: [...(await models.passes(model.identity))] });
    this.last = await known();
    let answered = 0;
    for (const task of tasks) {
      let reason: string | undefined;
      const silent = new AbortController();
      this.now = { task, share: 0 };
      this.tell();
      const done = await stages.evaluate(
        model,
        task,
        AbortSignal.any([signal, silent.signal]),
        (one, share) => {
          if (one.reason === undefined) answered += 1;
          else reason = one.reason;
          this.now = { task, share };
          this.tell();
          // A model that has not answered one case will not answer the next one either.
          if (answered === 0) silent.abort();
        },
      );
      if (answered === 0 && reason !== undefined) return reason;
      if (!done) return 'cancelled';
      await models.keepPass(done.pass);
      this.ground.log.note('models.evaluated', { task: code(task), passed: done.pass.passed ? 1 : 0 });
      this.last = await known();
    }
    return undefined;
  }
}
