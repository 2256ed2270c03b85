import { z } from 'zod';
import { ChartEvidence, TranscriptEvidence } from './evidence.ts';
import { NoteItem } from './note.ts';
import { Done, operation, type Operation } from './operation.ts';
import { Speaker } from './transcript.ts';
import { DocumentName, LineChange, LineName, OpaqueId, VisitDocument } from './vault.ts';
import { Risk } from './visits.ts';
import { Reason, Verdict } from './verification.ts';

const visit = { visit: OpaqueId };
const changes = z.array(LineChange).max(2_000);
const editErrors = [
  'visit-unknown',
  'visit-order',
  'approved-locked',
  'entry-shape',
  'evidence-unknown',
  'role-refused',
  'session-locked',
  'session-ended',
  'disk-full',
] as const;

/** What the verifier says of one line: the worst verdict of its sentences. Turns and chart entries are what bears on it. */
export const CheckedLine = z.object({
  line: z.string(),
  verdict: Verdict,
  reasons: z.array(Reason.omit({ turns: true }).extend({ turns: z.array(z.string()) })),
  turns: z.array(z.string()),
  chart: z.array(ChartEvidence),
  risks: z.array(Risk),
});
export type CheckedLine = z.infer<typeof CheckedLine>;

/** Said and not in the note, with the line that would say it: in the words spoken, for `section`. */
export const OmittedLine = z.object({
  id: z.string(),
  kind: z.string(),
  text: z.string(),
  section: z.string(),
  line: NoteItem,
  evidence: z.array(TranscriptEvidence),
});
export type OmittedLine = z.infer<typeof OmittedLine>;

export const AppliedEdit = z.object({
  /** Lines of other documents that rest on the same facts and have not been looked at since. */
  stale: z.array(LineName),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});

export const editOperations = {
  'edit.apply': operation({
    name: 'edit.apply',
    summary:
      'writes changed lines into the record; what was typed is marked as typed by this person, whatever the window says',
    input: z.object({ ...visit, changes: changes.min(1) }).strict(),
    output: AppliedEdit,
    errors: editErrors,
  }),
  'edit.agree': operation({
    name: 'edit.agree',
    summary: 'stale lines were looked at and still agree',
    input: z.object({ ...visit, lines: z.array(LineName).min(1).max(500) }).strict(),
    output: AppliedEdit,
    errors: editErrors,
  }),
  'edit.undo': operation({
    name: 'edit.undo',
    summary: 'takes back the last edit, also after a crash',
    input: z.object(visit).strict(),
    output: AppliedEdit,
    errors: ['nothing-to-undo', ...editErrors],
  }),
  'edit.redo': operation({
    name: 'edit.redo',
    summary: 'does again what was taken back',
    input: z.object(visit).strict(),
    output: AppliedEdit,
    errors: ['nothing-to-undo', ...editErrors],
  }),
  'edit.difference': operation({
    name: 'edit.difference',
    summary: 'the documents as they were drafted, and who changed which line since',
    input: z.object(visit).strict(),
    output: z.object({
      drafted: z.record(z.string(), VisitDocument),
      edits: z.array(
        z.object({
          at: z.string(),
          by: z.string(),
          op: z.string(),
          document: DocumentName,
          line: z.string(),
        }),
      ),
    }),
    errors: ['visit-unknown', 'visit-order', 'content-shredded', 'session-locked', 'session-ended'],
  }),
} as const satisfies Record<string, Operation>;

export const sheetOperations = {
  'sheet.put-back': operation({
    name: 'sheet.put-back',
    summary:
      'puts a fact on the sheets that stays off by itself, or takes it off again; an edit like any other, in every language',
    input: z.object({ ...visit, fact: z.string().max(200), isOn: z.boolean() }).strict(),
    output: AppliedEdit,
    errors: ['line-missing', 'content-shredded', ...editErrors],
  }),
  'sheet.plain': operation({
    name: 'sheet.plain',
    summary: 'plain English for a line of the sheet, to be taken or left; writes nothing',
    input: z.object({ ...visit, text: z.string().max(2_000) }).strict(),
    output: z.object({
      text: z.string(),
      replaced: z.array(z.object({ from: z.string(), to: z.string() })),
    }),
    errors: ['visit-unknown', 'role-refused', 'session-locked', 'session-ended'],
  }),
} as const satisfies Record<string, Operation>;

export const reviewOperations = {
  /** Fast enough to follow typing: sentences that have not changed since the last check are not checked again. */
  'review.check': operation({
    name: 'review.check',
    summary: 'checks the note as it would be with these unsaved changes; writes nothing',
    input: z.object({ ...visit, changes: changes.default([]) }).strict(),
    output: z.object({ lines: z.array(CheckedLine), omissions: z.array(OmittedLine) }),
    errors: [
      'visit-unknown',
      'visit-order',
      'entry-shape',
      'content-shredded',
      'session-locked',
      'session-ended',
    ],
  }),
  'flags.settle': operation({
    name: 'flags.settle',
    summary: 'dismisses a flag with a reason, marks it fixed, or opens it again',
    input: z
      .object({
        ...visit,
        flag: z.string().max(200),
        as: z.enum(['dismissed', 'fixed', 'open']),
        reason: z.string().max(500).default(''),
      })
      .strict(),
    output: Done,
    errors: [
      'visit-unknown',
      'flag-missing',
      'approved-locked',
      'role-refused',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'lines.see': operation({
    name: 'lines.see',
    summary: 'records that the source of a line has been on the screen',
    input: z.object({ ...visit, line: z.string().max(200) }).strict(),
    output: Done,
    errors: ['visit-unknown', 'session-locked', 'session-ended', 'disk-full'],
  }),
  'lines.ask': operation({
    name: 'lines.ask',
    summary: 'a scribe asks the physician about a line',
    input: z
      .object({
        ...visit,
        document: DocumentName,
        line: z.string().max(200),
        text: z.string().trim().min(1).max(2_000),
      })
      .strict(),
    output: z.object({ question: OpaqueId }),
    errors: [
      'visit-unknown',
      'approved-locked',
      'line-missing',
      'role-refused',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'lines.answer': operation({
    name: 'lines.answer',
    summary: 'the answer, which stands with the line',
    input: z.object({ ...visit, question: OpaqueId, text: z.string().trim().min(1).max(2_000) }).strict(),
    output: Done,
    errors: [
      'visit-unknown',
      'approved-locked',
      'question-missing',
      'role-refused',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'speakers.swap': operation({
    name: 'speakers.swap',
    summary:
      'two speakers were taken for each other: a new transcript revision, and everything drafted again from it',
    input: z.object({ ...visit, one: Speaker, other: Speaker }).strict(),
    output: Done,
    errors: [
      'visit-unknown',
      'visit-busy',
      'visit-order',
      'approved-locked',
      'role-refused',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'speakers.relabel': operation({
    name: 'speakers.relabel',
    summary:
      'these turns, or some words of one, were said by someone else: a new transcript revision, and everything drafted again from it',
    input: z
      .object({
        ...visit,
        turns: z.array(z.string().max(40)).min(1).max(5_000),
        /** Only these words of the first of them, counted from 0, `to` left out. */
        words: z
          .object({ from: z.number().int().nonnegative(), to: z.number().int().positive() })
          .strict()
          .optional(),
        speaker: Speaker,
      })
      .strict(),
    output: Done,
    errors: [
      'visit-unknown',
      'visit-busy',
      'visit-order',
      'approved-locked',
      'line-missing',
      'role-refused',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
  'assessment.write': operation({
    name: 'assessment.write',
    summary: "the clinician's own assessment, asked for before the drafted one is shown",
    input: z.object({ ...visit, text: z.string().trim().min(1).max(20_000) }).strict(),
    output: Done,
    errors: [
      'visit-unknown',
      'visit-order',
      'approved-locked',
      'role-refused',
      'session-locked',
      'session-ended',
      'disk-full',
    ],
  }),
} as const satisfies Record<string, Operation>;
