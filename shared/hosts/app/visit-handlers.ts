import type { AppParsed } from '../../contract/app.ts';
import type { Chart } from '../../contract/chart.ts';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import type { visitOperations } from '../../contract/visits.ts';
import { wipe } from '../../platform/sealing.ts';
import { identityOf, keepChart } from './charting.ts';
import type { AppContext, HandlersOf } from './context.ts';
import { importSound } from './import-sound.ts';
import { refuseIfBusy } from './jobs.ts';
import { summaryOf, viewOf } from './visit-view.ts';
import { waveformOf } from './waveform.ts';

type Names = keyof typeof visitOperations;

interface Brought {
  readonly audio?: Uint8Array;
  readonly chart?: Chart;
}

const broughtBy = async (
  { services, uploads, sample }: AppContext,
  ask: AppParsed<'visits.create'>,
): Promise<Result<Brought>> => {
  const { readChart } = services.stages;
  if (ask.sample) {
    if (!sample) return refuse('upload-missing');
    const files = await sample();
    const chart = readChart(files.chart);
    return chart.ok ? succeed({ audio: files.audio, chart: chart.value }) : chart;
  }
  const bytes = ask.chart === undefined ? undefined : uploads.claim('chart', ask.chart);
  if (bytes && !bytes.ok) return bytes;
  const chart = bytes && readChart(bytes.value);
  if (chart && !chart.ok) return chart;
  const audio = ask.audio === undefined ? undefined : uploads.claim('audio', ask.audio);
  if (audio && !audio.ok) return audio;
  return succeed({ ...(audio && { audio: audio.value }), ...(chart && { chart: chart.value }) });
};

const makingHandlers = (
  context: AppContext,
): HandlersOf<'visits.create' | 'visits.identify' | 'visits.attach'> => ({
  'visits.create': async (ask) => {
    const at = context.desk.enter('draft');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const brought = await broughtBy(context, ask);
    if (!brought.ok) return brought;
    const { audio, chart } = brought.value;
    const charted = chart && identityOf(chart);
    const made = await clinic.record.create(
      {
        label: ask.label ?? charted?.label ?? '',
        identifiers: ask.identifiers.length > 0 ? ask.identifiers : (charted?.identifiers ?? []),
      },
      who.person,
    );
    if (!made.ok) return made;
    const { visit } = made.value;
    if (chart) {
      const kept = await keepChart(context.services.stages, made.value, chart, who.person);
      if (!kept.ok) return kept;
    }
    if (audio) {
      const kept = await importSound(context.services.stages.openSound, clinic, visit, audio, who.person);
      if (!kept.ok) {
        // A visit that was to be made of a file that cannot be read is not one.
        await clinic.record.delete(visit, who.person);
        return kept;
      }
    }
    return succeed({ visit });
  },
  'visits.identify': async ({ visit, label, identifiers }) => {
    const at = await context.desk.atVisit('draft', visit);
    if (!at.ok) return at;
    const told = await at.value.record.append(
      { kind: 'identified', label, identifiers },
      at.value.who.person,
    );
    return told.ok ? succeed(DONE) : told;
  },
  'visits.attach': async ({ visit, kind, upload }) => {
    const at = await context.desk.atVisit('draft', visit);
    if (!at.ok) return at;
    const { record, clinic, who } = at.value;
    const free = refuseIfBusy(context.jobs, visit);
    if (!free.ok) return free;
    const bytes = context.uploads.claim(kind, upload);
    if (!bytes.ok) return bytes;
    if (kind === 'audio') {
      const { openSound } = context.services.stages;
      const kept = await importSound(openSound, clinic, visit, bytes.value, who.person);
      return kept.ok ? succeed(DONE) : kept;
    }
    const chart = context.services.stages.readChart(bytes.value);
    if (!chart.ok) return chart;
    const kept = await keepChart(context.services.stages, record, chart.value, who.person);
    if (!kept.ok) return kept;
    if (record.state().identifiers.length > 0) return succeed(DONE);
    const told = await record.append({ kind: 'identified', ...identityOf(chart.value) }, who.person);
    return told.ok ? succeed(DONE) : told;
  },
});

const readingHandlers = (
  context: AppContext,
): HandlersOf<'visits.list' | 'visits.open' | 'visits.transcript' | 'visits.waveform'> => ({
  'visits.list': () => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const gone = (shredded: readonly string[]): boolean => shredded.includes('approved');
    const listed = at.value.clinic.record.list().filter(({ shredded }) => !gone(shredded));
    return succeed({ visits: listed.map((one) => summaryOf(one, context.jobs)) });
  },
  'visits.open': async ({ visit }) => {
    const at = await context.desk.atVisit('read-visit', visit);
    return at.ok ? viewOf(context, at.value) : at;
  },
  'visits.transcript': async ({ visit }) => {
    const at = await context.desk.atVisit('read-visit', visit);
    if (!at.ok) return at;
    const read = await context.reader.read(at.value.record);
    if (!read.ok) return read;
    const { transcript } = read.value;
    return transcript ? succeed({ transcript }) : refuse('content-shredded');
  },
  'visits.waveform': async ({ visit }) => {
    const at = await context.desk.atVisit('read-visit', visit);
    if (!at.ok) return at;
    const peaks = await waveformOf(at.value.record);
    return peaks.ok ? succeed({ peaks: peaks.value }) : peaks;
  },
});

const workingHandlers = (
  context: AppContext,
): HandlersOf<'visits.draft' | 'visits.cancel' | 'visits.ready' | 'visits.close' | 'visits.delete'> => ({
  'visits.draft': async ({ visit, language }) => {
    const at = await context.desk.atVisit('draft', visit);
    if (!at.ok) return at;
    const { clinic, record, who } = at.value;
    const free = refuseIfBusy(context.jobs, visit);
    if (!free.ok) return free;
    const state = record.state();
    if (state.approval) return refuse('approved-locked');
    if (state.shredded.includes('audio')) return refuse('content-shredded');
    if (state.recordings.some(({ stopped }) => !stopped)) return refuse('recording-running');
    if (state.recordings.every(({ segments }) => segments.length === 0)) return refuse('audio-empty');
    context.jobs.hear(clinic, record, language, who.person);
    return succeed(DONE);
  },
  'visits.cancel': async ({ visit }) => {
    const at = await context.desk.atVisit('draft', visit);
    if (!at.ok) return at;
    context.jobs.cancel(visit);
    return succeed(DONE);
  },
  'visits.ready': async ({ visit }) => {
    const at = await context.desk.atVisit('mark-ready', visit);
    if (!at.ok) return at;
    const told = await at.value.record.append({ kind: 'ready' }, at.value.who.person);
    return told.ok ? succeed(DONE) : told;
  },
  'visits.close': async ({ visit }) => {
    const at = await context.desk.atVisit('draft', visit);
    if (!at.ok) return at;
    const free = refuseIfBusy(context.jobs, visit);
    if (!free.ok) return free;
    const told = await at.value.record.append({ kind: 'closed' }, at.value.who.person);
    return told.ok ? succeed(DONE) : told;
  },
  'visits.delete': async ({ visit, passphrase }) => {
    const at = context.desk.enter('delete-visit');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const free = refuseIfBusy(context.jobs, visit);
    if (!free.ok) return free;
    const checked = await clinic.vault.personKeyOf(who.person, passphrase);
    if (!checked.ok) return checked;
    wipe(checked.value);
    const deleted = await clinic.record.delete(visit, who.person);
    context.reader.forget();
    return deleted.ok ? succeed(DONE) : deleted;
  },
});

export const visitHandlers = (context: AppContext): HandlersOf<Names> => ({
  ...makingHandlers(context),
  ...readingHandlers(context),
  ...workingHandlers(context),
});
