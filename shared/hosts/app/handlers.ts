import { randomBytes } from 'node:crypto';
import type { AppOperationName, AppOutput, AppParsed } from '../../contract/app.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import type { Jobs } from './jobs.ts';
import type { Shelf } from './shelf.ts';
import type { AppServices } from './services.ts';
import type { Uploads } from './uploads.ts';
import { summaryOf, viewOf, type Visit } from './visit.ts';

export interface Sample {
  readonly audio: Uint8Array;
  readonly chart: Uint8Array;
}

export interface Desk {
  readonly services: AppServices;
  readonly shelf: Shelf;
  readonly jobs: Jobs;
  readonly uploads: Uploads;
  /** Reads the sample visit; absent where it is not installed. */
  readonly sample?: (() => Promise<Sample>) | undefined;
  readonly host: 'browser' | 'desktop';
  readonly version: string;
  readonly now: () => Date;
}

type Only<Names extends AppOperationName> = {
  readonly [Name in Names]: (
    input: AppParsed<Name>,
  ) => Promise<Result<AppOutput<Name>>> | Result<AppOutput<Name>>;
};
export type Handlers = Only<AppOperationName>;

const DONE = { done: true } as const;

const stateHandlers = ({ shelf, sample, host, version }: Desk): Only<'app.state' | 'visits.list'> => ({
  'app.state': () => succeed({ version, host, keeping: 'memory', sample: sample !== undefined }),
  'visits.list': () =>
    succeed({
      visits: shelf
        .all()
        .map(summaryOf)
        .sort((one, other) => other.createdAt.localeCompare(one.createdAt)),
    }),
});

const filesOf = async (
  { services, uploads, ...desk }: Desk,
  ask: AppParsed<'visits.create'>,
): Promise<Result<Pick<Visit, 'audio' | 'chart'>>> => {
  if (ask.sample) {
    if (!desk.sample) return refuse('upload-missing');
    const sample = await desk.sample();
    const chart = services.readChart(sample.chart);
    return chart.ok ? succeed({ audio: sample.audio, chart: chart.value }) : chart;
  }
  const audio = ask.audio === undefined ? undefined : uploads.claim('audio', ask.audio);
  if (audio && !audio.ok) return audio;
  const bytes = ask.chart === undefined ? undefined : uploads.claim('chart', ask.chart);
  if (bytes && !bytes.ok) return bytes;
  const chart = bytes && services.readChart(bytes.value);
  if (chart && !chart.ok) return chart;
  return succeed({ ...(audio && { audio: audio.value }), ...(chart && { chart: chart.value }) });
};

const fileHandlers = (desk: Desk): Only<'visits.create' | 'visits.attach'> => ({
  'visits.create': async (ask) => {
    const files = await filesOf(desk, ask);
    if (!files.ok) return files;
    const id = randomBytes(9).toString('base64url');
    const createdAt = desk.now().toISOString();
    desk.shelf.keep({ id, sample: ask.sample === true, createdAt, settled: {}, seen: [], ...files.value });
    return succeed({ visit: id });
  },
  'visits.attach': (ask) => {
    const visit = desk.shelf.find(ask.visit);
    if (!visit) return refuse('visit-missing');
    if (visit.progress) return refuse('visit-busy');
    const bytes = desk.uploads.claim(ask.kind, ask.upload);
    if (!bytes.ok) return bytes;
    if (ask.kind === 'audio') {
      desk.shelf.keep({ ...visit, error: undefined, audio: bytes.value });
      return succeed(DONE);
    }
    const chart = desk.services.readChart(bytes.value);
    if (!chart.ok) return chart;
    desk.shelf.keep({ ...visit, error: undefined, chart: chart.value });
    return succeed(DONE);
  },
});

const visitHandlers = ({
  shelf,
  jobs,
}: Desk): Only<'visits.draft' | 'visits.cancel' | 'visits.open' | 'visits.remove'> => ({
  'visits.draft': (ask) => {
    const visit = shelf.find(ask.visit);
    if (!visit) return refuse('visit-missing');
    if (visit.progress) return refuse('visit-busy');
    if (!visit.audio) return refuse('audio-empty');
    jobs.start(visit, visit.audio, ask.language);
    return succeed(DONE);
  },
  'visits.cancel': (ask) => {
    if (!shelf.find(ask.visit)) return refuse('visit-missing');
    jobs.cancel(ask.visit);
    return succeed(DONE);
  },
  'visits.open': (ask) => {
    const visit = shelf.find(ask.visit);
    return visit ? succeed(viewOf(visit)) : refuse('visit-missing');
  },
  'visits.remove': (ask) => {
    jobs.cancel(ask.visit);
    return shelf.remove(ask.visit) ? succeed(DONE) : refuse('visit-missing');
  },
});

const reviewHandlers = ({ shelf }: Desk): Only<'flags.settle' | 'lines.see'> => ({
  'flags.settle': (ask) => {
    const visit = shelf.find(ask.visit);
    if (!visit) return refuse('visit-missing');
    if (!visit.drafted?.flags.some((flag) => flag.id === ask.flag)) return refuse('flag-missing');
    const others = Object.entries(visit.settled).filter(([flag]) => flag !== ask.flag);
    const settlement = ask.as === 'open' ? [] : [[ask.flag, { as: ask.as, reason: ask.reason }] as const];
    shelf.keep({ ...visit, settled: Object.fromEntries([...others, ...settlement]) });
    return succeed(DONE);
  },
  'lines.see': (ask) => {
    const visit = shelf.find(ask.visit);
    if (!visit) return refuse('visit-missing');
    if (!visit.seen.includes(ask.line)) shelf.keep({ ...visit, seen: [...visit.seen, ask.line] });
    return succeed(DONE);
  },
});

/** Every operation of the contract, over one desk. */
export const makeHandlers = (desk: Desk): Handlers => ({
  ...stateHandlers(desk),
  ...fileHandlers(desk),
  ...visitHandlers(desk),
  ...reviewHandlers(desk),
});
