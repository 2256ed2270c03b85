import { z } from 'zod';
import { DrafterName, modelAskingErrors, modelOpeningErrors, ModelPass, ModelTask } from './drafters.ts';
import { HostConfirmation } from './egress.ts';
import { FootnoteError } from './errors.ts';
import { Done, operation, type Operation } from './operation.ts';
import { OpaqueId } from './vault.ts';

/** How another program is reached. `certificate` is PEM text of one to accept beside the usual ones. */
const reached = {
  url: z.url({ protocol: /^https?$/ }).max(500),
  key: z.string().max(4_000).optional(),
  certificate: z.string().max(20_000).optional(),
};
const contextTokens = z.coerce.number().int().min(2_000).max(2_000_000).default(8_192);

/** Where a model server is and how it is spoken to. `url` ends before `/chat/completions`; a window is in tokens. */
export const ModelEndpoint = z.object({
  ...reached,
  model: z.string().min(1).max(200),
  contextTokens,
});
export type ModelEndpoint = z.infer<typeof ModelEndpoint>;

/** Weights of a language model that lie on this machine, as GGUF. */
export const ModelFile = z.object({
  file: z.string().min(1).max(1_000),
  contextTokens: z.coerce.number().int().min(512).max(131_072).default(8_192),
});
export type ModelFile = z.infer<typeof ModelFile>;

/** What a language model may be asked for here: each only once it has passed the evaluation for it. */
const tasks = z.array(ModelTask).min(1).max(ModelTask.options.length);

/**
 * Which language model is asked here; kept in the record, its key too. The confirmation belongs to this one connection: another address
 * needs another one, and taking the host off the list of allowed hosts voids it.
 */
export const ModelConnection = z.discriminatedUnion('drafter', [
  z.object({ drafter: z.literal('embedded') }),
  z.object({
    drafter: z.literal('server'),
    endpoint: ModelEndpoint,
    confirmation: HostConfirmation.optional(),
    tasks: tasks.default(['draft']),
  }),
  z.object({ drafter: z.literal('local-model'), weights: ModelFile, tasks: tasks.default(['draft']) }),
]);
export type ModelConnection = z.infer<typeof ModelConnection>;

/** The record system that approved visits are sent to: the base address of a FHIR R4 server. */
export const RecordConnection = z.object({
  endpoint: z.object(reached),
  /** Where Footnote signs in as a registered client (SMART Backend Services): its id there, its private key (JWK). */
  smart: z.object({ client: z.string(), privateKey: z.string() }).optional(),
  /** Where each person signs in herself (SMART App Launch): Footnote's id there, and where the browser comes back to. */
  launch: z.object({ client: z.string(), redirect: z.url() }).optional(),
  confirmation: HostConfirmation.optional(),
});
export type RecordConnection = z.infer<typeof RecordConnection>;

/** A patient of the record system, as far as a person needs it to tell this one from another. */
export const PatientThere = z.object({
  /** Its id on that server. */
  id: z.string(),
  name: z.string(),
  /** YYYY, YYYY-MM or YYYY-MM-DD, as the server has it. */
  birthDate: z.string().optional(),
  numbers: z.array(z.string()),
});
export type PatientThere = z.infer<typeof PatientThere>;

/** What a window is told of a connection: never the key. */
export const ConnectionView = z.object({
  url: z.string(),
  host: z.string(),
  /** Whether what is sent there leaves this machine. */
  elsewhere: z.boolean(),
  keyKept: z.boolean(),
  certificateKept: z.boolean(),
  confirmed: z.object({ by: z.string(), at: z.string() }).optional(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** The record system as a window is told of it; `publicKeys` is the key set (JSON) to enter there, never the private key. */
export const RecordConnectionView = ConnectionView.extend({
  smart: z.object({ client: z.string(), publicKeys: z.string() }).optional(),
  /** `redirect` is the address to enter there; the rest is about the person at the desk. Never a token. */
  launch: z
    .object({
      client: z.string(),
      redirect: z.string(),
      signedInAt: z.string().optional(),
      /** A page there is open, and its answer is waited for. */
      waiting: z.boolean(),
      /** Why the last try ended without a sign-in. */
      reason: FootnoteError.shape.code.optional(),
    })
    .optional(),
});
export type RecordConnectionView = z.infer<typeof RecordConnectionView>;

/** Who signs in at the record system: Footnote by itself, with a key of its own, or each person for herself. */
export const SignsIn = z.enum(['program', 'person']);
export type SignsIn = z.infer<typeof SignsIn>;

/** A person's sign-in as the record keeps it, sealed: for this address and client only. Moments are ms or ISO 8601. */
export const KeptSignIn = z.object({
  url: z.string(),
  client: z.string(),
  access: z.string(),
  refresh: z.string().optional(),
  until: z.number(),
  at: z.iso.datetime(),
});
export type KeptSignIn = z.infer<typeof KeptSignIn>;

export const ModelConnectionView = z.object({
  drafter: DrafterName,
  server: ConnectionView.extend({ model: z.string() }).optional(),
  file: z.string().optional(),
  /** What it is asked for. */
  tasks: z.array(ModelTask),
});
export type ModelConnectionView = z.infer<typeof ModelConnectionView>;

/** The last evaluation from this window: which model, how far, and everything that is known of it by now. */
export const EvaluationView = z.object({
  name: z.string(),
  host: z.string(),
  /** Absent once it has ended. */
  running: z.object({ task: ModelTask, share: z.number().min(0).max(1) }).optional(),
  /** Why it ended early: a code of the error table. */
  reason: z.string().optional(),
  results: z.array(ModelPass.pick({ task: true, passed: true, figures: true, at: true })),
});
export type EvaluationView = z.infer<typeof EvaluationView>;

/** The host's name as the administrator typed it: the confirmation in writing. Not asked for on this machine. */
const typedHost = z.string().max(260).optional();
/** What may go wrong on the way to the record system. */
const toRecordSystem = [
  'fhir-unreachable',
  'fhir-not-one',
  'fhir-refused',
  'fhir-signed-out',
  'egress-refused',
  'egress-certificate',
] as const;
const atDesk = ['vault-closed', 'role-refused', 'session-locked', 'session-ended', 'disk-full'] as const;

/** A language model as an administrator names it. */
const modelNamed = [
  z.object({ drafter: z.literal('server'), ...ModelEndpoint.shape, typedHost, tasks }).strict(),
  z.object({ drafter: z.literal('local-model'), ...ModelFile.shape, tasks }).strict(),
] as const;

export const connectionOperations = {
  'connections.get': operation({
    name: 'connections.get',
    summary: 'which other programs are asked: none, until an administrator says so',
    input: z.object({}).strict(),
    output: z.object({
      model: ModelConnectionView,
      record: RecordConnectionView.optional(),
      evaluation: EvaluationView.optional(),
    }),
    errors: atDesk,
  }),
  /** A key that is left out stays as it was where the address is of the same host. */
  'connections.set-model': operation({
    name: 'connections.set-model',
    summary:
      'an administrator says who helps: the built-in drafter alone, or a language model, here or on a host confirmed in writing, for tasks whose evaluation it has passed',
    input: z.discriminatedUnion('drafter', [
      z.object({ drafter: z.literal('embedded') }).strict(),
      ...modelNamed,
    ]),
    output: Done,
    errors: ['host-not-confirmed', 'address-insecure', ...modelOpeningErrors, ...atDesk],
  }),
  'connections.evaluate-model': operation({
    name: 'connections.evaluate-model',
    summary:
      'puts a language model the made-up cases of these tasks, one after the other, and keeps how it did; nothing of a visit is in them; a host outside is confirmed in writing as for set-model',
    input: z.discriminatedUnion('drafter', [...modelNamed]),
    output: Done,
    errors: ['host-not-confirmed', 'address-insecure', 'visit-busy', ...modelOpeningErrors, ...atDesk],
  }),
  'connections.stop-evaluation': operation({
    name: 'connections.stop-evaluation',
    summary: 'ends a running evaluation; half of one counts for nothing',
    input: z.object({}).strict(),
    output: Done,
    errors: atDesk,
  }),
  'connections.try-model': operation({
    name: 'connections.try-model',
    summary: 'asks the language model one made-up question; nothing of a visit is in it',
    input: z.object({}).strict(),
    output: z.object({ ms: z.number() }),
    errors: [...modelAskingErrors, ...modelOpeningErrors, ...atDesk],
  }),
  'connections.set-record': operation({
    name: 'connections.set-record',
    summary:
      'an administrator names the record system that approved visits are sent to, on a host confirmed in writing; null for none; with a client id, Footnote signs in there by SMART with a key of its own, or each person for herself',
    input: z
      .object({
        server: z
          .object({
            ...reached,
            typedHost,
            client: z.string().trim().min(1).max(200).optional(),
            signsIn: SignsIn.default('program'),
          })
          .strict()
          .nullable(),
      })
      .strict(),
    output: Done,
    errors: ['host-not-confirmed', 'address-insecure', 'file-unreadable', ...atDesk],
  }),
  'connections.sign-in': operation({
    name: 'connections.sign-in',
    summary:
      'begins the sign-in of the person at the desk at the record system: the address of its page, to be opened in a browser of this machine; what comes of it stands in connections.get',
    input: z.object({}).strict(),
    output: z.object({ address: z.string() }),
    errors: ['server-not-set', 'person-sign-in-missing', 'sign-in-busy', ...toRecordSystem, ...atDesk],
  }),
  'connections.sign-out': operation({
    name: 'connections.sign-out',
    summary: 'forgets the sign-in of the person at the desk at the record system, or one that is waited for',
    input: z.object({}).strict(),
    output: Done,
    errors: atDesk,
  }),
  'visits.fetch-chart': operation({
    name: 'visits.fetch-chart',
    summary:
      "brings the patient's chart from the record system into a visit, by the patient's number or id there; a number of two patients is refused",
    input: z.object({ visit: OpaqueId, patient: z.string().trim().min(1).max(200) }).strict(),
    output: Done,
    errors: [
      'server-not-set',
      'visit-unknown',
      'visit-busy',
      'approved-locked',
      'patient-unknown',
      'patient-ambiguous',
      ...toRecordSystem,
      'chart-server-unreachable',
      'chart-server-refused',
      'chart-no-patient',
      'file-too-large',
      ...atDesk,
    ],
  }),
  'visits.find-patients': operation({
    name: 'visits.find-patients',
    summary:
      'the patients of the record system that a number may mean, for a person to pick from: of the number given, else of those of the visit',
    input: z.object({ visit: OpaqueId, number: z.string().trim().min(1).max(200).optional() }).strict(),
    output: z.object({ patients: z.array(PatientThere) }),
    errors: ['server-not-set', 'visit-unknown', ...toRecordSystem, ...atDesk],
  }),
  'connections.try-record': operation({
    name: 'connections.try-record',
    summary: 'asks the record system for a patient that does not exist; nothing of a visit is in it',
    input: z.object({}).strict(),
    output: Done,
    errors: ['server-not-set', ...toRecordSystem, ...atDesk],
  }),
} as const satisfies Record<string, Operation>;
