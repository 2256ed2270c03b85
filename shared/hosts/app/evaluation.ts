import type { EvaluationView } from '../../contract/connections.ts';
import type { LanguageModel, ModelTask } from '../../contract/drafters.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { code, type Log } from '../../platform/log.ts';
import { DONE } from './context.ts';
import type { Events } from './events.ts';
import type { AppServices } from './services.ts';

interface EvaluationGround {
  readonly services: AppServices;
  readonly events: Events;
  readonly log: Log;
}

/** The evaluation of a language model from the app: one at a time, in the background, until it ends or is stopped. */
export class Evaluation {
  private last: EvaluationView | undefined;
  private running: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(private readonly ground: EvaluationGround) {}

  /** How the last one went, or goes. */
  view(): EvaluationView | undefined {
    return this.last;
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
        this.running = undefined;
        if (this.last) {
          const { running: _ended, ...view } = this.last;
          this.last = { ...view, ...(reason !== undefined && { reason }) };
        }
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
    const known = async () => [...(await models.passes(model.identity))];
    const { name, host } = model.identity;
    this.last = { name, host, results: await known() };
    let answered = 0;
    for (const task of tasks) {
      let reason: string | undefined;
      const show = (share: number, results = this.last?.results ?? []): void => {
        this.last = { name, host, results, running: { task, share } };
        this.tell();
      };
      show(0);
      const silent = new AbortController();
      const done = await stages.evaluate(
        model,
        task,
        AbortSignal.any([signal, silent.signal]),
        (one, share) => {
          if (one.reason === undefined) answered += 1;
          else reason = one.reason;
          show(share);
          // A model that has not answered one case will not answer the next one either.
          if (answered === 0) silent.abort();
        },
      );
      if (answered === 0 && reason !== undefined) return reason;
      if (!done) return 'cancelled';
      await models.keepPass(done.pass);
      this.ground.log.note('models.evaluated', { task: code(task), passed: done.pass.passed ? 1 : 0 });
      show(1, await known());
    }
    return undefined;
  }
}
