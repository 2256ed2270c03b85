import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { refuse, succeed, type Result } from '../../contract/errors.ts';
import { DONE } from '../../contract/operation.ts';
import {
  Phrase,
  type AuditEvent,
  type auditOperations,
  type DoingCounts,
  type doingOperations,
  type supportOperations,
  type settingsOperations,
} from '../../contract/settings.ts';
import type { AuditLine } from '../../contract/vault.ts';
import { writeBackup } from '../../vault/backup.ts';
import type { Counted } from '../../vault/vault-state.ts';
import { auditJsonLines, verifyRecord } from '../../vault/verify-record.ts';
import { nameOf, type Clinic } from './clinic.ts';
import { voidConfirmations } from './connection-settings.ts';
import { code } from '../../platform/log.ts';
import type { AppContext, HandlersOf } from './context.ts';
import { median } from '../../platform/median.ts';

const phrasesName = (person: string): string => `phrases ${person}`;

export const settingsHandlers = (context: AppContext): HandlersOf<keyof typeof settingsOperations> => ({
  'settings.get': () => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const { clinic } = at.value;
    return succeed({
      ...clinic.settings(),
      egress: [...clinic.record.allowedHosts()],
      noteTemplates: context.services.stages.noteTemplates(),
    });
  },
  'settings.change': async (changes) => {
    const at = context.desk.enter('change-settings');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    for (const [name, value] of Object.entries(changes)) {
      const told = await clinic.record.tell({ kind: 'settings', name, value }, who.person);
      if (!told.ok) return told;
    }
    return succeed(DONE);
  },
  'settings.egress': async ({ hosts }) => {
    const at = context.desk.enter('change-egress');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const told = await clinic.record.tell({ kind: 'egress-changed', hosts }, who.person);
    if (!told.ok) return told;
    const voided = await voidConfirmations(clinic.record, hosts, who.person);
    return voided.ok ? succeed(DONE) : voided;
  },
  'settings.back-up': async ({ file, passphrase }) => {
    const at = context.desk.enter('back-up');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const { files, folder } = context.vaultGround;
    // A name without a folder would go wherever the host was started.
    if (!isAbsolute(file)) return refuse('out-unwritable');
    try {
      const written = await writeBackup(files, folder, file, passphrase);
      if (!written.ok) return written;
    } catch {
      return refuse('out-unwritable');
    }
    const told = await clinic.record.tell({ kind: 'backup-made' }, who.person);
    return told.ok ? succeed({ bytes: (await files.size(file)) ?? 0 }) : told;
  },
  'phrases.get': () => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const kept = z.array(Phrase).safeParse(clinic.record.setting(phrasesName(who.person)));
    return succeed({ phrases: kept.success ? kept.data : [] });
  },
  'phrases.set': async ({ phrases }) => {
    const at = context.desk.enter('list-visits');
    if (!at.ok) return at;
    const { clinic, who } = at.value;
    const name = phrasesName(who.person);
    const told = await clinic.record.tell({ kind: 'settings', name, value: phrases }, who.person);
    return told.ok ? succeed(DONE) : told;
  },
});

interface Filter {
  readonly visit?: string | undefined;
  readonly person?: string | undefined;
  readonly kind?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** For the screen: each visit has to be opened to be read. A file holds all of them. */
const VISITS_SHOWN = 200;

interface Trail {
  readonly lines: readonly AuditLine[];
  /** More visits lie in that time than were read. */
  readonly more: boolean;
}

/** Lines of one visit, or of the whole record and every visit that was there in that time, the latest first. */
const trailOf = async (
  { record }: Clinic,
  { visit, from = '', to = '\uffff' }: Filter,
  atMost = Infinity,
): Promise<Result<Trail>> => {
  const all = record.list();
  if (visit !== undefined && !all.some((one) => one.visit === visit)) return refuse('visit-unknown');
  const within = all.filter((one) =>
    visit === undefined ? one.changedAt >= from && one.createdAt <= to : one.visit === visit,
  );
  const lines = await record.auditLines(within.slice(0, atMost).map((one) => one.visit));
  const isAsked = ({ journal, at }: AuditLine): boolean =>
    (visit === undefined || journal === visit) && at >= from && at <= to;
  return succeed({ lines: lines.filter(isAsked), more: within.length > atMost });
};

const matching = (lines: readonly AuditLine[], { person, kind }: Filter): readonly AuditLine[] =>
  lines.filter(
    (line) => (person === undefined || line.by === person) && (kind === undefined || line.kind === kind),
  );

const named = (clinic: Clinic, line: AuditLine): AuditEvent => ({ ...line, name: nameOf(clinic, line.by) });

export const auditHandlers = (context: AppContext): HandlersOf<keyof typeof auditOperations> => ({
  'audit.view': async ({ limit, ...filter }) => {
    const at = context.desk.enter('view-audit');
    if (!at.ok) return at;
    const { clinic } = at.value;
    const trail = await trailOf(clinic, filter, VISITS_SHOWN);
    if (!trail.ok) return trail;
    // A head follows every entry of a visit and says nothing that the entry does not.
    const told = trail.value.lines.filter(({ kind }) => kind !== 'head');
    const latest = [...matching(told, filter)].sort((a, b) => b.at.localeCompare(a.at) || b.n - a.n);
    const people = [...new Set(told.map(({ by }) => by))];
    return succeed({
      events: latest.slice(0, limit).map((line) => named(clinic, line)),
      more: latest.length > limit || trail.value.more,
      kinds: [...new Set(told.map(({ kind }) => kind))].sort(),
      people: people.map((person) => ({ person, name: nameOf(clinic, person) })),
    });
  },
  'audit.export': async (filter) => {
    const at = context.desk.enter('view-audit');
    if (!at.ok) return at;
    const { clinic } = at.value;
    const trail = await trailOf(clinic, filter);
    if (!trail.ok) return trail;
    const oldest = [...matching(trail.value.lines, filter)].sort(
      (a, b) => a.at.localeCompare(b.at) || a.n - b.n,
    );
    return succeed({
      jsonl: auditJsonLines(oldest.map((line) => named(clinic, line))),
      events: oldest.length,
    });
  },
  'audit.check': async () => {
    const at = context.desk.enter('view-audit');
    if (!at.ok) return at;
    const { files, folder } = context.vaultGround;
    const report = await verifyRecord(files, folder);
    if (!report.ok) return report;
    const { visits, entries, segments, findings } = report.value;
    const before = at.value.clinic.record.findings();
    return succeed({
      visits,
      entries,
      segments,
      findings: [...findings, ...before].map(({ what, visit }) => ({ what, ...(visit && { visit }) })),
    });
  },
});

/** For whoever helps with the program: given by a person at the desk, never sent. */
export const supportHandlers = ({
  desk,
  log,
  host,
  version,
}: AppContext): HandlersOf<keyof typeof supportOperations> => ({
  'support.log': () => {
    const at = desk.enter('list-visits');
    if (!at.ok) return at;
    log.note('support.log', {
      version: code(version),
      host: code(host),
      platform: code(process.platform),
      node: code(process.version),
    });
    const lines = log.kept();
    return succeed({ jsonl: lines.map((line) => `${line}\n`).join(''), lines: lines.length });
  },
});

const sum = (tallies: readonly Counted[], of: (tally: Counted) => number): number =>
  tallies.reduce((total, tally) => total + of(tally), 0);

/** Visits of one month and model, added up. */
export const countsOf = (tallies: readonly Counted[]): DoingCounts[] => {
  const groups = new Map<string, Counted[]>();
  for (const tally of tallies) {
    const key = `${tally.at.slice(0, 7)} ${tally.model}`;
    groups.set(key, [...(groups.get(key) ?? []), tally]);
  }
  return [...groups.values()]
    .map((own) => {
      const editsBySection: Record<string, number> = {};
      for (const tally of own)
        for (const [section, edits] of Object.entries(tally.editsBySection))
          editsBySection[section] = (editsBySection[section] ?? 0) + edits;
      return {
        month: own[0]?.at.slice(0, 7) ?? '',
        model: own[0]?.model ?? '',
        visits: own.length,
        lines: sum(own, ({ lines }) => lines),
        editsBySection,
        flags: {
          fixed: sum(own, ({ fixed }) => fixed),
          dismissed: sum(own, ({ dismissed }) => dismissed),
          open: sum(own, ({ open }) => open),
        },
        approvedUnseen: sum(own, ({ unseen }) => unseen),
        medianMsToApprove: median(own.map(({ msToApprove }) => msToApprove)),
      };
    })
    .sort((a, b) => b.month.localeCompare(a.month) || a.model.localeCompare(b.model));
};

export const doingHandlers = (context: AppContext): HandlersOf<keyof typeof doingOperations> => ({
  'doing.here': () => {
    const at = context.desk.enter('view-audit');
    return at.ok ? succeed({ counts: countsOf(at.value.clinic.record.tallies()) }) : at;
  },
});
