import { z } from 'zod';
import { NoteTemplate } from './draft.ts';
import { Done, operation, type Operation } from './operation.ts';
import { AuditLine, OpaqueId, RetentionRules } from './vault.ts';

/**
 * A clinic's own template. Its plan stands in a section with that id, so that what the software judges can be held back
 * until the clinician has judged.
 */
export const OwnTemplate = NoteTemplate.refine(
  ({ sections }) =>
    sections.some(({ id }) => id === 'plan') &&
    sections.every(({ id, holds = [] }) => id === 'plan' || !holds.includes('plan')),
);

/** What a clinic decides; kept in the vault, changed by an administrator, every change an entry. */
export const ClinicSettings = z.object({
  clinic: z.object({ name: z.string().max(200), phone: z.string().max(60) }),
  retention: RetentionRules,
  /** The wording that is read out or shown before recording, by language. */
  consentWording: z.object({ en: z.string().max(5_000), es: z.string().max(5_000) }),
  /** Minutes without use after which the session locks; a recording goes on. */
  idleLockMinutes: z.number().int().min(1).max(240),
  /** The clinician's own assessment is asked for before the drafted one is shown. */
  ownAssessmentFirst: z.boolean(),
  /** Drafts are made and counted, and not shown. */
  pilot: z.boolean(),
  /** Unsure medicines and numbers are heard a second time, which takes about an eighth more time. */
  secondListening: z.boolean(),
  /** Order, titles and phrasing of a note's sections: one that comes with Footnote, by its id, or the clinic's own. */
  noteTemplate: z.union([z.string().min(1).max(60), OwnTemplate]),
});
export type ClinicSettings = z.infer<typeof ClinicSettings>;

/** A host name, perhaps with a port; no address, path or pattern. */
export const HostName = z.string().regex(/^(?=.{1,260}$)[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i);
const atDesk = ['vault-closed', 'role-refused', 'session-locked', 'session-ended', 'disk-full'] as const;
const nothing = z.object({}).strict();

/** A person's own abbreviations, written out as she types. */
export const Phrase = z.object({
  abbreviation: z.string().trim().min(1).max(40),
  text: z.string().min(1).max(2_000),
});
export type Phrase = z.infer<typeof Phrase>;

export const settingsOperations = {
  'phrases.get': operation({
    name: 'phrases.get',
    summary: "the signed-in person's own abbreviations",
    input: nothing,
    output: z.object({ phrases: z.array(Phrase) }),
    errors: atDesk,
  }),
  'phrases.set': operation({
    name: 'phrases.set',
    summary: 'replaces them',
    input: z.object({ phrases: z.array(Phrase).max(500) }).strict(),
    output: Done,
    errors: atDesk,
  }),
  'settings.get': operation({
    name: 'settings.get',
    summary: 'what the clinic has decided, and the hosts that Footnote may reach (none at first)',
    input: nothing,
    output: ClinicSettings.extend({
      egress: z.array(z.string()),
      /** The templates that come with Footnote. */
      noteTemplates: z.array(z.object({ id: z.string(), name: z.string() })),
    }),
    errors: atDesk,
  }),
  'settings.change': operation({
    name: 'settings.change',
    summary: 'an administrator changes what is named; the rest stays',
    input: ClinicSettings.partial().strict(),
    output: Done,
    errors: atDesk,
  }),
  'settings.egress': operation({
    name: 'settings.egress',
    summary: 'an administrator sets the hosts that Footnote may reach',
    input: z.object({ hosts: z.array(HostName).max(50) }).strict(),
    output: Done,
    errors: atDesk,
  }),
  'settings.back-up': operation({
    name: 'settings.back-up',
    summary: 'a copy of the whole record as one encrypted file, into a folder on this machine',
    input: z.object({ file: z.string().min(1).max(1_000), passphrase: z.string().max(1_000) }).strict(),
    output: z.object({ bytes: z.number() }),
    errors: ['out-unwritable', 'passphrase-short', ...atDesk],
  }),
} as const satisfies Record<string, Operation>;

/** A line of the audit with the name of who did it; no patient text. */
export const AuditEvent = AuditLine.extend({ name: z.string() });
export type AuditEvent = z.infer<typeof AuditEvent>;

const filter = {
  /** Absent: the record as a whole, and every visit changed in that time. */
  visit: OpaqueId.optional(),
  person: OpaqueId.optional(),
  kind: z.string().max(40).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
};

export const auditOperations = {
  'audit.view': operation({
    name: 'audit.view',
    summary: 'who did what, when; latest first',
    input: z.object({ ...filter, limit: z.number().int().min(1).max(1_000).default(200) }).strict(),
    output: z.object({
      events: z.array(AuditEvent),
      more: z.boolean(),
      /** What can be asked for in that time, whichever kind and person are asked for now. */
      kinds: z.array(z.string()),
      people: z.array(z.object({ person: z.string(), name: z.string() })),
    }),
    errors: ['visit-unknown', ...atDesk],
  }),
  'audit.export': operation({
    name: 'audit.export',
    summary: 'the same as JSON lines, oldest first',
    input: z.object(filter).strict(),
    output: z.object({ jsonl: z.string(), events: z.number().int() }),
    errors: ['visit-unknown', ...atDesk],
  }),
  'audit.check': operation({
    name: 'audit.check',
    summary: 'proves the chain of the whole record, and says what was found when it was opened',
    input: nothing,
    output: z.object({
      visits: z.number(),
      entries: z.number(),
      segments: z.number(),
      findings: z.array(z.object({ what: z.string(), visit: z.string().optional() })),
    }),
    errors: atDesk,
  }),
} as const satisfies Record<string, Operation>;

export const supportOperations = {
  'support.log': operation({
    name: 'support.log',
    summary:
      'what the app noted about itself, as JSON lines, oldest first: codes, counts and times, no content',
    input: nothing,
    output: z.object({ jsonl: z.string(), lines: z.number().int() }),
    errors: atDesk,
  }),
} as const satisfies Record<string, Operation>;

/** How it is doing here: counted at approval, on this machine, without patient text. */
export const DoingCounts = z.object({
  month: z.string(),
  model: z.string(),
  visits: z.number().int(),
  lines: z.number().int(),
  editsBySection: z.record(z.string(), z.number().int()),
  flags: z.object({ fixed: z.number().int(), dismissed: z.number().int(), open: z.number().int() }),
  approvedUnseen: z.number().int(),
  /** From the draft to the signature, median, ms. */
  medianMsToApprove: z.number(),
});
export type DoingCounts = z.infer<typeof DoingCounts>;

export const doingOperations = {
  'doing.here': operation({
    name: 'doing.here',
    summary:
      'edits by section, flags kept and dismissed, lines approved unseen, time to approve; by month and model',
    input: nothing,
    output: z.object({ counts: z.array(DoingCounts) }),
    errors: atDesk,
  }),
} as const satisfies Record<string, Operation>;
