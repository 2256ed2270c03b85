import { refuse, succeed, type ErrorCode, type FootnoteError } from '../../contract/errors.ts';
import type { VisitEntry } from '../../contract/vault.ts';
import { patientThere, type ServerAccess } from '../../deliver/fhir/record-server.ts';
import { drainOutbox, USUAL_BACK_OFF, type BackOff, type Outbox } from '../../deliver/fhir/send-queue.ts';
import { visitResources } from '../../deliver/fhir/visit-resources.ts';
import { code, type Log } from '../../platform/log.ts';
import { approvedOf } from './approved-visit.ts';
import type { Clinic } from './clinic.ts';
import { recordAccess, recordConnection } from './connection-settings.ts';
import type { Events } from './events.ts';
import type { SignIns } from './sign-ins.ts';
import type { ContentReader } from './visit-content.ts';

export interface SenderGround {
  readonly reader: ContentReader;
  readonly signIns: SignIns;
  readonly events: Events;
  readonly log: Log;
  readonly backOff?: BackOff | undefined;
}

/**
 * Sends approved visits that wait into the record system, in the background while the record is open. What waits is read
 * from the record, so a restart goes on where the last run ended; ids are the same every time, so nothing is there twice.
 */
export class Sender {
  private clinic: Clinic | undefined;
  private stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private trouble_: ErrorCode | undefined;

  constructor(private readonly ground: SenderGround) {}

  /** Why the record system was not reached at the last try; undefined once it answers. */
  trouble(): ErrorCode | undefined {
    return this.trouble_;
  }

  begin(clinic: Clinic): void {
    this.clinic = clinic;
    this.nudge();
  }

  /** Tries now, whatever pause was going on. */
  nudge(): void {
    this.stop.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.running = this.running.then(async () => {
      const { clinic } = this;
      if (!clinic || stop.signal.aborted) return;
      await this.send(clinic, stop.signal).catch(() => {
        this.ground.log.note('send.fault');
      });
    });
  }

  async end(): Promise<void> {
    this.clinic = undefined;
    this.stop.abort();
    await this.running;
  }

  private async send(clinic: Clinic, signal: AbortSignal): Promise<void> {
    const waiting = clinic.record.list().flatMap(({ visit, toSend }) => (toSend ? [visit] : []));
    if (waiting.length === 0) return;
    if (!recordConnection(clinic.record)?.launch) {
      await this.sendAs(clinic, 'host', waiting, signal);
      return;
    }
    // Where people sign in themselves, each visit is sent as the person who approved it.
    const byPerson = await approvers(clinic, waiting);
    const { signIns } = this.ground;
    for (const [person, visits] of byPerson)
      if (signIns.isSignedIn(clinic.record, person)) await this.sendAs(clinic, person, visits, signal);
    if (signal.aborted) return;
    if ([...byPerson.keys()].some((person) => !signIns.isSignedIn(clinic.record, person)))
      this.hear('fhir-signed-out');
  }

  private async sendAs(
    clinic: Clinic,
    person: string,
    visits: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const { tokenOf } = this.ground.signIns;
    const access = recordAccess(clinic.record, signal, { person, tokenOf });
    if (!access.ok) {
      this.hear(access.error.code);
      return;
    }
    const watched: ServerAccess = {
      ...access.value,
      send: async (url, init) => {
        const answer = await access.value.send(url, init);
        if (!signal.aborted)
          this.hear(answer.ok ? ofStatus(answer.value.status) : outward(answer.error.code));
        return answer;
      },
    };
    const { backOff = USUAL_BACK_OFF } = this.ground;
    await drainOutbox(watched, this.outbox(clinic, watched, new Set(visits)), signal, backOff);
  }

  private hear(trouble: ErrorCode | undefined): void {
    if (trouble === this.trouble_) return;
    this.trouble_ = trouble;
    this.tellWaiting();
  }

  /** Every window asks again for what waits. */
  private tellWaiting(): void {
    for (const { visit, stage, toSend } of this.clinic?.record.list() ?? [])
      if (toSend) this.ground.events.tell({ what: 'visit', visit, state: stage });
  }

  private outbox(clinic: Clinic, access: ServerAccess, meant: ReadonlySet<string>): Outbox {
    const tried = new Set<string>();
    const settle = async (visit: string, entry: VisitEntry): Promise<void> => {
      tried.add(visit);
      const record = await clinic.record.open(visit);
      const told = record.ok ? await record.value.append(entry, 'host') : record;
      if (!told.ok) this.ground.log.note('send.untold', { code: code(told.error.code) });
      if (record.ok) this.ground.events.tell({ what: 'visit', visit, state: record.value.state().stage });
    };
    return {
      next: () => {
        const waiting = clinic.record
          .list()
          .findLast(({ visit, toSend }) => toSend && !tried.has(visit) && meant.has(visit));
        if (!waiting) return Promise.resolve(undefined);
        const { visit } = waiting;
        return Promise.resolve({ visit, resources: () => this.resourcesOf(clinic, access, visit) });
      },
      sent: async (visit) => {
        await settle(visit, { kind: 'sent', host: new URL(access.base).host });
      },
      setAside: async (visit, error: FootnoteError) => {
        this.ground.log.note('send.refused', { code: code(error.code) });
        await settle(visit, { kind: 'send-refused', code: error.code });
      },
    };
  }

  private async resourcesOf(clinic: Clinic, access: ServerAccess, visit: string) {
    const record = await clinic.record.open(visit);
    if (!record.ok) return record;
    const content = await this.ground.reader.read(record.value);
    if (!content.ok) return content;
    const approved = approvedOf({ clinic, record: record.value }, content.value.chart);
    if (!approved) return refuse('not-approved');
    const named = record.value.state().sending?.patient;
    const patient = await patientThere(access, approved.patient, named);
    if (!patient.ok) return patient;
    const { id = approved.patient.id } = patient.value;
    return succeed(visitResources({ ...approved, patient: { ...approved.patient, id } }));
  }
}

/** Visits by who approved them. */
const approvers = async (
  clinic: Clinic,
  visits: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const by = new Map<string, string[]>();
  for (const visit of visits) {
    const record = await clinic.record.open(visit);
    const person = record.ok ? record.value.state().approval?.certificate.person : undefined;
    if (person !== undefined) by.set(person, [...(by.get(person) ?? []), visit]);
  }
  return by;
};

/** No answer is a system that is away; anything else says what it is. */
const outward = (refused: ErrorCode): ErrorCode =>
  refused === 'egress-failed' ? 'fhir-unreachable' : refused;

const ofStatus = (status: number): ErrorCode | undefined => {
  if (status === 401 || status === 403) return 'fhir-signed-out';
  return status >= 500 || status === 429 ? 'fhir-unreachable' : undefined;
};
