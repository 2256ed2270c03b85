import { voiceOf } from './voices.ts';
import { succeed, type Result } from '../../contract/errors.ts';
import {
  CHUNK_MS,
  type ChunkKept,
  type consentOperations,
  type recordOperations,
} from '../../contract/record.ts';
import type { AppEvent } from '../../contract/app.ts';
import { DONE } from '../../contract/operation.ts';
import type { Clinic } from './clinic.ts';
import type { AppContext, HandlersOf } from './context.ts';

type State = Extract<AppEvent, { what: 'recording' }>['state'];

const tell = (
  { events }: AppContext,
  { recorder }: Clinic,
  visit: string,
  recording: string,
  state: State,
): void => {
  events.tell({
    what: 'recording',
    visit,
    recording,
    state,
    keptMs: recorder.liveOf(recording)?.keptMs ?? 0,
  });
};

/** What hears and drafts once a recording has ended. */
const hearAfterStop = async (context: AppContext, clinic: Clinic, visit: string): Promise<void> => {
  const record = await clinic.record.open(visit);
  if (!record.ok || context.jobs.progressOf(visit)) return;
  const { recordings, approval } = record.value.state();
  if (approval || recordings.some(({ stopped }) => !stopped)) return;
  if (recordings.every(({ segments }) => segments.length === 0)) return;
  context.jobs.hear(clinic, record.value, 'auto', context.desk.person()?.person ?? 'host');
};

/**
 * One chunk of a running recording. Taken whoever sits at the desk, locked or not: the host owns the recording, and
 * what is said must not be lost because a screen went dark.
 */
export const keepChunk = async (
  { desk, ears }: AppContext,
  visit: string,
  recording: string,
  seq: number,
  pcm: Uint8Array,
): Promise<Result<ChunkKept>> => {
  const clinic = desk.clinic();
  if (!clinic.ok) return clinic;
  const kept = await clinic.value.recorder.chunk(visit, recording, seq, pcm);
  if (kept.ok) ears.feed(visit, recording, seq, pcm);
  return kept;
};

/** Taken also while the desk is locked. */
const runningHandlers = (
  context: AppContext,
): HandlersOf<'record.pause' | 'record.resume' | 'record.gap' | 'record.stop'> => ({
  'record.pause': async ({ visit, recording, reason }) => {
    const clinic = context.desk.clinic();
    if (!clinic.ok) return clinic;
    const done = await clinic.value.recorder.pause(visit, recording, reason);
    if (!done.ok) return done;
    tell(context, clinic.value, visit, recording, 'paused');
    return succeed(DONE);
  },
  'record.resume': async ({ visit, recording }) => {
    const clinic = context.desk.clinic();
    if (!clinic.ok) return clinic;
    const done = await clinic.value.recorder.resume(visit, recording);
    if (!done.ok) return done;
    tell(context, clinic.value, visit, recording, 'running');
    return succeed(DONE);
  },
  'record.gap': async ({ visit, recording, reason, lastedMs }) => {
    const clinic = context.desk.clinic();
    if (!clinic.ok) return clinic;
    const done = await clinic.value.recorder.gap(visit, recording, reason, lastedMs);
    return done.ok ? succeed(DONE) : done;
  },
  'record.stop': async ({ visit, recording }) => {
    const clinic = context.desk.clinic();
    if (!clinic.ok) return clinic;
    const done = await clinic.value.recorder.stop(visit, recording);
    if (!done.ok) return done;
    tell(context, clinic.value, visit, recording, 'stopped');
    await hearAfterStop(context, clinic.value, visit);
    return succeed({ keptMs: done.value.chunks * CHUNK_MS });
  },
});

const beginningHandlers = (
  context: AppContext,
): HandlersOf<'record.start' | 'record.live' | 'record.unfinished' | 'record.take-up' | 'record.finish'> => ({
  'record.start': async ({ visit, identifiersShown, channels }) => {
    const at = context.desk.enter('record');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const by = who.person;
    const started = await clinic.recorder.start(visit, identifiersShown, 'microphone', by, channels);
    if (!started.ok) return started;
    const record = await clinic.record.open(visit);
    if (record.ok) {
      const print = await voiceOf(context.vaultGround, clinic, by);
      const { secondListening } = clinic.settings();
      context.ears.begin(record.value, started.value.recording, { print, secondListening });
    }
    tell(context, clinic, visit, started.value.recording, 'running');
    return started;
  },
  'record.live': ({ visit, from }) => {
    const at = context.desk.enter('read-visit');
    if (!at.ok) return at;
    const { settled, next, provisional, charted } = context.ears.view(visit, from);
    return succeed({
      settled: [...settled],
      next,
      charted: [...charted],
      ...(provisional && { provisional }),
    });
  },
  'record.unfinished': async () => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const found = await at.value.clinic.recorder.recover();
    return found.ok ? succeed({ unfinished: [...found.value] }) : found;
  },
  'record.take-up': async ({ visit, recording }) => {
    const open = context.desk.clinic();
    // What runs in this host goes on though its page crashed behind a locked screen; nothing new begins there.
    const live = open.ok && open.value.recorder.liveOf(recording)?.paused === false;
    const at = context.desk.enter('record');
    if (!at.ok && !(live && at.error.code === 'session-locked')) return at;
    if (!open.ok) return open;
    const clinic = open.value;
    const by = at.ok ? at.value.who.person : 'host';
    context.ears.giveUp(visit);
    const taken = await clinic.recorder.takeUp(visit, recording, by);
    if (!taken.ok) return taken;
    const now = clinic.recorder.liveOf(recording);
    tell(context, clinic, visit, recording, now?.paused ? 'paused' : 'running');
    return succeed({ recording, keptMs: now?.keptMs ?? 0, channels: now?.channels ?? 1 });
  },
  'record.finish': async ({ visit, recording }) => {
    const at = context.desk.enter('record');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const done = await clinic.recorder.finish(visit, recording, who.person);
    if (!done.ok) return done;
    tell(context, clinic, visit, recording, 'stopped');
    await hearAfterStop(context, clinic, visit);
    return succeed(DONE);
  },
});

const cuttingHandlers = (
  context: AppContext,
): HandlersOf<'record.strike' | 'record.split' | 'record.move'> => ({
  'record.strike': async ({ visit, recording, lastMs }) => {
    const at = context.desk.enter('record');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    context.ears.giveUp(visit);
    const cut = await clinic.recorder.strike(visit, recording, lastMs, who.person);
    return cut.ok ? succeed({ struckMs: cut.value.chunks * CHUNK_MS }) : cut;
  },
  'record.split': async ({ visit, recording, toVisit, agoMs, identifiersShown }) => {
    const at = context.desk.enter('record');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const split = await clinic.recorder.split(visit, recording, toVisit, agoMs, identifiersShown, who.person);
    if (!split.ok) return split;
    context.ears.giveUp(visit);
    tell(context, clinic, visit, recording, 'stopped');
    tell(context, clinic, toVisit, split.value.recording, 'running');
    await hearAfterStop(context, clinic, visit);
    return split;
  },
  'record.move': async ({ visit, recording, toVisit, identifiersShown }) => {
    const at = context.desk.enter('record');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    return clinic.recorder.move(visit, recording, toVisit, identifiersShown, who.person);
  },
});

export const consentHandlers = (context: AppContext): HandlersOf<keyof typeof consentOperations> => ({
  'consent.record': async ({ visit, wording, given, by }) => {
    const at = await context.desk.atVisit('record', visit);
    if (!at.ok) return at;
    const told = await at.value.record.append({ kind: 'consent', wording, given, by }, at.value.who.person);
    return told.ok ? succeed(DONE) : told;
  },
  'consent.withdraw': async ({ visit, by }) => {
    const at = context.desk.enter('record');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    context.ears.giveUp(visit);
    const done = await clinic.recorder.withdraw(visit, by, who.person);
    return done.ok ? succeed(DONE) : done;
  },
  'consent.present': async ({ visit, people }) => {
    const at = await context.desk.atVisit('record', visit);
    if (!at.ok) return at;
    const told = await at.value.record.append({ kind: 'present', people }, at.value.who.person);
    return told.ok ? succeed(DONE) : told;
  },
});

export const recordHandlers = (context: AppContext): HandlersOf<keyof typeof recordOperations> => ({
  ...runningHandlers(context),
  ...beginningHandlers(context),
  ...cuttingHandlers(context),
});
