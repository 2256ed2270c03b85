import { z } from 'zod';
import { CONNECTION_ERRORS } from './connection-errors.ts';
import { FHIR_ERRORS } from './fhir-errors.ts';
import { MODEL_ERRORS } from './model-errors.ts';
import { RECORD_ERRORS } from './record-errors.ts';

/**
 * The one table of expected errors. `exit` is the command line's status (3 bad input, 4 something missing that
 * `setup` would bring, 2 wrong usage, 1 a fault of ours); `message` is what a person reads, without patient content:
 * the host that knows which file the person named puts its name in front.
 */
export const ERROR_TABLE = {
  usage: { exit: 2, message: 'the command was not understood; see --help' },
  'file-missing': { exit: 3, message: 'there is no such file; check the path' },
  'file-unreadable': { exit: 3, message: 'the file cannot be read; check its permissions' },
  'file-too-large': { exit: 3, message: 'the file is too large to be what was asked for' },
  'out-missing': {
    exit: 2,
    message:
      'there is no place for the drafts; name a folder with --out, or keep the visit in the record with --vault',
  },
  'out-unwritable': { exit: 3, message: 'the output folder cannot be written; choose another one' },
  'disk-full': {
    exit: 3,
    message: 'the disk is full; free some space and run the command again, nothing was lost',
  },
  'audio-empty': { exit: 3, message: 'the audio file is empty; pick another recording' },
  'audio-unreadable': {
    exit: 3,
    message: 'this is not audio that can be read (WAV, FLAC, MP3, Ogg and WebM can); pick another file',
  },
  'voice-too-little': {
    exit: 3,
    message:
      'too little of your voice is kept yet; approve a recorded visit first, and try again while its recording is kept',
  },
  'transcript-unreadable': {
    exit: 3,
    message:
      'this is no transcript that can be read (HealthScribe JSON, turns as JSON, WebVTT, or text with a speaker before each line can); pick another file',
  },
  'chart-not-json': {
    exit: 3,
    message: 'the chart is neither JSON nor XML; export it again as a FHIR bundle or C-CDA document',
  },
  'chart-not-fhir': {
    exit: 3,
    message: 'the chart is not a FHIR R4 bundle or C-CDA document; export it again',
  },
  'chart-two-patients': {
    exit: 3,
    message: 'the chart holds more than one patient; say which, or export one patient only',
  },
  'chart-no-patient': {
    exit: 3,
    message: 'the chart names no patient; export it again with the patient included',
  },
  'chart-server-unreachable': {
    exit: 3,
    message: 'the server of the charts did not answer as expected; try again later, or use an exported file',
  },
  'chart-server-refused': {
    exit: 3,
    message: 'the server of the charts does not permit this; sign in to it again, or use an exported file',
  },
  'batch-line': { exit: 3, message: 'line {line} does not have the expected shape; nothing was written' },
  'batch-no-dialogue': {
    exit: 3,
    message: 'the note on line {line} has no dialogue of the same id; nothing was written',
  },
  'weights-missing': { exit: 4, message: 'the speech model is not installed; run setup' },
  'weights-corrupt': {
    exit: 4,
    message: 'the speech model on disk was damaged and has been removed; run setup again',
  },
  'weights-unreachable': {
    exit: 4,
    message:
      'the speech model cannot be fetched from here; connect to a network or lay the file beside as the README says',
  },
  'model-unknown': { exit: 2, message: 'there is no speech model of that name; see models list' },
  'engine-missing': {
    exit: 4,
    message:
      'no speech engine works on this machine yet; run setup (on Linux the ready-made one needs libgomp1, the fast one cmake and a C++ compiler)',
  },
  'speech-server-not-set': {
    exit: 2,
    message: 'no speech server is named; set FOOTNOTE_SPEECH_URL, or use the engine of this machine',
  },
  'speech-host-refused': {
    exit: 2,
    message:
      'this speech server is not on this machine, and no administrator has allowed and confirmed its host; nothing was sent',
  },
  'speech-server-silent': {
    exit: 1,
    message: 'no speech server answered; the recording is kept, try again or use the engine of this machine',
  },
  'engine-failed': {
    exit: 1,
    message: 'the speech engine stopped twice on the same passage; the recording is kept, try again',
  },
  ...RECORD_ERRORS,
  ...MODEL_ERRORS,
  ...FHIR_ERRORS,
  ...CONNECTION_ERRORS,
  'visit-missing': { exit: 3, message: 'this visit is not here any more; go back to the list' },
  'visit-busy': { exit: 3, message: 'this visit is being worked on; wait for it or stop it first' },
  'flag-missing': { exit: 3, message: 'this flag is not on the visit any more; open the visit again' },
  'host-gone': { exit: 1, message: 'Footnote is not running any more; start it again' },
  'upload-missing': { exit: 3, message: 'the file did not arrive; add it again' },
  'not-allowed': {
    exit: 1,
    message: 'this window may not ask for that; open Footnote again from its own link',
  },
  cancelled: { exit: 1, message: 'cancelled; the recording is kept' },
  fault: { exit: 1, message: 'something went wrong on our side; nothing was changed' },
} as const satisfies Record<string, { exit: 1 | 2 | 3 | 4; message: string }>;

export type ErrorCode = keyof typeof ERROR_TABLE;
const codes = Object.keys(ERROR_TABLE) as [ErrorCode, ...ErrorCode[]];

/** What crosses a boundary when something expected went wrong. `params` holds ids and counts, never text. */
export const FootnoteError = z.object({
  code: z.enum(codes),
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  retry: z.enum(['same', 'setup', 'other-input']).optional(),
});
export type FootnoteError = z.infer<typeof FootnoteError>;

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: FootnoteError };

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value });

/** A refusal from the table; `params` are ids and counts only. */
export const refuse = (
  code: ErrorCode,
  params?: FootnoteError['params'],
): { ok: false; error: FootnoteError } => ({
  ok: false,
  error: { code, message: ERROR_TABLE[code].message, ...(params ? { params } : {}) },
});
