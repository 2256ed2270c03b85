import { makeBalanceMeter, type BalanceMeter } from '../../capture/decode/balance.ts';
import { mixDown } from '../../capture/decode/mixdown.ts';
import { SAMPLE_RATE } from '../../contract/capture.ts';
import type { Chart } from '../../contract/chart.ts';
import { refuse, type Result } from '../../contract/errors.ts';
import type { ChartedMeanwhile } from '../../contract/record.ts';
import type { Channels } from '../../contract/vault.ts';
import type { Transcript } from '../../contract/transcript.ts';
import type { VisitRecord } from '../../contract/visit-record.ts';
import type { Listening, ListeningManner, ListenRequest } from '../stages.ts';
import type { Events } from './events.ts';
import type { AppServices } from './services.ts';
import { asChannels } from './sound.ts';
import type { ContentReader } from './visit-content.ts';

interface Heard {
  readonly recording: string;
  readonly settled: { readonly text: string; readonly untilMs: number }[];
  readonly charted: ChartedMeanwhile[];
  provisional: { readonly text: string; readonly startMs: number } | undefined;
  /** Number of the chunk that comes next; one that is sent again is not heard twice. */
  next: number;
  readonly channels: Channels;
  /** Which of two channels is louder, so far. */
  readonly sides: BalanceMeter;
  readonly abort: AbortController;
  /** Resolves once the engine listens; undefined where it cannot. */
  readonly listening: Promise<Listening | undefined>;
  /** Sound that came before it did. */
  readonly early: Float32Array[];
  ready: Listening | undefined;
}

export interface LiveView {
  readonly settled: readonly { readonly text: string; readonly untilMs: number }[];
  readonly next: number;
  readonly charted: readonly ChartedMeanwhile[];
  readonly provisional?: { readonly text: string; readonly startMs: number };
}

/**
 * Ears beside the recorder. They hear what was sealed, never hold it up, and are given up without a word where they
 * fail or where the sound is not what they heard (struck, moved, taken up after a crash): the kept sound is then heard
 * as a whole after Stop.
 */
export class LiveEars {
  private readonly heard = new Map<string, Heard>();

  constructor(
    private readonly services: AppServices,
    private readonly reader: ContentReader,
    private readonly events: Events,
  ) {}

  /** Begins with the first recording of a visit; a later one is heard together with those before it, after Stop. */
  begin(record: VisitRecord, recording: string, how: ListeningManner = {}): void {
    const { visit } = record;
    if (record.state().recordings.length > 1) return;
    const abort = new AbortController();
    const channels = record.state().recordings[0]?.channels ?? 1;
    const sides = makeBalanceMeter(SAMPLE_RATE);
    const balance = channels === 2 ? (): Float32Array => sides.finish() : undefined;
    const heard: Heard = {
      recording,
      channels,
      sides,
      settled: [],
      charted: [],
      provisional: undefined,
      next: 0,
      abort,
      early: [],
      ready: undefined,
      listening: this.open(record, { ...how, balance }, abort.signal).catch(() => undefined),
    };
    this.heard.set(visit, heard);
    void heard.listening.then((listening) => {
      for (const samples of heard.early.splice(0)) listening?.feed(samples);
      heard.ready = listening;
    });
  }

  private async open(
    record: VisitRecord,
    how: ListeningManner & Pick<ListenRequest, 'balance'>,
    signal: AbortSignal,
  ): Promise<Listening | undefined> {
    const speech = await this.services.speech.find();
    const content = await this.reader.read(record);
    if (!speech.ok || !content.ok || signal.aborted) return undefined;
    const { visit } = record;
    const { chart } = content.value;
    return this.services.stages.listen({
      speech: speech.value,
      language: 'auto',
      chart,
      ...how,
      signal,
      onSettled: (text, untilMs) => {
        const heard = this.heard.get(visit);
        if (!heard || text === '') return;
        heard.settled.push({ text, untilMs });
        heard.provisional = undefined;
        this.look(heard, text, chart);
        this.events.tell({ what: 'live', visit });
      },
      onProvisional: (text, startMs) => {
        const heard = this.heard.get(visit);
        if (!heard) return;
        heard.provisional = { text, startMs };
        this.events.tell({ what: 'live', visit });
      },
    });
  }

  /** Looks what the chart has about words that were just said. */
  private look({ charted }: Heard, words: string, chart: Chart | undefined): void {
    if (!chart) return;
    for (const found of this.services.stages.chartedMeanwhile(words, chart)) {
      const isKnown = charted.some(
        ({ about, said, charted: name }) =>
          about === found.about && said === found.said && name === found.charted,
      );
      if (!isKnown) charted.push(found);
    }
  }

  /** A chunk that has just been sealed. */
  feed(visit: string, recording: string, seq: number, pcm: Uint8Array): void {
    const heard = this.heard.get(visit);
    if (heard?.recording !== recording || seq !== heard.next) return;
    heard.next += 1;
    const channels = asChannels(pcm, heard.channels);
    heard.sides.push(channels);
    const samples = mixDown(channels);
    if (heard.ready) heard.ready.feed(samples);
    else heard.early.push(samples);
  }

  view(visit: string, from: number): LiveView {
    const heard = this.heard.get(visit);
    const settled = heard?.settled.slice(from) ?? [];
    const next = heard?.settled.length ?? 0;
    const charted = heard?.charted ?? [];
    return { settled, next, charted, ...(heard?.provisional && { provisional: heard.provisional }) };
  }

  /** What was heard is not what is kept any more. */
  giveUp(visit: string): void {
    const heard = this.heard.get(visit);
    if (!heard) return;
    this.heard.delete(visit);
    heard.abort.abort();
    void heard.listening.then((listening) => listening?.close());
  }

  /** The transcript of the whole recording, with only its tail left to hear; refused where there are no ears. */
  async finish(visit: string): Promise<Result<Transcript>> {
    const heard = this.heard.get(visit);
    const listening = await heard?.listening;
    if (!heard || !listening) return refuse('engine-missing');
    try {
      return await listening.finish();
    } finally {
      this.heard.delete(visit);
      await listening.close();
    }
  }

  closeAll(): void {
    for (const visit of [...this.heard.keys()]) this.giveUp(visit);
  }
}
