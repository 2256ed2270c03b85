import { refuse, succeed } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import { patientOfNumber } from '../../deliver/fhir/record-server.ts';
import { identityOf, keepChart } from './charting.ts';
import { recordAccess } from './connection-settings.ts';
import type { AppContext, HandlersOf } from './context.ts';
import { refuseIfBusy } from './jobs.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A chart of thousands of pages must not hold a desk for ever, ms. */
const WHOLE_CHART_MS = 120_000;

/** Brings a chart from the record system. One of a patient born on another day than the visit says is not taken. */
export const chartHandlers = (context: AppContext): HandlersOf<'visits.fetch-chart'> => ({
  'visits.fetch-chart': async ({ visit, patient }) => {
    const at = await context.desk.atVisit('draft', visit);
    if (!at.ok) return at;
    const { record, clinic, who } = at.value;
    const free = refuseIfBusy(context.jobs, visit);
    if (!free.ok) return free;
    const signal = AbortSignal.timeout(WHOLE_CHART_MS);
    const by = { person: who.person, tokenOf: context.signIns.tokenOf };
    const access = recordAccess(clinic.record, signal, by);
    if (!access.ok) return access;
    const found = await patientOfNumber(access.value, patient);
    if (!found.ok) return found;
    const { id = '', birthDate } = found.value;
    const born = record.state().identifiers.find((one) => DAY.test(one));
    if (born !== undefined && birthDate !== undefined && born !== birthDate) return refuse('patient-unknown');
    const { base, token, send } = access.value;
    const { stages } = context.services;
    const fetch = (url: string, init: RequestInit = {}) => send(url, init);
    const chart = await stages.fetchChart({ base, fetch, signal, ...(token && { token }) }, id);
    if (!chart.ok) return chart.error.code === 'cancelled' ? refuse('chart-server-unreachable') : chart;
    const kept = await keepChart(stages, record, chart.value, who.person);
    if (!kept.ok) return kept;
    const told = await record.append({ kind: 'identified', ...identityOf(chart.value) }, who.person);
    return told.ok ? succeed(DONE) : told;
  },
});
